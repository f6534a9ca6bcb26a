#include "plan/cost.h"

#include <assert.h>
#include <math.h>

#include "hub75/connector.h"
#include "hub75/rows.h"

#define FOLLOW_PART 8
#define FOLLOW_LEAST 0.05 /* a difference that is noise */
#define FOLLOW_MOST 2.0   /* more is the whole machine standing still */

#define SETS_A_COLUMN 2 /* calls of lines_set */

struct lines_cost lines_cost_of_registers(int64_t write_ns)
{
    assert(write_ns > 0);
    return (struct lines_cost){.call_ns = write_ns, .registers = true};
}

static int count_lines(uint64_t mask)
{
    return __builtin_popcountll(mask);
}

int lines_cost_calls(const struct lines_cost *cost, uint64_t mask)
{
    assert(cost->group_count >= 0 && cost->group_count <= LINES_GROUPS_MAX);
    if (cost->registers)
        return count_lines(mask) > 1 ? 2 : 1;
    int calls = cost->group_count == 0;
    for (int i = 0; i < cost->group_count; i++)
        calls += (cost->groups[i] & mask) != 0;
    return calls;
}

int64_t lines_cost_ns(const struct lines_cost *cost, uint64_t mask)
{
    if (cost->registers)
        return lines_cost_calls(cost, mask) * cost->call_ns;
    if (cost->group_count == 0)
        return cost->call_ns + (count_lines(mask) - 1) * cost->line_ns;
    int64_t ns = 0;
    for (int i = 0; i < cost->group_count; i++) {
        uint64_t touched = cost->groups[i] & mask;
        uint64_t written = cost->whole ? cost->groups[i] : touched;
        if (touched)
            ns += cost->call_ns + (count_lines(written) - 1) * cost->line_ns;
    }
    return ns;
}

double lines_cost_column_ns(const struct lines_cost *cost, int lanes, double data_lines)
{
    assert(lanes > 0 && lanes <= BOARD_LANES_MAX && data_lines >= 0);
    uint64_t data = connector_data(lanes);
    if (cost->whole)
        return (double)(lines_cost_ns(cost, data | CLK) + lines_cost_ns(cost, CLK));
    int calls = lines_cost_calls(cost, data | CLK) + lines_cost_calls(cost, CLK);
    return calls * (double)cost->call_ns + data_lines * (double)cost->line_ns;
}

int64_t lines_cost_slot_ns(const struct lines_cost *cost)
{
    int calls = lines_cost_calls(cost, CLK | ADDRESS | LAT) + lines_cost_calls(cost, OE) +
                lines_cost_calls(cost, CLK | OE);
    return calls * cost->call_ns;
}

/* Two lines of the address change on average: one, and one more for each carry. */
#define NEXT_ROW (CLK | LAT | BIT(BOARD_A) | BIT(BOARD_B))

int64_t lines_cost_ride_ns(const struct lines_cost *cost)
{
    int64_t clock_ns = lines_cost_ns(cost, CLK);
    return lines_cost_ns(cost, NEXT_ROW) + lines_cost_ns(cost, CLK | OE) +
           lines_cost_ns(cost, CLK | LAT) - 3 * clock_ns + lines_cost_ns(cost, OE);
}

int64_t lines_cost_turn_ns(const struct lines_cost *cost)
{
    return lines_cost_ns(cost, BIT(BOARD_R1) | CLK | OE) + lines_cost_ns(cost, NEXT_ROW);
}

int64_t lines_cost_row_ns(const struct lines_cost *cost, enum wiring_select select, int scan_rows)
{
    return rows_calls(select, scan_rows) * lines_cost_ns(cost, BIT(BOARD_A) | BIT(BOARD_B));
}

bool lines_cost_follow(struct lines_cost *cost, int lanes, double data_lines, double measured_ns)
{
    assert(cost->call_ns > 0 && measured_ns >= 0);
    double ratio = measured_ns / (lines_cost_column_ns(cost, lanes, data_lines) / SETS_A_COLUMN);
    if (ratio > FOLLOW_MOST)
        ratio = FOLLOW_MOST;
    if (fabs(ratio - 1) < FOLLOW_LEAST)
        return false;
    double factor = 1 + (ratio - 1) / FOLLOW_PART;
    const struct lines_cost before = *cost;
    cost->call_ns = (int64_t)ceil((double)cost->call_ns * factor);
    cost->line_ns = (int64_t)((double)cost->line_ns * factor);
    return cost->call_ns != before.call_ns || cost->line_ns != before.line_ns;
}
