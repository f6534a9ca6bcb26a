/* Fits a scene into its refreshes: the period, the light of the levels, and what
 * gives way where not all of it fits. */
#ifndef PLAN_FIT_H
#define PLAN_FIT_H

#include "plan_parts.h"

/* Decides the report's period and light and the plan's levels, which are those of
 * the palette at first. */
void fit_scene(struct plan *plan, const struct scene *scene);

#endif
