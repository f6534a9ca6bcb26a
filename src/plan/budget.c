#include "budget.h"

#include <assert.h>

#include "config/panel_keys.h"

/* Adds what the slots of a row take to each phase in which they are lit. */
static void add_row_ns(const struct plan *plan, const struct slot_recipe *recipe, int row,
                       double phases_ns[PLAN_PHASES])
{
    int longest = plan_parts_longest_slot(recipe);
    for (int i = 0; i < recipe->count; i++) {
        int64_t on_ns = plan_parts_slot_on_ns(plan, recipe->units[i]);
        int every = plan_parts_slot_every(plan, on_ns, i == longest);
        int64_t lit_ns = on_ns * every;
        int64_t slot_ns =
            (lit_ns > plan->shift_ns ? lit_ns : plan->shift_ns) + plan_parts_dark_ns(plan);
        for (int phase = 0; phase < PLAN_PHASES; phase++)
            if (row % every == phase % every)
                phases_ns[phase] += (double)slot_ns;
    }
}

int budget_brightest(const struct levels *levels, int row)
{
    int light = 0;
    assert(row >= 0 && row < levels->row_count);
    for (int i = 0; i < levels->count; i++)
        if (levels->rows[row] >> i & 1 && levels->light[i] > light)
            light = levels->light[i];
    return light;
}

double budget_rows_ns(const struct plan *plan, const struct levels *levels)
{
    int turns = 0;
    if (plan->row_ns == 0)
        return 0;
    if (plan->panel->config->wiring.select == WIRING_TOKEN)
        return (double)plan->row_ns * levels->row_count;
    for (int row = 0; row < levels->row_count; row++)
        turns += budget_brightest(levels, row) > 0;
    return (double)plan->row_ns * turns;
}

double budget_needed_ns(void *user, const struct levels *levels)
{
    const struct plan *plan = user;
    struct slot_recipe recipe = {0};
    double phases_ns[PLAN_PHASES] = {0};
    uint64_t last = 0; /* rows beside each other are mostly alike */
    for (int row = 0; row < levels->row_count; row++) {
        if (levels->rows[row] != last)
            slot_recipe_make(&recipe, levels->light, levels->rows[row], levels->planes);
        last = levels->rows[row];
        add_row_ns(plan, &recipe, row, phases_ns);
    }
    double most_ns = 0;
    for (int phase = 0; phase < PLAN_PHASES; phase++)
        most_ns = phases_ns[phase] > most_ns ? phases_ns[phase] : most_ns;
    return most_ns + (double)(plan->shift_ns + plan->cost.call_ns) + budget_rows_ns(plan, levels);
}

void budget_set_period(struct plan *plan, double period_ns)
{
    struct plan_report *report = &plan->report;
    assert(period_ns > 0);
    report->period_ns = (int64_t)period_ns;
    report->unit_share = plan->unit_share;
    report->unit_ns = (int64_t)(report->unit_share * period_ns / plan->panel->scan_rows *
                                plan->config->brightness / 100 * report->dimmed * report->crowded);
}

bool budget_fits(struct plan *plan)
{
    return budget_needed_ns(plan, &plan->levels) <= BUDGET_SHARE * (double)plan->report.period_ns;
}

bool budget_half_is_calm(const struct plan *plan, double period_ns)
{
    return NS_PER_S / period_ns / 2 >= plan->config->calm_hz;
}
