/* What commands ask of the panel on this board's lines, without opening the output. */
#ifndef PANEL_PANEL_GPIOD_H
#define PANEL_PANEL_GPIOD_H

#include <stdbool.h>

#include "plan/cost.h"

struct config;

/* Completes a cost (call_ns and line_ns are given) with the groups in which the
 * configured board's lines are held, and names the library that does (a constant). NULL, and
 * the cost as it was, where the board does not have the lines for this panel. */
const char *panel_lines_cost(const struct config *config, struct lines_cost *cost);

/* Whether a guard keeps the panel dark since a ticker's death. */
bool panel_guard_holds(const struct config *config);

#endif
