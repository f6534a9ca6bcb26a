/* What the Pico's state machines are given for panels of their own kinds: rows that are clocked in,
 * played into a panel that knows what its rows want, and single panels of another order of colours.
 */
#include "slots.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "config/panel_ranges.h"
#include "hub75/geometry.h"
#include "memory_map.h"
#include "planes.h"
#include "test_panel.h"

#define MEMORY (222 * 1024)
#define CLOCK_HZ 125000000
#define COLUMNS 64

struct rig {
    uint8_t *memory;
    struct wire_config config;
    struct device_wall wall;
    struct pass pass;
    struct pass_light light;
};

static void flip(void *user, int frame)
{
    (void)user;
    (void)frame;
}

static enum wire_result build(struct rig *rig, struct config_panel panel, int brightness)
{
    panel.columns = COLUMNS;
    assert_true(panel_wire_by_keys(&panel));
    *rig = (struct rig){
        .config = {.wiring = panel.wiring,
                   .fold = 1,
                   .chain = (uint16_t)panel.chain,
                   .planes = 8,
                   .brightness = (uint8_t)brightness,
                   .pixel_cycles = 6,
                   .dark_after_ms = 2000},
    };
    memcpy(rig->config.orders, panel.orders, sizeof rig->config.orders);
    rig->memory = malloc(MEMORY);
    device_wall_init(&rig->wall, rig->memory, MEMORY, (struct scan_control){.flip = flip});
    enum wire_result result = memory_map_configure(&rig->wall, &rig->config);
    if (result != WIRE_DONE)
        return result;
    rig->pass = device_wall_pass(&rig->wall, CLOCK_HZ);
    rig->light = pass_light(&rig->pass);
    slots_fill(&rig->wall, &rig->pass, &rig->light);
    return result;
}

/* The lines' levels, then, as the state machine does it, half a step's time for each. */
static void set_lines(struct test_panel *glass, uint32_t levels)
{
    test_panel_call(glass, glass->now_ns + 1);
    for (int line = 0; line < 5; line++)
        test_panel_set(glass, (enum test_line)(LINE_A + line), levels >> line & 1, glass->now_ns);
}

/* One slot of words; returns what is behind it. */
static const uint32_t *play_slot(struct test_panel *glass, const uint32_t *word, uint32_t *lit)
{
    uint32_t steps = *word & 0xff;
    *lit = *word++ >> SLOTS_COUNT_BITS;
    for (uint32_t i = 0; i < steps; i++)
        set_lines(glass, word[i / 4] >> (8 * (i % 4)) & 0x1f);
    assert_int_equal(steps % 4, 0);
    return word + steps / 4;
}

static void play(const struct rig *rig, struct test_panel *glass, bool flushed)
{
    const uint32_t *word = rig->wall.slots;
    for (int turn = 0; turn < pass_turns(&rig->pass); turn++)
        for (int row = 0; row < rig->wall.scan_rows; row++)
            for (int plane = 0; plane < rig->wall.planes; plane++) {
                uint32_t lit;
                word = play_slot(glass, word, &lit);
                assert_int_equal(lit, pass_lit_cycles(&rig->pass, &rig->light, row, plane, turn));
                if (flushed)
                    assert_int_equal(test_panel_rows(glass), 1u << row);
            }
    assert_int_equal(word - rig->wall.slots, slots_words(&rig->config));
}

static void check_rows(enum config_select select, enum test_select wanted, int scan, int brightness)
{
    struct rig rig;
    struct test_panel glass;
    struct test_module module = {.select = wanted, .latch_clocks = 1};
    assert_int_equal(
        build(&rig,
              (struct config_panel){.rows = 2 * scan, .scan = scan, .chain = 2, .select = select},
              brightness),
        WIRE_DONE);
    test_panel_init(&glass, scan, 2 * COLUMNS, 1);
    test_panel_become(&glass, &module);
    play(&rig, &glass, false); /* what the register held goes out of it */
    play(&rig, &glass, true);
    play(&rig, &glass, true);
    test_panel_finish(&glass);
    free(rig.memory);
}

static void rows_that_are_clocked_in_come_in_order_pass_after_pass(void **state)
{
    (void)state;
    static const struct {
        enum config_select select;
        enum test_select wanted;
        int least; /* scan rows: an SM5266 has eight outputs */
    } kinds[] = {
        {CONFIG_SELECT_AB, SELECT_AB, 2},
        {CONFIG_SELECT_ABC, SELECT_ABC, 2},
        {CONFIG_SELECT_SM5266, SELECT_SM5266, 8},
        {CONFIG_SELECT_TOKEN, SELECT_TOKEN, 2},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (int scan = kinds[i].least; scan <= 32; scan *= 2) {
            check_rows(kinds[i].select, kinds[i].wanted, scan, 100);
            check_rows(kinds[i].select, kinds[i].wanted, scan, 7);
        }
}

static void the_memory_has_room_for_their_levels(void **state)
{
    (void)state;
    struct rig rig;
    struct config_panel panel = {.rows = 64, .scan = 32, .chain = 4, .select = CONFIG_SELECT_AB};
    assert_int_equal(build(&rig, panel, 50), WIRE_DONE);
    size_t used = MEMORY - 2 * rig.wall.arena_size;
    assert_true(used > slots_words(&rig.config) * sizeof(uint32_t));
    free(rig.memory);
}

/* A place's byte on a panel of another order: what lights red is where its own order says. */
static unsigned byte_of(enum config_order order, int colour, int half)
{
    int channel_of[3];
    geometry_channels(order, channel_of);
    return 1u << (channel_of[colour] + 3 * half);
}

/* The wall's pixels of one primary colour each, upper half and lower half different ones. */
static void paint(struct rig *rig)
{
    static const uint8_t primary[][3] = {{0}, {255, 0, 0}, {0, 255, 0}, {0, 0, 255}};
    for (int number = 0; number < 4; number++)
        planes_know_colour(&rig->wall, number, primary[number]);
    for (int y = 0; y < rig->wall.height; y++)
        for (int x = 0; x < rig->wall.width; x++)
            rig->wall.canvas[y * rig->wall.width + x] =
                (uint8_t)(1 + (x + (y >= rig->wall.height / 2)) % 3);
    planes_make(&rig->wall, rig->wall.frames[1]);
}

static void each_panel_gets_its_own_order_of_colours(void **state)
{
    (void)state;
    struct rig rig;
    struct config_panel panel = {.rows = 32, .chain = 3};
    panel.orders[0] = 1 + CONFIG_ORDER_GBR;
    panel.orders[2] = 1 + CONFIG_ORDER_BGR;
    assert_int_equal(build(&rig, panel, 100), WIRE_DONE);
    paint(&rig);
    const struct device_wall *wall = &rig.wall;
    for (int row = 0; row < wall->scan_rows; row++)
        for (int column = 0; column < wall->columns; column++) {
            /* The chain begins at the right. */
            enum config_order order = column >= 2 * COLUMNS ? CONFIG_ORDER_GBR
                                      : column >= COLUMNS   ? CONFIG_ORDER_RGB
                                                            : CONFIG_ORDER_BGR;
            unsigned wanted = byte_of(order, column % 3, 0) | byte_of(order, (column + 1) % 3, 1);
            const uint8_t *place = wall->frames[1] + row * wall->planes * wall->columns + column;
            uint8_t rgb[2][3] = {{0}};
            rgb[0][column % 3] = rgb[1][(column + 1) % 3] = 255;
            planes_put_place(wall, (uint32_t)(row * wall->columns + column),
                             (const uint8_t(*)[3])rgb, wall->frames[0]);
            for (int plane = 0; plane < wall->planes; plane++) {
                assert_int_equal(place[plane * wall->columns], wanted);
                assert_int_equal(place[plane * wall->columns + wall->frames[0] - wall->frames[1]],
                                 wanted);
            }
        }
    free(rig.memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Rows that are clocked in come in order, pass after pass",
             rows_that_are_clocked_in_come_in_order_pass_after_pass),
        TEST("The memory has room for the levels that clock rows in",
             the_memory_has_room_for_their_levels),
        TEST("Each panel of the Pico's chain gets its own order of colours",
             each_panel_gets_its_own_order_of_colours),
    };
    return cmocka_run_group_tests_name("slots", tests, NULL, NULL);
}
