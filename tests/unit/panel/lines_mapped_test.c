/* Lines that are set in registers, on a file in place of the device that maps them: after each call
 * the two registers are read from the file as the chip's manual has them, and fed to a test panel.
 * libgpiod, which holds the lines, is the fake of version 2. */
#include "fake_chip.h"

#define GPIOD_DEVICES fake_devices
#define GPIOD_IOCTL fake_ioctl
#define GPIOD_CLOSE fake_close
#include "../../../src/panel/kernel_lines.c"
#include "../../../src/panel/lines_gpiod_v2.c"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "../../../src/panel/lines_mapped.h"
#include "../../../src/panel/registers.h"
#include "check.h"
#include "config/panel_keys.h"
#include "fixed_scan.h"
#include "gpiod_v2/fake.c.inc"
#include "hub75/light.h"
#include "hub75/scan.h"
#include "module.h"

#define WRITE_NS 20
#define CALL_NS (2 * WRITE_NS) /* of set(), at most */
#define UNIT_NS 100            /* of light: the shortest plane of the fixed scan */

/* Where the registers are, in words of the device, by the manuals: BCM2835 ARM Peripherals, 6.1;
 * RP1 Peripherals, 2.4 (bits are set 0x2000 and cleared 0x3000 above a register) and 3.3 (sys_rio0
 * is 0x10000 above io_bank0, where the device begins). */
static const struct chip_case {
    const char *label, *device;
    size_t size, set, clear;
} cases[] = {
    {"pinctrl-bcm2835", "gpiomem", 0x1000, 0x1c / 4, 0x28 / 4},
    {"pinctrl-bcm2711", "gpiomem", 0x1000, 0x1c / 4, 0x28 / 4},
    {"pinctrl-rp1", "gpiomem0", 0x30000, (0x10000 + 0x2000) / 4, (0x10000 + 0x3000) / 4},
};

/* A wall whose lines are registers. */
struct rig {
    struct lines watched; /* sets the mapped ones, and looks what became of the registers */
    const struct chip_case *chip;
    struct board board;
    struct diag diag;
    uint64_t used;
    struct lines *held, *mapped;
    uint32_t *device;
    char path[64];
    int line_at[32]; /* enum test_line of each bit; -1: nothing */
    struct test_panel glass;
    int64_t now_ns;
    uint64_t writes;
};

static void change(struct rig *rig, uint32_t pins, bool level)
{
    if (pins == 0)
        return;
    rig->writes++;
    test_panel_call(&rig->glass, rig->now_ns);
    for (int bit = 0; bit < 32; bit++)
        if (pins >> bit & 1) {
            assert_true(rig->line_at[bit] >= 0);
            test_panel_set(&rig->glass, (enum test_line)rig->line_at[bit], level, rig->now_ns);
        }
    rig->now_ns += WRITE_NS;
}

static int watched_set(struct lines *lines, uint64_t mask, uint64_t bits)
{
    struct rig *rig = (struct rig *)lines;
    int error = lines_set(rig->mapped, mask, bits);
    uint32_t falling = rig->device[rig->chip->clear];
    uint32_t rising = rig->device[rig->chip->set];
    rig->device[rig->chip->clear] = rig->device[rig->chip->set] = 0;
    change(rig, falling, false);
    change(rig, rising, true);
    return error;
}

static int64_t watched_now_ns(struct lines *lines)
{
    return ((const struct rig *)lines)->now_ns;
}

static void watched_wait_until(struct lines *lines, int64_t t_ns)
{
    struct rig *rig = (struct rig *)lines;
    rig->now_ns = t_ns > rig->now_ns ? t_ns : rig->now_ns;
}

static const struct lines_ops watched_ops = {watched_set, watched_now_ns, watched_wait_until,
                                             watched_wait_until, NULL};

static void make_device(struct rig *rig)
{
    snprintf(rig->path, sizeof rig->path, "%s/%s", fake_devices, rig->chip->device);
    int fd = open(rig->path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, (off_t)rig->chip->size), 0);
    rig->device = mmap(NULL, rig->chip->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_true(rig->device != MAP_FAILED);
    close(fd);
}

/* The board's chip has that label; its lines are held. */
static void rig_open(struct rig *rig, const struct chip_case *chip, int columns)
{
    *rig = (struct rig){.watched.ops = &watched_ops, .chip = chip};
    assert_true(board_read(&rig->board, "regular", &rig->diag));
    fake_world_reset(&rig->board, 16, columns, 3);
    fake_world.chips[0].label = chip->label;
    memset(rig->line_at, -1, sizeof rig->line_at);
    for (int line = 0; line < BOARD_LINES; line++) {
        rig->used |= BIT(line);
        rig->line_at[rig->board.pins[line].offset] =
            fake_world.chips[0].lines[rig->board.pins[line].offset].connected;
    }
    make_device(rig);
    rig->held = lines_gpiod_prepare(&rig->board, false, &rig->diag);
    assert_non_null(rig->held);
    assert_true(lines_gpiod_request(rig->held, rig->used, "test", &rig->diag));
    rig->mapped = lines_mapped_open(rig->held, rig->used, &rig->diag);
    test_panel_init(&rig->glass, 16, columns, 3);
}

static void rig_close(struct rig *rig)
{
    lines_close(rig->mapped);
    lines_close(rig->held);
    munmap(rig->device, rig->chip->size);
    unlink(rig->path);
    test_panel_finish(&rig->glass);
    board_finish(&rig->board);
    diag_finish(&rig->diag);
    fake_world_finish();
}

static void draw_at_random(struct frame *frame)
{
    srand(3);
    for (int i = 0; i < frame->width * frame->height * 3; i++)
        frame->rgb[i] = rand() % 3 ? (uint8_t)rand() : 0;
}

/* Each LED's light, to an accuracy of a call for each plane. */
static void check_light(const struct rig *rig, const struct config_panel *config,
                        const struct frame *frame)
{
    for (int y = 0; y < frame->height; y++)
        for (int x = 0; x < frame->width; x++)
            for (int colour = 0; colour < 3; colour++) {
                struct module_place p = module_place(config, x, y);
                int64_t lit_ns =
                    test_panel_lit_ns(&rig->glass, p.row, p.column, p.lane, p.half * 3 + colour);
                int64_t wanted_ns =
                    (int64_t)light_of_value(frame_pixel(frame, x, y)[colour]) * UNIT_NS;
                if (llabs(lit_ns - wanted_ns) > LIGHT_BITS * CALL_NS)
                    fail_msg("%d, %d, colour %d: %lld ns, not %lld", x, y, colour,
                             (long long)lit_ns, (long long)wanted_ns);
            }
}

static void shows_all_planes(const struct chip_case *chip)
{
    const struct config_panel config = {.rows = 32,
                                        .columns = 64,
                                        .chain = 1,
                                        .parallel = 3,
                                        .fold = 1,
                                        .refresh_hz = 100,
                                        .brightness = 100};
    struct rig rig;
    struct fixed_scan fixed;
    struct frame frame;
    struct scan scan;
    rig_open(&rig, chip, 64);
    assert_non_null(rig.mapped);
    struct panel *panel = panel_create(&config, &rig.diag);
    fixed_scan_init(&fixed, panel);
    frame_init(&frame, panel->width_px, panel->height_px);
    draw_at_random(&frame);
    fixed_scan_fill(&fixed, &frame, UNIT_NS, WRITE_NS);
    scan_init(&scan, &rig.watched, panel, WRITE_NS);
    assert_int_equal(scan_start(&scan), 0);
    test_panel_reset_light(&rig.glass);
    assert_int_equal(scan_refresh(&scan, &fixed.slots, rig.now_ns), 0);
    test_panel_until(&rig.glass, rig.now_ns);
    check_light(&rig, &config, &frame);
    assert_int_equal(scan_darken(&scan), 0);
    assert_true(test_panel_is_dark(&rig.glass));
    assert_string_equal(rig.glass.error, "");
    for (size_t word = 0; word < chip->size / sizeof *rig.device; word++)
        assert_int_equal(rig.device[word], 0); /* nothing else was written */
    frame_finish(&frame);
    fixed_scan_finish(&fixed);
    panel_destroy(panel);
    rig_close(&rig);
}

static void each_chip_shows_all_planes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        shows_all_planes(&cases[i]);
}

static void a_column_is_three_writes_at_most(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &cases[0], 16);
    lines_set(&rig.watched, 0x3f | BIT(BOARD_CLK), 0x2a);
    lines_set(&rig.watched, BIT(BOARD_CLK), BIT(BOARD_CLK));
    assert_int_equal(rig.writes, LINES_COLUMN_WRITES);
    rig_close(&rig);
}

static void the_cost_is_measured_and_the_lines_stay_low(void **state)
{
    (void)state;
    struct rig rig;
    struct lines_cost cost = {0};
    rig_open(&rig, &cases[2], 16);
    const int pulses_ns[] = {0, 20, 1000};
    for (size_t i = 0; i < sizeof pulses_ns / sizeof *pulses_ns; i++) {
        lines_mapped_settle(rig.mapped, pulses_ns[i], &cost);
        assert_true(cost.registers && cost.call_ns > 0);
        assert_int_equal(lines_cost_calls(&cost, 0x3f | BIT(BOARD_CLK)), 2);
    }
    /* The last write lets fall the clock, and no data is high. */
    assert_true(rig.device[cases[2].clear] & 1u << rig.board.pins[BOARD_CLK].offset);
    rig_close(&rig);
}

static void after_a_crash_no_register_is_written(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &cases[0], 16);
    lines_gpiod_crash(rig.held);
    assert_int_equal(fake_world.panel.levels[LINE_OE], 1); /* by the kernel */
    assert_int_equal(lines_set(&rig.watched, BIT(BOARD_OE), 0), -ECANCELED);
    assert_int_equal(rig.writes, 0);
    rig_close(&rig);
}

static void another_chip_is_told(void **state)
{
    (void)state;
    struct registers registers;
    struct diag diag = {0};
    assert_false(registers_open(&registers, fake_devices, "gpio4", &diag));
    assert_null(registers.memory);
    assert_non_null(strstr(diag.messages[0].text, "GPIO chip gpio4 are not known"));
    assert_non_null(strstr(diag.messages[0].text, "panel.fast = \"off\""));
    diag_finish(&diag);
}

static void a_missing_device_is_told(void **state)
{
    (void)state;
    struct rig rig;
    struct diag diag = {0};
    rig_open(&rig, &cases[2], 16);
    unlink(rig.path);
    assert_null(lines_mapped_open(rig.held, rig.used, &diag));
    assert_non_null(strstr(diag.messages[0].text, "there is no "));
    assert_non_null(strstr(diag.messages[0].text, "/gpiomem0"));
    diag_finish(&diag);
    rig_close(&rig);
}

static void a_line_in_another_bank_is_told(void **state)
{
    (void)state;
    struct rig rig;
    struct diag diag = {0};
    rig_open(&rig, &cases[2], 16);
    lines_close(rig.mapped);
    ((struct lines_gpiod *)rig.held)->offsets[BOARD_E] = 30; /* RP1's second bank */
    rig.mapped = lines_mapped_open(rig.held, rig.used, &diag);
    assert_null(rig.mapped);
    assert_non_null(strstr(diag.messages[0].text, "line 30 of pinctrl-rp1 (E)"));
    diag_finish(&diag);
    rig_close(&rig);
}

static bool board_suits(const char *name, uint64_t used)
{
    struct diag diag = {0};
    struct board board;
    assert_true(board_read(&board, name, &diag));
    bool suits = registers_suit(&board, used);
    board_finish(&board);
    return suits;
}

static void boards_of_the_raspberry_pi_have_registers(void **state)
{
    const uint64_t first_lane = BIT(BOARD_LANE2) - 1;
    (void)state;
    assert_true(board_suits("regular", first_lane));
    assert_true(board_suits("adafruit-hat", first_lane));
    assert_false(board_suits("beaglebone-black", first_lane & ~BIT(BOARD_E)));
    assert_false(board_suits("rock-pi-4", first_lane));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Registers of each chip show all planes of a picture, and nothing else is written",
             each_chip_shows_all_planes),
        TEST("A column is three writes at most", a_column_is_three_writes_at_most),
        TEST("What a write costs is measured, and the clock is low then",
             the_cost_is_measured_and_the_lines_stay_low),
        TEST("After a crash no register is written", after_a_crash_no_register_is_written),
        TEST("A chip whose registers are not known is told", another_chip_is_told),
        TEST("Where no device maps the registers, it is said what to do", a_missing_device_is_told),
        TEST("A line in another bank of registers is told", a_line_in_another_bank_is_told),
        TEST("Boards of the Raspberry Pi have registers, others do not",
             boards_of_the_raspberry_pi_have_registers),
    };
    if (!fake_devices_make())
        return 1;
    int failed = cmocka_run_group_tests_name("panel/lines_mapped", tests, NULL, NULL);
    fake_devices_remove();
    return failed;
}
