#include "fit.h"

#include <assert.h>
#include <math.h>

#include "budget.h"
#include "config/panel_keys.h"
#include "give_way.h"
#include "pace.h"

#define ROUNDING (1 + 1e-9)
#define LONGEST_NS 1e9 /* of a refresh: the slowest calls on the largest wall take less */
#define HALVINGS 30
#define DISTINCT_COST 0.01 /* of a slot: fewer levels are better where slots are equal */

/* Slots over all rows, which snapping is to make fewer. */
static double scene_slots(void *user, const struct levels *levels)
{
    (void)user;
    struct slot_recipe recipe = {0};
    double slots = 0;
    uint64_t all = 0;
    uint64_t last = 0;
    for (int row = 0; row < levels->row_count; row++) {
        uint64_t set = levels->rows[row];
        all |= set;
        if (set != last)
            slot_recipe_make(&recipe, levels->light, set, levels->planes);
        last = set;
        slots += recipe.count;
    }
    uint64_t seen[LIGHT_FULL / 64 + 1] = {0};
    for (int i = 1; i < levels->count; i++) {
        uint64_t bit = UINT64_C(1) << (levels->light[i] % 64);
        if (all >> i & 1 && levels->light[i] && !(seen[levels->light[i] / 64] & bit))
            slots += DISTINCT_COST;
        seen[levels->light[i] / 64] |= bit;
    }
    return slots;
}

/* How long the fastest zone stands before its next px; 0: nothing moves. */
static double step_ns(const struct scene *scene)
{
    int32_t fastest = 0;
    for (size_t i = 0; scene && i < scene->zone_count; i++) {
        int32_t speed = zone_speed_mpx_s(&scene->zones[i]);
        if (speed > fastest)
            fastest = speed;
    }
    return fastest ? 1000 * NS_PER_S / fastest : 0;
}

/* The colours as they are asked for, snapping apart, each slot in every refresh. */
static bool fit_whole(struct plan *plan, const struct levels *snapped, double period_ns)
{
    plan->levels = *snapped;
    plan->report.half_rate = false;
    budget_set_period(plan, period_ns);
    return budget_fits(plan);
}

/* The same, or with some slots in every second one. */
static bool fit_true(struct plan *plan, const struct levels *snapped, double period_ns)
{
    if (fit_whole(plan, snapped, period_ns))
        return true;
    plan->report.half_rate = budget_half_is_calm(plan, period_ns);
    return plan->report.half_rate && budget_fits(plan);
}

/* The fastest that keeps pace and is worth its calls, where that is more than is asked for: the
 * crawl was fitted to it. */
static double worth_ns(const struct plan *plan, double step_ns, double asked_ns)
{
    double period_ns = pace_at_least(step_ns, NS_PER_S / (FIT_ENOUGH * plan->config->refresh_hz));
    return step_ns > 0 && period_ns < asked_ns && pace_is_kept(step_ns, period_ns) ? period_ns
                                                                                   : asked_ns;
}

/* The refresh yields as long as it is calm and keeps the step's pace; then something has to
 * give way. */
static void fit_colours(struct plan *plan, const struct levels *snapped, double step_ns,
                        double asked_ns)
{
    const double longest_ns = NS_PER_S / plan_parts_floor_hz(plan);
    double calm_ns = asked_ns;
    double period_ns = worth_ns(plan, step_ns, asked_ns);
    while (period_ns * ROUNDING < asked_ns && !fit_whole(plan, snapped, period_ns))
        period_ns = pace_longer(step_ns, period_ns);
    if (period_ns * ROUNDING < asked_ns)
        return;
    period_ns = asked_ns;
    while (period_ns <= longest_ns * ROUNDING) {
        if (fit_true(plan, snapped, period_ns))
            return;
        calm_ns = period_ns;
        period_ns = pace_longer(step_ns, period_ns);
    }
    give_way(plan, snapped, step_ns, calm_ns);
}

/* A scene that would draw more than the supply gives is dimmed, all of it alike. */
static void limit_current(struct plan *plan, const struct scene *scene)
{
    struct plan_report *report = &plan->report;
    double most = plan->config->max_amperes;
    report->dimmed = 1;
    if (scene)
        report->amperes = current_of_scene(plan->panel, scene) * plan->unit_share *
                          plan->config->brightness / 100;
    if (most > 0 && report->amperes > most)
        report->dimmed = most / report->amperes;
}

/* All rows at once need the longest time; light of U on each row may be more than
 * a period has beside its dark parts (panel.light = "bright" on every row): then
 * it is shortened, or no period would be long enough. */
static void limit_light(struct plan *plan, double asked_ns)
{
    double lit = 0; /* of U, all rows together */
    double dark =
        (double)(plan->shift_ns + plan->cost.call_ns) + budget_rows_ns(plan, &plan->levels);
    double shifts = 0;
    for (int row = 0; row < plan->levels.row_count; row++) {
        int light = budget_brightest(&plan->levels, row);
        lit += light / (double)LIGHT_FULL;
        dark += light ? (double)plan_parts_dark_ns(plan) : 0;
        shifts += light ? (double)plan->shift_ns : 0;
    }
    double least_ns = (dark + shifts) / BUDGET_SHARE;
    budget_set_period(plan, asked_ns > least_ns ? asked_ns : least_ns);
    double room_ns = BUDGET_SHARE * (double)plan->report.period_ns - dark;
    double lit_ns = lit * (double)plan->report.unit_ns;
    if (lit_ns > room_ns)
        plan->report.crowded = room_ns / lit_ns;
    budget_set_period(plan, asked_ns);
}

static void snap_levels(struct plan *plan)
{
    static const struct levels_limit snap = {PLAN_TRUE_DE, PLAN_SNAP_DE};
    while (plan->config->snap &&
           levels_simplify(&plan->levels, &plan->palette, &snap, scene_slots, plan))
        ;
}

double fit_most_hz(struct plan *plan)
{
    double longest_ns = LONGEST_NS;
    double shortest_ns = 0;
    plan->report.crowded = plan->report.dimmed = 1;
    plan->report.half_rate = false;
    snap_levels(plan);
    for (int i = 0; i < HALVINGS; i++) {
        double middle_ns = (longest_ns + shortest_ns) / 2;
        budget_set_period(plan, middle_ns);
        if (budget_fits(plan))
            longest_ns = middle_ns;
        else
            shortest_ns = middle_ns;
    }
    return NS_PER_S / longest_ns;
}

void fit_scene(struct plan *plan, const struct scene *scene)
{
    limit_current(plan, scene);
    double step = step_ns(scene);
    plan->report.crowded = 1;
    double asked_ns = pace_at_most(step, NS_PER_S / plan->config->refresh_hz);
    limit_light(plan, asked_ns);
    snap_levels(plan);
    const struct levels snapped = plan->levels;
    fit_colours(plan, &snapped, step, asked_ns);
    assert(plan->report.period_ns > 0 && plan->report.unit_ns >= 0);
    double hz = NS_PER_S / (double)plan->report.period_ns;
    plan->report.slow = hz < plan->config->refresh_hz * (1 - 1e-6);
    plan->report.too_slow = hz < plan->config->min_refresh_hz;
}
