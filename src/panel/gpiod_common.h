/* What both versions of lines_gpiod share: the clock, and words for what goes wrong. */
#ifndef PANEL_GPIOD_COMMON_H
#define PANEL_GPIOD_COMMON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "config/board.h"
#include "hub75/lines.h"
#include "plan/cost.h"

#ifndef GPIOD_DEVICES /* tests have chips of their own */
#define GPIOD_DEVICES "/dev"
#endif

/* The clock of struct lines (hub75/lines.h): CLOCK_MONOTONIC in ns. wait_until does not let the
 * processor go, sleep_until does; neither allocates or locks. */
int64_t gpiod_now_ns(struct lines *lines);
void gpiod_wait_until(struct lines *lines, int64_t t_ns);
void gpiod_sleep_until(struct lines *lines, int64_t t_ns);

/* A board's chip that could not be opened (error: errno; ENOENT: no chip has
 * that label: those that there are, are named). Returns false. */
bool gpiod_tell_chip(struct diag *diag, const struct board *board, const char *label, int error);

/* A line that the kernel did not give us; holder: who has it, NULL if unknown. Returns
 * false. */
bool gpiod_tell_line(struct diag *diag, const struct board *board, enum board_line line,
                     const char *holder, int error);

/* Fills in the groups of a cost where each chip's lines are one request: a call writes the lines
 * that it names. */
void gpiod_cost_of_requests(const struct board *board, uint64_t used, struct lines_cost *cost);

/* The chip that has all lines of `used`; -1: there are several. */
int gpiod_only_chip(const struct board *board, uint64_t used);

#endif
