/* How the lines A to E choose a scan row: panel.select, or the panel's file (enum wiring_select).
 *
 * Where a row is a level of the lines (rows_are_levels) it changes in one call. Else the lines
 * clock a register of the panel, and to change the row takes a sequence of calls, all in the dark.
 * Masks and bits are those of hub75/lines.h.
 */
#ifndef HUB75_ROWS_H
#define HUB75_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "config/panel_wiring.h"

#define ROWS_UNKNOWN (-1) /* what a panel's register holds before it was told */

/* Takes one call of a sequence. */
typedef void rows_set_fn(void *user, uint64_t mask, uint64_t bits);

/* The lines of A to E that the panel needs for so many scan rows. */
uint64_t rows_lines(enum wiring_select select, int scan_rows);

/* Whether a row is a level of the lines: WIRING_BINARY and WIRING_LINE. */
bool rows_are_levels(enum wiring_select select);

/* Those levels, of rows_lines. */
uint64_t rows_levels(enum wiring_select select, int row);

/* The calls that choose row `to` when `from` is chosen, or ROWS_UNKNOWN; none where both are the
 * same. Of a selection by a register. Sources: rpi-rgb-led-matrix (lib/framebuffer.cc), restated.
 */
void rows_choose(enum wiring_select select, int scan_rows, int from, int to, rows_set_fn *set,
                 void *user);

/* How many calls a change to the next row takes: 0 where a row is a level. */
int rows_calls(enum wiring_select select, int scan_rows);

#endif
