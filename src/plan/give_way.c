#include "give_way.h"

#include <assert.h>
#include <math.h>

#include "budget.h"
#include "config/panel_keys.h"
#include "pace.h"

#define PERIOD_TRIES 60
#define PERIOD_MORE 1.001
#define DIM_TRIES 8 /* halvings: 1 part in 500 of the light */

/* What is lost to the eye, in units of CIE DE2000, by which colours are weighed. A refresh at
 * panel.min_refresh_hz, where many see the edge of flicker, is as bad as a colour that is
 * clearly another; below it flicker soon is the worst of all; and no colour that is called by
 * another name is a fair price for a few Hz. These are judgements, not measurements. */
#define FLICKER_AT_LEAST 7.0
#define FLICKER_BELOW 40.0 /* more at half of panel.min_refresh_hz */
#define ANOTHER_NAME 20.0
#define UNEVEN_STEPS 2.0 /* a crawl that does not keep pace jumps now and then */

/* A way to show the scene. */
struct way {
    struct levels levels;
    double period_ns, crowded, loss;
    bool half_rate;
};

struct search {
    struct plan *plan;
    const struct levels *snapped;
    double step_ns;
    double crowded;   /* as it was before */
    double period_ns; /* that is tried */
    struct way best;
};

static double flicker(const struct plan *plan, double hz)
{
    double least = plan->config->min_refresh_hz;
    double calm = plan_parts_floor_hz(plan);
    if (hz >= calm)
        return 0;
    if (hz >= least)
        return FLICKER_AT_LEAST * (calm - hz) / (calm - least);
    double edge = least < calm ? FLICKER_AT_LEAST : 0;
    return edge + FLICKER_BELOW * ((least < calm ? least : calm) / hz - 1);
}

/* Keeps what the plan is now where it is the least loss so far. */
static void weigh(struct search *search)
{
    const struct plan *plan = search->plan;
    const struct plan_report *report = &plan->report;
    const double period_ns = search->period_ns;
    double loss = levels_error(&plan->levels, &plan->palette, true, report->crowded, NULL) +
                  flicker(plan, NS_PER_S / period_ns) +
                  (levels_rename(&plan->levels, &plan->palette) ? ANOTHER_NAME : 0) +
                  (pace_is_kept(search->step_ns, period_ns) ? 0 : UNEVEN_STEPS);
    if (loss < search->best.loss)
        search->best =
            (struct way){plan->levels, period_ns, report->crowded, loss, report->half_rate};
}

static bool fits_with(struct search *search, double light)
{
    search->plan->report.crowded = search->crowded * light;
    budget_set_period(search->plan, search->period_ns);
    return budget_fits(search->plan);
}

/* With as much of the light as fits beside the plan's levels. False: not even the least does. */
static bool fit_light(struct search *search)
{
    if (fits_with(search, 1))
        return true;
    double least = PLAN_UNIT_LEAST / search->plan->unit_share;
    double most = 1;
    if (least >= 1 || !fits_with(search, least))
        return false;
    for (int i = 0; i < DIM_TRIES; i++) {
        double middle = (least + most) / 2;
        if (fits_with(search, middle))
            least = middle;
        else
            most = middle;
    }
    return fits_with(search, least);
}

/* All light, as fast as it can be then. */
static void fit_rate(struct search *search)
{
    struct plan *plan = search->plan;
    plan->report.half_rate = false;
    /* A longer period makes slots longer as well: it converges. */
    for (int tries = 0; tries < PERIOD_TRIES && !fits_with(search, 1); tries++) {
        double needed_ns = budget_needed_ns(plan, &plan->levels) / BUDGET_SHARE * PERIOD_MORE;
        search->period_ns = pace_at_least(search->step_ns, needed_ns);
    }
    weigh(search);
}

/* With the plan's levels: at this period with as much light as fits, and with all of it at a
 * longer one. Whether all of it fits into this one. */
static bool try_levels(struct search *search, double period_ns)
{
    struct plan *plan = search->plan;
    search->period_ns = period_ns;
    plan->report.half_rate = budget_half_is_calm(plan, period_ns);
    if (fit_light(search))
        weigh(search);
    bool fits = fits_with(search, 1);
    if (!fits)
        fit_rate(search);
    return fits;
}

/* At this period: the light gives way, and the colours one after the other, the least visible
 * change first. */
static void try_period(struct search *search, double period_ns)
{
    static const struct levels_limit any = {LEVELS_VANISHED / 2, INFINITY};
    struct plan *plan = search->plan;
    plan->levels = *search->snapped;
    while (!try_levels(search, period_ns)) {
        search->period_ns = period_ns;
        fits_with(search, 1); /* what changes are weighed by: this period, with all light */
        if (!levels_simplify(&plan->levels, &plan->palette, &any, budget_needed_ns, plan))
            return;
    }
}

/* All colours and all light. The period that it takes is returned. */
static double try_rate(struct search *search, double period_ns)
{
    search->period_ns = period_ns;
    search->plan->levels = *search->snapped;
    fit_rate(search);
    return search->period_ns;
}

void give_way(struct plan *plan, const struct levels *snapped, double step_ns, double calm_ns)
{
    struct search search = {.plan = plan,
                            .snapped = snapped,
                            .step_ns = step_ns,
                            .crowded = plan->report.crowded,
                            .best.loss = INFINITY};
    const double slowest_ns = try_rate(&search, calm_ns);
    const double periods_ns[] = {calm_ns, NS_PER_S / plan_parts_floor_hz(plan),
                                 pace_longer(step_ns, calm_ns),
                                 NS_PER_S / plan->config->min_refresh_hz};
    for (size_t i = 0; i < sizeof periods_ns / sizeof *periods_ns; i++)
        if (periods_ns[i] < slowest_ns)
            try_period(&search, periods_ns[i]);
    assert(isfinite(search.best.loss)); /* true colours fit into some period */
    plan->levels = search.best.levels;
    plan->report.half_rate = search.best.half_rate;
    plan->report.crowded = search.best.crowded;
    budget_set_period(plan, search.best.period_ns);
}
