/* Every panel and chip that is shipped, driven by the program and decoded by a panel that knows
 * their files' text alone. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "config/chip_file.h"
#include "config/config.h"
#include "config/panel_file.h"
#include "config/panel_ranges.h"
#include "fixed_scan.h"
#include "hub75/geometry.h"
#include "hub75/light.h"
#include "hub75/scan.h"
#include "plan/step.h"
#include "random_panel.h"
#include "test_lines.h"

#define CALL_NS 1500
#define ROOM 512 /* of a text */

/* A chain of panels, as the configuration names them, and the glass that knows their files. */
struct rig {
    struct config config;
    struct panel *panel;
    struct frame frame;
    struct fixed_scan fixed;
    struct test_module module;
    struct test_panel glass;
    struct test_lines lines;
    struct scan scan;
};

static void set(struct rig *rig, const char *key, const char *value)
{
    char assignment[ROOM];
    struct diag diag = {0};
    snprintf(assignment, sizeof assignment, "panel.%s=%s", key, value);
    if (!configuration_set(&rig->config, assignment, &diag))
        fail_msg("%s", diag.messages[0].text);
    diag_finish(&diag);
}

static void put_on(struct rig *rig)
{
    test_panel_init(&rig->glass, rig->module.scan, rig->module.places * rig->config.panel.chain, 1);
    test_panel_become(&rig->glass, &rig->module);
    test_lines_init(&rig->lines, &rig->glass, CALL_NS, 0);
    scan_init(&rig->scan, &rig->lines.lines, rig->panel, CALL_NS);
}

/* After the keys are set: the wall, wired. */
static void rig_build(struct rig *rig)
{
    struct diag diag = {0};
    if (!configuration_check(&rig->config, &diag))
        fail_msg("%s", diag.messages[0].text);
    rig->panel = panel_create(&rig->config.panel, &diag);
    assert_non_null(rig->panel);
    frame_init(&rig->frame, rig->panel->width_px, rig->panel->height_px);
    fixed_scan_init(&rig->fixed, rig->panel);
    put_on(rig);
    diag_finish(&diag);
}

static void rig_open(struct rig *rig, const char *model, const char *chip)
{
    *rig = (struct rig){0};
    configuration_init(&rig->config);
    set(rig, "model", model);
    assert_true(test_module_read(&rig->module, model));
    if (chip) {
        set(rig, "driver", chip);
        assert_true(test_module_read_chip(&rig->module, chip));
    }
}

static void rig_close(struct rig *rig)
{
    fixed_scan_finish(&rig->fixed);
    frame_finish(&rig->frame);
    panel_destroy(rig->panel);
    test_panel_finish(&rig->glass);
    test_module_finish(&rig->module);
    configuration_finish(&rig->config);
}

static void fill_at_random(struct frame *frame, unsigned seed)
{
    srand(seed);
    for (int i = 0; i < frame->width * frame->height * 3; i++)
        frame->rgb[i] = rand() % 3 ? (uint8_t)rand() : 0;
}

static void play_fixed(struct rig *rig, int refreshes)
{
    fixed_scan_fill(&rig->fixed, &rig->frame, CALL_NS, CALL_NS);
    int64_t start_ns = rig->lines.now_ns;
    for (int i = 0; i < refreshes; i++) {
        assert_int_equal(scan_refresh(&rig->scan, &rig->fixed.slots, start_ns), 0);
        start_ns += rig->fixed.slots.period_ns;
    }
    test_panel_until(&rig->glass, rig->lines.now_ns);
}

/* The light that the LED of a place gave in one colour. */
static int64_t light_at(const struct rig *rig, int half, int row, int place, int colour)
{
    int line = (int)(strchr(rig->module.order, "RGB"[colour]) - rig->module.order);
    return test_panel_lit_ns(&rig->glass, row, place, 0, half * 3 + line);
}

/* Where on the wall the LED of a place is: the chain begins at the right. */
static struct test_led led_at(const struct rig *rig, int half, int row, int place)
{
    struct test_led led = test_module_led(&rig->module, half, row, place % rig->module.places);
    led.x += place / rig->module.places * rig->module.columns;
    return led;
}

/* Each LED in each colour gives `of_a_step` ns of light for each step of it, and was reached. */
static void check_picture(const struct rig *rig, int64_t of_a_step, int64_t tolerance_ns,
                          const char *what)
{
    const struct test_module *module = &rig->module;
    for (int i = 0; i < module->halves * module->scan * rig->glass.columns; i++) {
        int place = i % rig->glass.columns;
        int row = i / rig->glass.columns % module->scan;
        int half = i / rig->glass.columns / module->scan;
        struct test_led led = led_at(rig, half, row, place);
        const uint8_t *rgb = frame_pixel(&rig->frame, led.x, led.y);
        for (int colour = 0; colour < 3; colour++) {
            int64_t wanted = light_of_value(rgb[colour]) * of_a_step;
            int64_t given = light_at(rig, half, row, place, colour);
            if (llabs(given - wanted) > tolerance_ns)
                fail_msg("%s: %d, %d, colour %d: %lld ns of light, not %lld", what, led.x, led.y,
                         colour, (long long)given, (long long)wanted);
        }
    }
    assert_string_equal(rig->glass.error, "");
}

static void check_panel(const char *model, const char *chip, unsigned seed)
{
    struct rig rig;
    rig_open(&rig, model, chip);
    set(&rig, "chain", rig.module.columns <= 64 ? "2" : "1");
    rig_build(&rig);
    fill_at_random(&rig.frame, seed);
    assert_int_equal(scan_start(&rig.scan), 0);
    assert_true(test_panel_is_told(&rig.glass));
    play_fixed(&rig, 1);
    check_picture(&rig, CALL_NS, 0, model);
    assert_int_equal(scan_darken(&rig.scan), 0);
    assert_true(test_panel_is_dark(&rig.glass));
    rig_close(&rig);
}

static void check_file(void *user, const struct data_file *file)
{
    check_panel(file->name, NULL, (unsigned)++*(int *)user);
}

static void every_panel_lights_led_by_led(void **state)
{
    (void)state;
    int count = 0;
    struct diag diag = {0};
    assert_true(panel_file_each(check_file, &count, &diag));
    assert_in_range(count, 40, 1000);
}

/* name, columns, rows: what other programs call it, and the LEDs of all places in order as a sum
 * (FNV-1a over y, x), made from those programs' own tables. */
struct mapping {
    const char *name;
    int columns, rows;
    uint64_t sum;
};

static const struct mapping mappings[] = {
    {"Stripe 32x32", 32, 32, UINT64_C(0x6c772c5640036b25)},
    {"Stripe 64x32", 64, 32, UINT64_C(0xefd375a84ff85ea5)},
    {"Stripe 64x64", 64, 64, UINT64_C(0x167cad73b3e3c725)},
    {"FlippedStripe 64x32", 64, 32, UINT64_C(0x22bc27042c6b5ea5)},
    {"Checkered 32x32", 32, 32, UINT64_C(0x8dcf79b7f61ca325)},
    {"Checkered 64x32", 64, 32, UINT64_C(0x47d70e786f80eaa5)},
    {"Spiral 32x32", 32, 32, UINT64_C(0xaa924da820176f25)},
    {"Spiral 32x16", 32, 16, UINT64_C(0x042b319a6ab3bfe5)},
    {"ZStripe 32x16", 32, 16, UINT64_C(0x9541a36ba33ca865)},
    {"ZStripe 64x32", 64, 32, UINT64_C(0x1d9b0afcc610d4a5)},
    {"ZnMirrorZStripe 32x16", 32, 16, UINT64_C(0x1873a593e8890aa5)},
    {"ZnMirrorZStripe 64x32", 64, 32, UINT64_C(0xea14791469127f25)},
    {"coreman 64x32", 64, 32, UINT64_C(0x2ead41d7f02613a5)},
    {"coreman 32x32", 32, 32, UINT64_C(0xeddbc8ecb6679725)},
    {"Kaler2Scan 32x16", 32, 16, UINT64_C(0x4e8886a9c80d4ea5)},
    {"ZStripeUneven 32x16", 32, 16, UINT64_C(0x24fdbc79ca2e3365)},
    {"ZStripeUneven 64x32", 64, 32, UINT64_C(0xf74f037552bd0ba5)},
    {"P10-128x4-Z 32x16", 32, 16, UINT64_C(0x9b26a7cee832b865)},
    {"QiangLiQ8 40x20", 40, 20, UINT64_C(0x37f67cf955e83b25)},
    {"InversedZStripe 32x16", 32, 16, UINT64_C(0x85cad63ded2fd9e5)},
    {"P10Outdoor1R1G1-1 16x16", 16, 16, UINT64_C(0xd0d046c48e1e2965)},
    {"P10Outdoor1R1G1-1 32x16", 32, 16, UINT64_C(0x5c4ade3dd44ba6e5)},
    {"P10Outdoor1R1G1-2 16x16", 16, 16, UINT64_C(0x9a3612cd73b87325)},
    {"P10Outdoor1R1G1-3 16x16", 16, 16, UINT64_C(0x0ab5de7a624280a5)},
    {"P10CoremanMapper 32x16", 32, 16, UINT64_C(0xac275806aabcfd25)},
    {"P8Outdoor1R1G1 40x20", 40, 20, UINT64_C(0x5988e28aab449915)},
    {"P10Outdoor32x16HalfScan 32x16", 32, 16, UINT64_C(0xf035013dd2ecf865)},
    {"P10Outdoor32x16QuarterScan 32x16", 32, 16, UINT64_C(0x691fdde5314e8b65)},
    {"P3Outdoor64x64 64x64", 64, 64, UINT64_C(0x358a0ebaf5cc7225)},
    {"DoubleZ 32x32", 32, 32, UINT64_C(0x21fa724c83a66025)},
    {"DoubleZ 64x32", 64, 32, UINT64_C(0xa31af2fbe5818da5)},
    {"P4Outdoor80x40 80x40", 80, 40, UINT64_C(0x64b41758ce38cd45)},
    {"FOUR_SCAN_16PX", 32, 16, UINT64_C(0x24fdbc79ca2e3365)},
    {"FOUR_SCAN_32PX", 64, 32, UINT64_C(0xefd375a84ff85ea5)},
    {"FOUR_SCAN_40PX", 80, 40, UINT64_C(0xad81ca2f4c20dfc5)},
    {"40_80PX_HFARCAN", 80, 40, UINT64_C(0xe412e826aed286c5)},
    {"40_80PX_ZIGZAG8", 80, 40, UINT64_C(0x64b41758ce38cd45)},
    {"FOUR_SCAN_64PX", 64, 64, UINT64_C(0x167cad73b3e3c725)},
};

static uint64_t sum_of(const struct test_module *module)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    for (int i = 0; i < module->columns * module->rows; i++) {
        const int bytes[2] = {module->led[i].y, module->led[i].x};
        for (int k = 0; k < 2; k++)
            sum = (sum ^ (uint64_t)bytes[k]) * UINT64_C(0x100000001b3);
    }
    return sum;
}

static void every_mapping_of_others_is_there(void **state)
{
    (void)state;
    size_t count = sizeof mappings / sizeof *mappings;
    assert_int_equal(count, 38);
    for (size_t i = 0; i < count; i++) {
        struct panel_file file;
        struct test_module module;
        struct diag diag = {0};
        if (!panel_file_read(&file, mappings[i].name, &diag))
            fail_msg("%s", diag.messages[0].text);
        assert_true(test_module_read(&module, file.name));
        assert_int_equal(module.columns, mappings[i].columns);
        assert_int_equal(module.rows, mappings[i].rows);
        if (sum_of(&module) != mappings[i].sum)
            fail_msg("%s: other LEDs than the program of that name has", mappings[i].name);
        test_module_finish(&module);
        panel_file_finish(&file);
    }
}

struct names {
    char *list[512];
    size_t count;
};

static void add_panel_names(void *user, const struct data_file *data)
{
    struct names *names = user;
    struct panel_file file;
    struct diag diag = {0};
    assert_true(panel_file_read(&file, data->name, &diag));
    names->list[names->count++] = strdup(file.name);
    for (size_t i = 0; i < file.aliases.count; i++)
        names->list[names->count++] = strdup(file.aliases.names[i]);
    panel_file_finish(&file);
}

static void no_name_means_two_panels(void **state)
{
    (void)state;
    struct names names = {0};
    struct diag diag = {0};
    assert_true(panel_file_each(add_panel_names, &names, &diag));
    for (size_t i = 0; i < names.count; i++)
        for (size_t k = 0; k < i; k++)
            if (strcasecmp(names.list[i], names.list[k]) == 0)
                fail_msg("%s is two panels", names.list[i]);
    for (size_t i = 0; i < names.count; i++)
        free(names.list[i]);
}

/* Keys say it where no file does: any row selection on any panel that can have it. */
static void check_select(enum test_select select)
{
    static const char *const models[] = {"64x64", "p10-32x16-half", "64x32", "qiangli-q8-40x20"};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        struct rig rig;
        rig_open(&rig, models[i], NULL);
        bool fits = (select != SELECT_LINE || rig.module.scan <= 4) &&
                    (select != SELECT_SM5266 || rig.module.scan % 8 == 0);
        rig.module.select = select;
        set(&rig, "select", fits ? test_select_name(select) : "default");
        rig.module.select = fits ? select : SELECT_BINARY;
        rig_build(&rig);
        fill_at_random(&rig.frame, (unsigned)(i + 1));
        assert_int_equal(scan_start(&rig.scan), 0);
        play_fixed(&rig, 2);
        check_picture(&rig, 2 * (int64_t)CALL_NS, 0, test_select_name(select));
        rig_close(&rig);
    }
}

static void every_row_selection_chooses_its_row(void **state)
{
    (void)state;
    for (int select = 0; select < TEST_SELECTS; select++)
        check_select((enum test_select)select);
}

/* A picture of which most rows are blank, by the plan: rows that are passed over. */
static void check_planned(enum test_select select)
{
    struct rig rig;
    struct plan_step step;
    rig_open(&rig, "64x64", NULL);
    set(&rig, "select", test_select_name(select));
    rig.module.select = select;
    rig_build(&rig);
    struct scene *scene = scene_create(64, 64, 0);
    for (int y = 3; y < 64; y += 13)
        scene_add_zone(scene, y / 2, y, 20, 2, NULL)->background =
            (struct config_colour){255, 0, 0};
    const struct lines_cost cost = {.call_ns = CALL_NS};
    struct plan *plan = plan_create(rig.panel, &rig.config.panel, cost);
    plan_step_init(&step, plan);
    plan_scene(plan, scene);
    scene_draw(scene, 0, &rig.frame);
    plan_step_fill(&step, plan, &rig.frame);
    assert_int_equal(scan_start(&rig.scan), 0);
    int64_t begin_ns = rig.lines.now_ns;
    for (int i = 0; i < PLAN_PHASES; i++)
        scan_refresh(&rig.scan, &step.phases[(unsigned)i % step.count], rig.lines.now_ns);
    test_panel_until(&rig.glass, rig.lines.now_ns);
    int64_t unit_ns = plan_report(plan)->unit_ns;
    check_picture(&rig, PLAN_PHASES * unit_ns / LIGHT_FULL, unit_ns / 20, test_select_name(select));
    /* What the row types cost was counted. */
    assert_true(rig.lines.now_ns - begin_ns <= PLAN_PHASES * plan_report(plan)->period_ns);
    plan_step_finish(&step);
    plan_destroy(plan);
    scene_unref(scene);
    rig_close(&rig);
}

static void rows_that_are_blank_are_passed_over(void **state)
{
    (void)state;
    for (int select = 0; select < TEST_SELECTS; select++)
        if (select != SELECT_LINE)
            check_planned((enum test_select)select);
}

static void check_chip(void *user, const struct data_file *data)
{
    struct chip_file chip;
    struct diag diag = {0};
    assert_true(chip_file_read(&chip, data->name, &diag));
    if (!chip.refused) {
        check_panel("64x32", chip.name, 3);
        check_panel("p10-32x16-quarter", chip.name, 4);
        ++*(int *)user;
    }
    chip_file_finish(&chip);
}

static void every_chip_is_told_bit_by_bit(void **state)
{
    (void)state;
    int count = 0;
    struct diag diag = {0};
    assert_true(chip_file_each(check_chip, &count, &diag));
    assert_in_range(count, 5, 100);
}

/* The panel's own supply fails and comes back; the lines stay. */
static void chips_are_told_again(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, "64x64-token", "fm6126a");
    rig_build(&rig);
    fill_at_random(&rig.frame, 8);
    scan_start(&rig.scan);
    test_panel_become(&rig.glass, &rig.module);
    play_fixed(&rig, 1);
    assert_false(test_panel_is_told(&rig.glass));
    rig.lines.now_ns += SCAN_AGAIN_NS;
    play_fixed(&rig, 1);
    assert_true(test_panel_is_told(&rig.glass));
    rig.glass.error[0] = '\0'; /* what its rows held when the power came */
    test_panel_reset_light(&rig.glass);
    play_fixed(&rig, 1);
    check_picture(&rig, CALL_NS, 0, "told again");
    rig_close(&rig);
}

static void plain_panels_are_not_disturbed(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, "64x32", NULL);
    rig_build(&rig);
    scan_start(&rig.scan);
    play_fixed(&rig, 1);
    unsigned long calls = rig.lines.calls;
    play_fixed(&rig, 1);
    unsigned long one = rig.lines.calls - calls;
    rig.lines.now_ns += SCAN_AGAIN_NS;
    play_fixed(&rig, 1);
    assert_int_equal(rig.lines.calls - calls, 2 * one);
    rig_close(&rig);
}

/* A panel's own file, with all that no shipped panel has. */
static void own_panels_may_be_inverted_and_take_falling_clocks(void **state)
{
    (void)state;
    static const char text[] =
        "title = \"t\";\nsource = \"s\";\ntested = \"no\";\npicture = \"p\";\ncolumns = 32;\n"
        "rows = 24;\nscan = 3;\nmap = \"16 right to left: [9 -][0 +]; 8: [3 +] 6[7..0]\";\n"
        "select = \"line\";\norder = \"BRG\";\ninverse = true;\n"
        "writes = (\n    { bits = 0x1234; latch = 5; }\n);\nlatch_clocks = 3;\n"
        "clock = \"falling\";\n";
    char path[] = "/tmp/motograph-zoo-XXXXXX";
    struct rig rig = {0};
    int fd = mkstemp(path);
    assert_true(write(fd, text, sizeof text - 1) == sizeof text - 1);
    configuration_init(&rig.config);
    set(&rig, "model", path);
    assert_true(test_module_parse(&rig.module, text));
    rig_build(&rig);
    fill_at_random(&rig.frame, 12);
    assert_int_equal(scan_start(&rig.scan), 0);
    assert_true(test_panel_is_told(&rig.glass));
    play_fixed(&rig, 2);
    check_picture(&rig, 2 * (int64_t)CALL_NS, 0, path);
    scan_darken(&rig.scan);
    assert_true(test_panel_is_dark(&rig.glass));
    rig_close(&rig);
    close(fd);
    unlink(path);
}

/* Of a panel's own file by its path; what it must show is read from the same text. */
static void check_own_file(const char *path, unsigned seed)
{
    struct rig rig = {0};
    char sentence[64];
    configuration_init(&rig.config);
    set(&rig, "model", path);
    if (!test_module_read(&rig.module, path))
        fail_msg("seed %u: the tests' own reader can't read it", seed);
    set(&rig, "chain", seed % 3 || rig.module.columns > 128 ? "1" : "2");
    rig_build(&rig);
    fill_at_random(&rig.frame, seed);
    assert_int_equal(scan_start(&rig.scan), 0);
    snprintf(sentence, sizeof sentence, "seed %u", seed);
    if (!test_panel_is_told(&rig.glass))
        fail_msg("%s: its chips were not told", sentence);
    play_fixed(&rig, 1);
    check_picture(&rig, CALL_NS, 0, sentence);
    assert_int_equal(scan_darken(&rig.scan), 0);
    assert_true(test_panel_is_dark(&rig.glass));
    rig_close(&rig);
}

static void panels_drawn_by_seed_light_as_their_text_says(void **state)
{
    (void)state;
    const unsigned seeds = getenv("FULL") ? 5000 : 40;
    char path[] = "/tmp/motograph-zoo-XXXXXX";
    close(mkstemp(path));
    for (unsigned seed = 1; seed <= seeds; seed++) {
        FILE *file = fopen(path, "w");
        random_panel_write(file, seed);
        fclose(file);
        check_own_file(path, seed);
    }
    unlink(path);
}

/* One replaced panel of three has its colours exchanged. */
static void a_panel_may_have_an_order_of_its_own(void **state)
{
    (void)state;
    struct rig rig;
    struct diag diag = {0};
    rig_open(&rig, "stripe-32x32", NULL);
    set(&rig, "chain", "3");
    assert_true(configuration_set(&rig.config, "panels=( { }, { order = \"GBR\"; } )", &diag));
    rig_build(&rig);
    fill_at_random(&rig.frame, 5);
    scan_start(&rig.scan);
    play_fixed(&rig, 1);
    for (int i = 0; i < rig.module.scan * 2 * rig.glass.columns; i++) {
        int place = i % rig.glass.columns;
        int row = i / rig.glass.columns % rig.module.scan;
        int half = i / rig.glass.columns / rig.module.scan;
        struct test_led led = led_at(&rig, half, row, place);
        const uint8_t *rgb = frame_pixel(&rig.frame, led.x, led.y);
        /* The second from the connector, which is at the right, is the middle one. */
        const char *order = place / rig.module.places == 1 ? "GBR" : "RGB";
        for (int line = 0; line < 3; line++) {
            int colour = (int)(strchr("RGB", order[line]) - "RGB");
            assert_int_equal(test_panel_lit_ns(&rig.glass, row, place, 0, half * 3 + line),
                             light_of_value(rgb[colour]) * CALL_NS);
        }
    }
    rig_close(&rig);
}

/* What is seen in a mirror is the picture. */
static void a_wall_may_be_mirrored(void **state)
{
    (void)state;
    static const char *const mirrors[] = {"horizontal", "vertical"};
    for (int i = 0; i < 2; i++) {
        struct rig rig;
        rig_open(&rig, "32x16", NULL);
        set(&rig, "mirror", mirrors[i]);
        rig_build(&rig);
        fill_at_random(&rig.frame, 6);
        struct frame seen;
        frame_init(&seen, 32, 16);
        for (int y = 0; y < 16; y++)
            for (int x = 0; x < 32; x++)
                memcpy(seen.rgb + (y * 32 + x) * 3,
                       frame_pixel(&rig.frame, i == 0 ? 31 - x : x, i == 1 ? 15 - y : y), 3);
        scan_start(&rig.scan);
        play_fixed(&rig, 1);
        struct frame drawn = rig.frame;
        rig.frame = seen;
        check_picture(&rig, CALL_NS, 0, mirrors[i]);
        rig.frame = drawn;
        frame_finish(&seen);
        rig_close(&rig);
    }
}

/* Where the panel with a number hangs is where its registers light. */
static void a_panel_hangs_where_its_leds_are(void **state)
{
    (void)state;
    for (int turn = 0; turn < 4 * 3 * 2; turn++) {
        const int rotations[] = {0, 90, 180, 270};
        struct config_panel config = {.rows = 16,
                                      .columns = 32,
                                      .chain = 4,
                                      .parallel = 2,
                                      .fold = 2,
                                      .serpentine = turn / 12,
                                      .rotation = rotations[turn % 4],
                                      .mirror = (enum config_mirror)(turn / 4 % 3)};
        assert_true(panel_wire_by_keys(&config));
        for (int i = 0; i < 8 * 32 * 8 * 2; i++) {
            int lane = i / (4 * 32) % 2;
            int column = i % (4 * 32);
            struct geometry_rectangle place = geometry_panel(&config, lane, 3 - column / 32);
            struct geometry_point p = geometry_pixel(&config, i / 256 % 8, column, lane, i / 2048);
            assert_in_range(p.x, place.x, place.x + place.width - 1);
            assert_in_range(p.y, place.y, place.y + place.height - 1);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Each shipped panel lights LED by LED as its file says, two in a chain",
             every_panel_lights_led_by_led),
        TEST("The 38 mappings of other programs are there by their names, LED by LED",
             every_mapping_of_others_is_there),
        TEST("No name or alias means two panels", no_name_means_two_panels),
        TEST("Each row selection chooses its row, also on panels whose file has another",
             every_row_selection_chooses_its_row),
        TEST("Blank rows are passed over by the plan, and what rows cost is counted",
             rows_that_are_blank_are_passed_over),
        TEST("Each chip hears its start sequence bit by bit, and lights then",
             every_chip_is_told_bit_by_bit),
        TEST("A panel whose power came back is told again within minutes, in the dark",
             chips_are_told_again),
        TEST("A panel's own file may invert colours, take falling clocks, latch over three",
             own_panels_may_be_inverted_and_take_falling_clocks),
        TEST("Panels whose files are drawn by seed light LED by LED as their text says",
             panels_drawn_by_seed_light_as_their_text_says),
        TEST("One panel of a chain may have an order of its own",
             a_panel_may_have_an_order_of_its_own),
        TEST("A mirrored wall shows the picture in the mirror", a_wall_may_be_mirrored),
        TEST("A panel's number hangs where its LEDs are, folded, turned, mirrored",
             a_panel_hangs_where_its_leds_are),
        TEST("A plain panel gets no call more for it", plain_panels_are_not_disturbed),
    };
    return cmocka_run_group_tests_name("hub75/zoo", tests, NULL, NULL);
}
