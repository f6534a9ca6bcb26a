/* Fits a scene into its refreshes: the period, the light of the levels, and what
 * gives way where not all of it fits. */
#ifndef PLAN_FIT_H
#define PLAN_FIT_H

#include "plan_parts.h"

/* Of the rate asked for: what is more is seen by nobody, and every refresh costs calls. */
#define FIT_ENOUGH 1.5

/* Decides the report's period and light and the plan's levels, which are those of
 * the palette at first. */
void fit_scene(struct plan *plan, const struct scene *scene);

/* The highest rate at which the plan's levels, snapped as for a scene, are lit in full in each
 * refresh. What is decided for the last scene is lost. */
double fit_most_hz(struct plan *plan);

#endif
