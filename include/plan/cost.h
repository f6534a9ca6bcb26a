/* What it costs to set lines: a call of the system for each group of lines that
 * is touched. Groups are what the kernel hands out together: a chip's lines with
 * its requests, a handle's with libgpiod 1.6, which writes all of them each time.
 * Where the program writes registers: a write for the lines that fall, and one for
 * those that rise.
 *
 * Masks: bit n is enum board_line n (config/board.h).
 */
#ifndef PLAN_COST_H
#define PLAN_COST_H

#include <stdbool.h>
#include <stdint.h>

#include "config/board.h"
#include "config/panel_wiring.h"

#define LINES_GROUPS_MAX (3 * BOARD_CHIPS_MAX)

struct lines_cost {
    int64_t call_ns; /* of a call that writes one line, or of a write of a register */
    int64_t line_ns; /* of each further line in it */
    uint64_t groups[LINES_GROUPS_MAX];
    int group_count; /* 0: all lines are one group */
    bool whole;      /* a call writes every line of its group */
    bool registers;  /* there are no calls: registers are written */
};

/* Of a column, at most: data that falls and the clock; data that rises; the clock again. */
#define LINES_COLUMN_WRITES 3

/* Where registers are written, so many ns a write. */
struct lines_cost lines_cost_of_registers(int64_t write_ns);

/* Calls of the system that setting the lines of `mask` takes; writes of registers, at most, where
 * those are. */
int lines_cost_calls(const struct lines_cost *cost, uint64_t mask);

/* And their time. */
int64_t lines_cost_ns(const struct lines_cost *cost, uint64_t mask);

/* The two calls of a column: {data that changes, clock low}, {clock high}; so many data lines
 * change, on average. */
double lines_cost_column_ns(const struct lines_cost *cost, int lanes, double data_lines);

/* So many, where it is not known what is shown: text, on one lane, is rarely more. */
#define LINES_DATA 1.5

/* What a slot takes besides its shift, at most: {clock, address, latch}, {output on}, and
 * one for what does not ride along. */
int64_t lines_cost_slot_ns(const struct lines_cost *cost);

/* What a slot that is over before the next pattern stands takes besides that shift: what rides
 * along with it, and {output on}. */
int64_t lines_cost_ride_ns(const struct lines_cost *cost);

/* From a light's end to the next light, where that pattern stands but for its last column:
 * {its data, clock, output off}, {clock, address, latch}. */
int64_t lines_cost_turn_ns(const struct lines_cost *cost);

/* Going from one scan row to the next, where rows are clocked in (hub75/rows.h); 0: a row is a
 * level that rides along. */
int64_t lines_cost_row_ns(const struct lines_cost *cost, enum wiring_select select, int scan_rows);

/* Follows a mean call as it was measured while shifting, where so many data lines changed a
 * column, slowly: by an eighth of the way each time. True when `cost` was
 * changed: not for a difference too small to matter. */
bool lines_cost_follow(struct lines_cost *cost, int lanes, double data_lines, double measured_ns);

#endif
