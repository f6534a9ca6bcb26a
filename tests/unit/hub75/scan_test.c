#include "config/panel_keys.h"
#include "hub75/scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fixed_scan.h"
#include "hub75/light.h"
#include "module.h"
#include "test_lines.h"

#define CALL_NS 1500

/* A wall, scanned onto a test panel. */
struct rig {
    struct config_panel config;
    struct panel *panel;
    struct frame frame;
    struct fixed_scan fixed;
    struct test_panel glass;
    struct test_lines lines;
    struct scan scan;
};

static void rig_open(struct rig *rig, const struct config_panel *config, int64_t line_ns)
{
    struct diag diag = {0};
    *rig = (struct rig){.config = *config};
    rig->panel = panel_create(config, &diag);
    assert_non_null(rig->panel);
    frame_init(&rig->frame, rig->panel->width_px, rig->panel->height_px);
    fixed_scan_init(&rig->fixed, rig->panel);
    test_panel_init(&rig->glass, rig->panel->scan_rows, rig->panel->columns, rig->panel->lanes);
    test_lines_init(&rig->lines, &rig->glass, CALL_NS, line_ns);
    scan_init(&rig->scan, &rig->lines.lines, rig->panel, CALL_NS);
}

static void rig_close(struct rig *rig)
{
    fixed_scan_finish(&rig->fixed);
    frame_finish(&rig->frame);
    panel_destroy(rig->panel);
    test_panel_finish(&rig->glass);
}

static void fill_at_random(struct frame *frame, unsigned seed)
{
    srand(seed);
    for (int i = 0; i < frame->width * frame->height * 3; i++)
        frame->rgb[i] = rand() % 3 ? (uint8_t)rand() : 0;
}

static void play(struct rig *rig, int refreshes)
{
    assert_int_equal(scan_start(&rig->scan), 0);
    fixed_scan_fill(&rig->fixed, &rig->frame, CALL_NS, CALL_NS);
    int64_t start_ns = rig->lines.now_ns;
    for (int i = 0; i < refreshes; i++) {
        assert_int_equal(scan_refresh(&rig->scan, &rig->fixed.slots, start_ns), 0);
        start_ns += rig->fixed.slots.period_ns;
    }
    test_panel_until(&rig->glass, rig->lines.now_ns);
}

/* The light that the LED at x, y gave in one colour. */
static int64_t light_given(const struct rig *rig, int x, int y, int colour)
{
    static const char *const orders[] = {"RGB", "RBG", "GRB", "GBR", "BRG", "BGR"};
    struct module_place p = module_place(&rig->config, x, y);
    int line = (int)(strcspn(orders[rig->config.order], (const char[]){"RGB"[colour], 0}));
    return test_panel_lit_ns(&rig->glass, p.row, p.column, p.lane, p.half * 3 + line);
}

static void check_picture(const struct rig *rig, int refreshes, int64_t tolerance_ns)
{
    for (int y = 0; y < rig->frame.height; y++)
        for (int x = 0; x < rig->frame.width; x++)
            for (int colour = 0; colour < 3; colour++) {
                int64_t wanted = (int64_t)light_of_value(frame_pixel(&rig->frame, x, y)[colour]) *
                                 CALL_NS * refreshes;
                int64_t error = light_given(rig, x, y, colour) - wanted;
                if (llabs(error) > tolerance_ns)
                    fail_msg("%d, %d, colour %d: %lld ns off %lld", x, y, colour, (long long)error,
                             (long long)wanted);
            }
}

static void every_geometry_shows_the_frame(void **state)
{
    (void)state;
    for (int g = 0; g < module_geometry_count; g++) {
        struct rig rig;
        rig_open(&rig, &module_geometries[g], 0);
        fill_at_random(&rig.frame, (unsigned)g + 1);
        play(&rig, 2);
        check_picture(&rig, 2, 0);
        assert_string_equal(rig.glass.error, "");
        rig_close(&rig);
    }
}

static void calls_of_unequal_cost_stay_near(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &module_geometries[0], 300);
    fill_at_random(&rig.frame, 77);
    play(&rig, 4);
    /* Half a call of 7 lines for each of the 11 planes. */
    check_picture(&rig, 4, (int64_t)4 * LIGHT_BITS * (CALL_NS + 6 * 300) / 2);
    assert_string_equal(rig.glass.error, "");
    rig_close(&rig);
}

static void a_refresh_takes_no_longer_than_its_period(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &module_geometries[0], 0);
    fill_at_random(&rig.frame, 5);
    play(&rig, 1);
    int64_t start_ns = rig.lines.now_ns;
    scan_refresh(&rig.scan, &rig.fixed.slots, start_ns);
    assert_true(rig.lines.now_ns - start_ns <= rig.fixed.slots.period_ns);
    assert_int_equal(rig.glass.levels[LINE_OE], 1);
    rig_close(&rig);
}

static void the_end_is_deeply_dark(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &module_geometries[4], 300);
    memset(rig.frame.rgb, 0xff, (size_t)rig.frame.width * (size_t)rig.frame.height * 3);
    play(&rig, 1);
    assert_false(test_panel_is_dark(&rig.glass));
    assert_int_equal(scan_darken(&rig.scan), 0);
    assert_true(test_panel_is_dark(&rig.glass));
    assert_string_equal(rig.glass.error, "");
    rig_close(&rig);
}

static void a_fault_of_the_chip_is_told(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &module_geometries[1], 0);
    play(&rig, 1);
    rig.lines.error = -EIO;
    assert_int_equal(scan_refresh(&rig.scan, &rig.fixed.slots, rig.lines.now_ns), -EIO);
    rig_close(&rig);
}

/* The start sequences of before panel files came. */
static const struct wiring_write chips_of_before[][3] = {
    {{0, 0}},
    {{0x7fff, 11}, {0x0040, 12}},
    {{0xffce, 11}, {0xe062, 12}, {0x5f00, 10}},
};

static void start_with_chip(struct rig *rig, int chip)
{
    rig->scan.wiring.writes = (uint8_t)(chip ? chip + 1 : 0);
    memcpy(rig->scan.wiring.write, chips_of_before[chip], sizeof chips_of_before[chip]);
    assert_int_equal(scan_start(&rig->scan), 0);
}

static void drivers_are_told_in_the_dark(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct rig rig;
        rig_open(&rig, &module_geometries[0], 0);
        start_with_chip(&rig, i + 1);
        assert_int_equal(rig.glass.levels[LINE_OE], 1);
        assert_int_equal(rig.glass.latches, i + 2); /* registers written */
        assert_int_equal(rig.glass.rises, (i + 2) * rig.panel->columns);
        rig_close(&rig);
    }
}

/* Each geometry with each driver, two refreshes and the end. The sums were taken from the program
 * of before panel files. */
static void keys_of_before_give_the_calls_of_before(void **state)
{
    (void)state;
    static const uint64_t sums[] = {
        UINT64_C(0x54c8c3cfe7eceb0f), UINT64_C(0x035bbb70da815544), UINT64_C(0x9f0b7dd5c5d2bda9),
        UINT64_C(0x38b13a5e5ce28774), UINT64_C(0x642ebec16ecbfbf1), UINT64_C(0xd84d26e8f3c7786d),
        UINT64_C(0xea03e1dc3bfae3f5), UINT64_C(0x05c57bf4f36ec3bd), UINT64_C(0xd1a459aaffdab255),
        UINT64_C(0x0138732d61ad621d), UINT64_C(0x1713162a7694480d), UINT64_C(0xe1e3bdbe8d21005c),
        UINT64_C(0x8f590dd1ab8d461d), UINT64_C(0x9d0ecd753d6b18fd), UINT64_C(0xb2d95db8ce773655),
        UINT64_C(0x60bf1af8d56f555c), UINT64_C(0xc59325d48abe8e28), UINT64_C(0x4bb27d0772edb158),
        UINT64_C(0xb0782e8da2ebd4e8), UINT64_C(0xf166f2997e10a238), UINT64_C(0x243660ebf3dcb029),
    };
    assert_int_equal(sizeof sums / sizeof *sums, module_geometry_count);
    for (int g = 0; g < module_geometry_count; g++) {
        struct rig rig;
        rig_open(&rig, &module_geometries[g], 0);
        fill_at_random(&rig.frame, (unsigned)g + 1);
        for (int chip = 0; chip < 3; chip++)
            start_with_chip(&rig, chip);
        rig.scan.wiring.writes = 0;
        play(&rig, 2);
        scan_darken(&rig.scan);
        assert_true(rig.lines.sum == sums[g]);
        rig_close(&rig);
    }
}

static void a_fixed_scan_costs_what_others_say(void **state)
{
    (void)state;
    const struct config_panel config = {.rows = 32,
                                        .columns = 64,
                                        .chain = 1,
                                        .parallel = 1,
                                        .fold = 1,
                                        .refresh_hz = 100,
                                        .brightness = 100};
    struct rig rig;
    rig_open(&rig, &config, 0);
    fill_at_random(&rig.frame, 9);
    play(&rig, 1);
    unsigned long before = rig.lines.calls;
    scan_refresh(&rig.scan, &rig.fixed.slots, rig.lines.now_ns);
    unsigned long calls = rig.lines.calls - before;
    /* Others count 2 calls a column and 3 for the row: 16 rows x 11 planes x (2 x
     * 64 + 3). Here address, latch and output ride on calls that there are anyway:
     * one call for the row, one to end a plane shorter than a call, and the end. */
    assert_in_range(calls, 16 * 11 * (2 * 64 + 1), 16 * (11 * (2 * 64 + 1) + 1) + 1);
    assert_true(calls < 23056);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("The light decoded from the lines is the frame's, in every geometry and colour order",
             every_geometry_shows_the_frame),
        TEST("Calls that cost unequal time move a plane by no more than half a call",
             calls_of_unequal_cost_stay_near),
        TEST("A refresh takes no longer than its period, and ends dark",
             a_refresh_takes_no_longer_than_its_period),
        TEST("The end is deeply dark: output off, zeros latched, address 0",
             the_end_is_deeply_dark),
        TEST("A fault of the chip comes back as -errno", a_fault_of_the_chip_is_told),
        TEST("Drivers get their registers in the dark", drivers_are_told_in_the_dark),
        TEST("Keys of before panel files give the calls of before, one by one",
             keys_of_before_give_the_calls_of_before),
        TEST("A fixed scan of 64x32 needs fewer than the 23,056 calls that others count",
             a_fixed_scan_costs_what_others_say),
    };
    return cmocka_run_group_tests_name("hub75/scan", tests, NULL, NULL);
}
