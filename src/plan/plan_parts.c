#include "plan_parts.h"

#include <assert.h>

#include "config/panel_keys.h"

#define DIM_SHARE 0.05 /* of U: below it a slot is dim */

int64_t plan_parts_dark_ns(const struct plan *plan)
{
    return lines_cost_slot_ns(&plan->cost) + plan->config->blank_ns;
}

int plan_parts_slot_every(const struct plan *plan, int64_t on_ns, bool longest)
{
    if (on_ns < plan->cost.call_ns)
        return PLAN_PHASES;
    if (longest)
        return 1;
    if ((double)on_ns < DIM_SHARE * (double)plan->report.unit_ns)
        return PLAN_PHASES;
    return plan->report.half_rate ? 2 : 1;
}

double plan_parts_floor_hz(const struct plan *plan)
{
    int calm_hz = plan->config->calm_hz;
    return plan->config->refresh_hz < calm_hz ? plan->config->refresh_hz : calm_hz;
}

int plan_parts_longest_slot(const struct slot_recipe *recipe)
{
    int longest = 0;
    for (int i = 1; i < recipe->count; i++)
        if (recipe->units[i] > recipe->units[longest])
            longest = i;
    return longest;
}

int64_t plan_parts_slot_on_ns(const struct plan *plan, int units)
{
    assert(units >= 0 && units <= LIGHT_FULL);
    return plan->report.unit_ns * units / LIGHT_FULL;
}
