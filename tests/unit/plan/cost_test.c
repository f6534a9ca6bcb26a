#include "plan/cost.h"

#include "check.h"

#define BIT(line) (UINT64_C(1) << (line))
#define DATA 0x3fu
#define CLK BIT(BOARD_CLK)
#define OE BIT(BOARD_OE)

static const struct lines_cost plain = {.call_ns = 1500, .line_ns = 300};
static const struct lines_cost two_handles = {
    .call_ns = 1000, .line_ns = 100, .groups = {DATA | CLK, OE}, .group_count = 2, .whole = true};
static const struct lines_cost two_chips = {
    .call_ns = 1000, .line_ns = 100, .groups = {DATA, CLK | OE}, .group_count = 2};

static void a_call_is_counted_for_each_group_touched(void **state)
{
    (void)state;
    assert_int_equal(lines_cost_calls(&plain, DATA | CLK | OE), 1);
    assert_int_equal(lines_cost_calls(&two_handles, DATA | CLK), 1);
    assert_int_equal(lines_cost_calls(&two_handles, CLK | OE), 2);
    assert_int_equal(lines_cost_calls(&two_chips, DATA | CLK), 2);
}

static void a_whole_group_is_written_for_one_line(void **state)
{
    (void)state;
    assert_int_equal(lines_cost_ns(&plain, CLK), 1500);
    assert_int_equal(lines_cost_ns(&plain, DATA | CLK), 1500 + 6 * 300);
    assert_int_equal(lines_cost_ns(&two_handles, CLK), 1000 + 6 * 100);
    assert_int_equal(lines_cost_ns(&two_handles, CLK | OE), 1000 + 6 * 100 + 1000);
    assert_int_equal(lines_cost_ns(&two_chips, BIT(BOARD_R1) | BIT(BOARD_G1)), 1000 + 100);
}

static void registers_cost_a_write_for_each_way(void **state)
{
    (void)state;
    const struct lines_cost registers = lines_cost_of_registers(20);
    assert_int_equal(lines_cost_calls(&registers, CLK), 1);
    assert_int_equal(lines_cost_calls(&registers, DATA | CLK), 2);
    assert_int_equal(lines_cost_ns(&registers, DATA | CLK), 2 * 20);
    for (int lanes = 1; lanes <= BOARD_LANES_MAX; lanes++)
        assert_true(lines_cost_column_ns(&registers, lanes, LINES_DATA) ==
                    LINES_COLUMN_WRITES * 20);
    assert_int_equal(lines_cost_slot_ns(&registers), 5 * 20);
}

static void a_cost_that_is_right_stays(void **state)
{
    (void)state;
    const struct lines_cost costs[] = {plain, two_handles, two_chips, lines_cost_of_registers(20)};
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++) {
        struct lines_cost cost = costs[i];
        /* A column is two calls of lines_set, however many of the system they take. */
        assert_false(lines_cost_follow(&cost, 1, LINES_DATA,
                                       lines_cost_column_ns(&cost, 1, LINES_DATA) / 2));
        assert_int_equal(cost.call_ns, costs[i].call_ns);
    }
}

static void the_cost_follows_slowly_and_arrives(void **state)
{
    (void)state;
    struct lines_cost cost = plain;
    double wanted_ns = lines_cost_column_ns(&plain, 1, LINES_DATA) / 2 * 1.5;
    assert_true(lines_cost_follow(&cost, 1, LINES_DATA, wanted_ns));
    assert_in_range(cost.call_ns, 1590, 1600); /* a sixteenth more */
    for (int i = 0; i < 40; i++)
        lines_cost_follow(&cost, 1, LINES_DATA, wanted_ns);
    assert_in_range(cost.call_ns, 1500 * 3 / 2 * 94 / 100, 1500 * 3 / 2 * 106 / 100);
}

static void noise_changes_no_cost_and_a_standstill_little(void **state)
{
    (void)state;
    struct lines_cost cost = plain;
    assert_false(lines_cost_follow(&cost, 1, LINES_DATA,
                                   lines_cost_column_ns(&plain, 1, LINES_DATA) / 2 * 1.04));
    assert_int_equal(cost.call_ns, plain.call_ns);
    assert_true(lines_cost_follow(&cost, 1, LINES_DATA, 1e9));
    assert_in_range(cost.call_ns, 1600, 1700);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Registers cost a write for the lines that fall and one for those that rise",
             registers_cost_a_write_for_each_way),
        TEST("A cost that is right stays as it is, however lines are grouped",
             a_cost_that_is_right_stays),
        TEST("A call of the system is counted for each group that is touched",
             a_call_is_counted_for_each_group_touched),
        TEST("A handle that is written whole costs all of its lines",
             a_whole_group_is_written_for_one_line),
        TEST("The cost follows what is measured slowly, and arrives",
             the_cost_follows_slowly_and_arrives),
        TEST("Noise changes no cost, and a standstill of the machine little",
             noise_changes_no_cost_and_a_standstill_little),
    };
    return cmocka_run_group_tests_name("hub75/cost", tests, NULL, NULL);
}
