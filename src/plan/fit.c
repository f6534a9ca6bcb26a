#include "fit.h"

#include <assert.h>
#include <math.h>

#include "config/panel_keys.h"

#define HALF_RATE_HZ 75.0 /* a slot at half rate must not be seen to flicker */
#define PERIOD_TRIES 20
#define PERIOD_MORE 1.005
#define CALM_HZ 75.0       /* nor the whole panel, where it keeps a colour's name */
#define DISTINCT_COST 0.01 /* of a slot: fewer levels are better where slots are equal */
#define WORST_DE 1000.0

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

static int brightest(const struct levels *levels, int row)
{
    int light = 0;
    for (int i = 0; i < levels->count; i++)
        if (levels->rows[row] >> i & 1 && levels->light[i] > light)
            light = levels->light[i];
    return light;
}

/* The row's turn, where it is clocked in; a token passes every row, lit or not. */
static double rows_ns(const struct plan *plan, const struct levels *levels)
{
    int turns = 0;
    if (plan->row_ns == 0)
        return 0;
    if (plan->panel->config->wiring.select == WIRING_TOKEN)
        return (double)plan->row_ns * levels->row_count;
    for (int row = 0; row < levels->row_count; row++)
        turns += brightest(levels, row) > 0;
    return (double)plan->row_ns * turns;
}

/* What a refresh takes at worst, whatever part of the scene is seen. */
static double scene_ns(void *user, const struct levels *levels)
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
    return most_ns + (double)(plan->shift_ns + plan->cost.call_ns) + rows_ns(plan, levels);
}

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

/* The longest whole part of a step that is no longer than most_ns. */
static double part_of_step(double step, double most_ns)
{
    return step > 0 ? step / ceil(step / most_ns - 1e-9) : most_ns;
}

/* The next longer period: one part of the step fewer; where there is but one, or
 * nothing moves, an eighth more. */
static double longer_period(double step, double period_ns)
{
    double parts = step > 0 ? round(step / period_ns) - 1 : 0;
    return parts >= 1 ? step / parts : period_ns * 1.125;
}

static void set_period(struct plan *plan, double period_ns)
{
    struct plan_report *report = &plan->report;
    report->period_ns = (int64_t)period_ns;
    report->unit_share = plan->unit_share;
    report->unit_ns = (int64_t)(report->unit_share * period_ns / plan->panel->scan_rows *
                                plan->config->brightness / 100 * report->dimmed * report->crowded);
}

static bool fits(struct plan *plan)
{
    return scene_ns(plan, &plan->levels) <= (1 - SLEEP_SHARE) * (double)plan->report.period_ns;
}

/* At this period: colour gives way until the slots fit. False when not even one
 * slot a row fits. */
static bool fit_levels(struct plan *plan, const struct levels *snapped, double period_ns)
{
    struct plan_report *report = &plan->report;
    plan->levels = *snapped;
    report->half_rate = false;
    set_period(plan, period_ns);
    if (fits(plan))
        return true;
    report->half_rate = NS_PER_S / period_ns / 2 >= HALF_RATE_HZ;
    while (!fits(plan) &&
           levels_simplify(&plan->levels, &plan->palette, true, WORST_DE, scene_ns, plan))
        ;
    return fits(plan);
}

/* The refresh rate that is asked for is held, and colour gives way before it;
 * but before amber becomes yellow the rate does, as long as nobody sees it
 * flicker. */
static bool fit_colours(struct plan *plan, const struct levels *snapped, double step,
                        double asked_ns)
{
    double period_ns = asked_ns;
    while (period_ns <= NS_PER_S / CALM_HZ) {
        if (fit_levels(plan, snapped, period_ns) && !levels_rename(&plan->levels, &plan->palette))
            return true;
        period_ns = longer_period(step, period_ns);
    }
    return fit_levels(plan, snapped, asked_ns);
}

/* Where not even one slot a row fits, other colours have not helped: they stay,
 * and the refresh is as fast as it can be. */
static void fit_period(struct plan *plan, const struct levels *snapped, double step)
{
    plan->levels = *snapped;
    plan->report.half_rate = false;
    /* A longer period makes slots longer as well: it converges. */
    for (int tries = 0; tries < PERIOD_TRIES && !fits(plan); tries++) {
        double needed_ns = scene_ns(plan, &plan->levels) / (1 - SLEEP_SHARE) * PERIOD_MORE;
        double parts = floor(step / needed_ns);
        set_period(plan, parts >= 1 ? step / parts : needed_ns);
    }
}

/* Below min_refresh_hz it flickers: there colours move as far as their names
 * allow. */
static void fit_at_least(struct plan *plan, const struct levels *snapped, double step)
{
    double least_ns = NS_PER_S / plan->config->min_refresh_hz;
    fit_period(plan, snapped, step);
    if ((double)plan->report.period_ns <= least_ns)
        return;
    if (!fit_levels(plan, snapped, least_ns) || levels_rename(&plan->levels, &plan->palette))
        fit_period(plan, snapped, step);
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
    double dark = (double)(plan->shift_ns + plan->cost.call_ns) + rows_ns(plan, &plan->levels);
    double shifts = 0;
    for (int row = 0; row < plan->levels.row_count; row++) {
        int light = brightest(&plan->levels, row);
        lit += light / (double)LIGHT_FULL;
        dark += light ? (double)plan_parts_dark_ns(plan) : 0;
        shifts += light ? (double)plan->shift_ns : 0;
    }
    double least_ns = (dark + shifts) / (1 - SLEEP_SHARE);
    set_period(plan, asked_ns > least_ns ? asked_ns : least_ns);
    double room_ns = (1 - SLEEP_SHARE) * (double)plan->report.period_ns - dark;
    double lit_ns = lit * (double)plan->report.unit_ns;
    if (lit_ns > room_ns)
        plan->report.crowded = room_ns / lit_ns;
    set_period(plan, asked_ns);
}

void fit_scene(struct plan *plan, const struct scene *scene)
{
    limit_current(plan, scene);
    double step = step_ns(scene);
    plan->report.crowded = 1;
    double asked_ns = part_of_step(step, NS_PER_S / plan->config->refresh_hz);
    limit_light(plan, asked_ns);
    while (plan->config->snap &&
           levels_simplify(&plan->levels, &plan->palette, false, PLAN_SNAP_DE, scene_slots, plan))
        ;
    const struct levels snapped = plan->levels;
    if (!fit_colours(plan, &snapped, step, asked_ns))
        fit_at_least(plan, &snapped, step);
    assert(plan->report.period_ns > 0 && plan->report.unit_ns >= 0);
    double hz = NS_PER_S / (double)plan->report.period_ns;
    plan->report.slow = hz < plan->config->refresh_hz * (1 - 1e-6);
    plan->report.too_slow = hz < plan->config->min_refresh_hz;
}
