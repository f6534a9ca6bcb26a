/* What calls of libgpiod cost on this machine, measured, and the groups of lines that follow. */
#ifndef PANEL_GPIOD_SETTLE_H
#define PANEL_GPIOD_SETTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "config/board.h"
#include "hub75/lines.h"
#include "plan/cost.h"

/* The time of a call that changes the lines of `mask`, in the dark: of some
 * rounds the best, since the first ones find cold caches. */
int64_t gpiod_measure_call(struct lines *lines, uint64_t mask);

/* Measures what a call costs (with nothing latched: dark), fills in `cost`, and
 * holds the lines in the groups that are best then. False with errors: the lines
 * are let go. */
bool gpiod_settle(struct lines *lines, const struct board *board, uint64_t used, int columns,
                  struct lines_cost *cost, struct diag *diag);

#endif
