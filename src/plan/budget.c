#include "budget.h"

#include <assert.h>

#include "config/panel_keys.h"

/* Of the data lines that a slot may light so many change from a column to the next: the most in
 * the busiest 64 columns of headlines of 13 to 26 px (make bench BENCH_FLAGS=--plan). */
#define CHANGES 0.225

/* The shift of one of a row's slots, on average: which of them is shifted while which is lit hangs
 * on the rows beside it. */
static double shift_ns(const struct plan *plan, const struct slot_recipe *recipe, int row)
{
    int lines = 0;
    for (int i = 0; i < recipe->count; i++)
        for (int line = 0; line < plan->panel->lanes * LIGHT_CHANNELS; line++)
            lines += (plan->lines[row][line] & recipe->lit[i]) != 0;
    return (double)plan->bare_ns + CHANGES * lines / recipe->count * (double)plan->line_ns;
}

/* What a refresh takes, as far as its rows are added up. */
struct sum {
    double phases_ns[PLAN_PHASES];
    double first_ns; /* the first shift, under which nothing is lit: at most */
    double
        last_ns; /* what the last slot takes less than was added, as nothing is shifted under it */
};

/* Adds what the slots of a row take to each phase in which they are lit. Of the last row the first
 * slot of the recipe comes last (step.c). */
static void add_row(const struct plan *plan, const struct slot_recipe *recipe, int row,
                    struct sum *sum)
{
    const int64_t blank_ns = plan->config->blank_ns;
    int longest = plan_parts_longest_slot(recipe);
    double row_shift_ns = shift_ns(plan, recipe, row);
    double under_ns = row_shift_ns + (double)(plan->ride_ns + blank_ns);
    sum->last_ns = 0;
    for (int i = 0; i < recipe->count; i++) {
        int64_t on_ns = plan_parts_slot_on_ns(plan, recipe->units[i]);
        int every = plan_parts_slot_every(plan, on_ns, i == longest);
        double lit_ns = (double)(on_ns * every + plan->turn_ns + blank_ns);
        double slot_ns = lit_ns > under_ns ? lit_ns : under_ns;
        if (i == 0 && every == 1)
            sum->last_ns = slot_ns - lit_ns;
        for (int phase = 0; phase < PLAN_PHASES; phase++)
            if (row % every == phase % every)
                sum->phases_ns[phase] += slot_ns;
    }
    sum->first_ns = row_shift_ns > sum->first_ns ? row_shift_ns : sum->first_ns;
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

int budget_last_row(const struct levels *levels)
{
    int row = levels->row_count - 1;
    while (row > 0 && budget_brightest(levels, row) == 0)
        row--;
    return row;
}

double budget_needed_ns(void *user, const struct levels *levels)
{
    const struct plan *plan = user;
    struct slot_recipe recipe = {0};
    struct sum sum = {0};
    uint64_t last = 0; /* rows beside each other are mostly alike */
    for (int row = 0; row < levels->row_count; row++) {
        if (levels->rows[row] != last)
            slot_recipe_make(&recipe, levels->light, levels->rows[row], levels->planes);
        last = levels->rows[row];
        if (recipe.count > 0)
            add_row(plan, &recipe, row, &sum);
    }
    double most_ns = 0;
    for (int phase = 0; phase < PLAN_PHASES; phase++)
        most_ns = sum.phases_ns[phase] > most_ns ? sum.phases_ns[phase] : most_ns;
    return most_ns - sum.last_ns + sum.first_ns + (double)plan->cost.call_ns +
           budget_rows_ns(plan, levels);
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
