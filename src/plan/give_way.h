/* What gives way where a scene can't have both its colours and a calm refresh. */
#ifndef PLAN_GIVE_WAY_H
#define PLAN_GIVE_WAY_H

#include "plan_parts.h"

/* Decides the report's period and light and the plan's levels so that the least visible is
 * lost: of colour (CIE DE2000, lightness included), of light (no further than PLAN_UNIT_LEAST)
 * and of the refresh rate. `snapped`: the levels as they should be; calm_ns: the longest period
 * that is calm and keeps the step's pace (see pace.h). */
void give_way(struct plan *plan, const struct levels *snapped, double step_ns, double calm_ns);

#endif
