/* The gpiod output on a fake of libgpiod 1. This file's lines_gpiod_prepare takes
 * the place of the library's, whichever version that was built for; the Makefile
 * lets <gpiod.h> mean tests/support/gpiod_v1. */
#include "fake_chip.h"

#define GPIOD_DEVICES fake_devices
#define GPIOD_IOCTL fake_ioctl
#define GPIOD_CLOSE fake_close
#include "../../../src/panel/kernel_lines.c"
#include "../../../src/panel/lines_gpiod_v1.c"
#include "check.h"
#include "gpiod_tests.h"
#include "gpiod_v1/fake.c.inc"

static struct lines_cost best(int64_t call_ns, int64_t line_ns)
{
    const uint64_t used = (UINT64_C(1) << BOARD_LANE2) - 1;
    struct lines_cost cost = {.call_ns = call_ns, .line_ns = line_ns};
    struct diag diag = {0};
    struct board board;
    assert_true(board_read(&board, "adafruit-hat", &diag));
    lines_gpiod_cost(LINES_BY_LIBRARY, &board, used, 64, &cost);
    uint64_t all = 0;
    for (int i = 0; i < cost.group_count; i++) {
        assert_int_equal(all & cost.groups[i], 0);
        all |= cost.groups[i];
    }
    assert_int_equal(all, used);
    board_finish(&board);
    return cost;
}

static void the_handles_are_as_many_as_pay(void **state)
{
    (void)state;
    assert_int_equal(best(1500, 0).group_count, 1);
    assert_int_equal(best(1500, 100).group_count, 2);
    assert_int_equal(best(500, 500).group_count, 3);
}

static void each_grouping_sets_the_same_levels(void **state)
{
    (void)state;
    const uint64_t used = (UINT64_C(1) << BOARD_LANE2) - 1;
    struct diag diag = {0};
    struct board board;
    assert_true(board_read(&board, "adafruit-hat", &diag));
    fake_world_reset(&board, 16, 64, 1);
    struct lines *lines = lines_gpiod_prepare(&board, true, &diag);
    assert_true(lines_gpiod_request(lines, used, "test", &diag));
    const int64_t line_costs[] = {0, 100, 5000};
    for (size_t i = 0; i < sizeof line_costs / sizeof *line_costs; i++) {
        const struct lines_cost cost = best(1500, line_costs[i]);
        assert_true(lines_gpiod_regroup(lines, "test", &cost, &diag));
        for (int line = 0; line < BOARD_LANE2; line++) {
            lines_set(lines, used, 0);
            lines_set(lines, BIT(line), BIT(line));
            for (int other = 0; other < BOARD_LANE2; other++)
                assert_int_equal(fake_world.chips[0].lines[board.pins[other].offset].level,
                                 other == line);
        }
    }
    lines_close(lines);
    board_finish(&board);
    fake_world_finish();
}

static void the_kernel_is_asked_whether_it_takes_requests(void **state)
{
    const uint64_t used = (UINT64_C(1) << BOARD_LANE2) - 1;
    struct diag diag = {0};
    struct board board;
    (void)state;
    assert_true(board_read(&board, "adafruit-hat", &diag));
    fake_world_reset(&board, 16, 64, 1);
    for (int old = 0; old < 2; old++) {
        fake_world.old_kernel = old;
        struct lines *lines = lines_gpiod_prepare(&board, false, &diag);
        assert_int_equal(lines_gpiod_way(lines), old ? LINES_BY_LIBRARY : LINES_BY_REQUESTS);
        assert_true(lines_gpiod_request(lines, used, "test", &diag));
        assert_int_equal(lines_set(lines, CLK, CLK), 0);
        assert_int_equal(fake_world.ioctls, 1); /* none by the library's handles */
        lines_close(lines);
    }
    fake_world.old_kernel = false;
    board_finish(&board);
    fake_world_finish();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A chip's lines are in as many handles as pay for what calls and lines cost",
             the_handles_are_as_many_as_pay),
        TEST("Each grouping of the handles sets the same levels",
             each_grouping_sets_the_same_levels),
        TEST("The kernel is asked whether it takes requests of its own; an older one's lines are "
             "held by handles",
             the_kernel_is_asked_whether_it_takes_requests),
    };
    return gpiod_tests_run("panel/gpiod, libgpiod 1 and the kernel's requests", tests,
                           sizeof tests / sizeof *tests);
}
