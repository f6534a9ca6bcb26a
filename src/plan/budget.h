/* The time of a refresh, and what the slots of a scene take of it. */
#ifndef PLAN_BUDGET_H
#define PLAN_BUDGET_H

#include <stdbool.h>

#include "plan_parts.h"

/* What a refresh of the plan's period takes at worst with these levels (a levels_cost_fn),
 * whatever part of the scene is seen, ns. `user`: the plan. */
double budget_needed_ns(void *user, const struct levels *levels);

/* The part of it in which rows take their turn, where a row is clocked in; a token passes every
 * row, lit or not. */
double budget_rows_ns(const struct plan *plan, const struct levels *levels);

/* The most light that may stand in a scan row, 0 to LIGHT_FULL. */
int budget_brightest(const struct levels *levels, int row);

/* The last scan row in which anything may be lit; 0: none. */
int budget_last_row(const struct levels *levels);

/* The period, and the unit of light that follows from it and from what the report says is
 * given up of it. */
void budget_set_period(struct plan *plan, double period_ns);

/* Whether the slots of the plan's levels fit into its period. */
bool budget_fits(struct plan *plan);

/* Whether a slot that is lit in every second refresh of this period is calm. */
bool budget_half_is_calm(const struct plan *plan, double period_ns);

/* Of a period so much is left to slots. */
#define BUDGET_SHARE (1 - SLEEP_SHARE)

#endif
