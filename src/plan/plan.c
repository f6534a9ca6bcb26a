#include "plan/plan.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "config/panel_keys.h"
#include "fit.h"

/* U as a share of a row's part of the period. Even: with two slots of which one
 * is amber's green (31 % of full light) a row still fits into its part. Where calls
 * are slow (64 columns at 150 Hz: from 1.2 us on) it does not on all rows at once; then
 * the shorter slots are lit at half rate. */
#define EVEN_SMALLER_SLOT 0.3125
#define EVEN_SHARE_LEAST 0.75
#define EVEN_SHARE_MOST 0.80 /* leaves room for a third slot where calls are fast */
#define BRIGHT_SHARE 0.99

/* U's share, from the configuration alone. */
static double unit_share(const struct plan *plan)
{
    double row_ns = NS_PER_S / plan->config->refresh_hz / plan->panel->scan_rows;
    if (plan->config->light == CONFIG_LIGHT_BRIGHT)
        return BRIGHT_SHARE;
    double left_ns =
        (1 - SLEEP_SHARE) * row_ns - (double)plan->shift_ns - 2 * (double)plan_parts_dark_ns(plan);
    double share = left_ns / (1 - EVEN_SMALLER_SLOT) / row_ns;
    share = share < EVEN_SHARE_LEAST ? EVEN_SHARE_LEAST : share;
    return share > EVEN_SHARE_MOST ? EVEN_SHARE_MOST : share;
}

void plan_set_cost(struct plan *plan, struct lines_cost cost)
{
    assert(cost.call_ns >= 0 && cost.line_ns >= 0);
    plan->cost = cost;
    plan->shift_ns =
        (int64_t)(plan->panel->columns * lines_cost_column_ns(&cost, plan->panel->lanes));
    const struct panel_wiring *wiring = &plan->panel->config->wiring;
    plan->row_ns = lines_cost_row_ns(&cost, wiring->select, wiring->scan);
    plan->unit_share = unit_share(plan);
}

struct plan *plan_create(const struct panel *panel, const struct config_panel *config,
                         struct lines_cost cost)
{
    assert(config->refresh_hz > 0 && config->brightness > 0 && config->brightness <= 100);
    struct plan *plan = memory_alloc(1, sizeof *plan);
    plan->panel = panel;
    plan->config = config;
    plan_set_cost(plan, cost);
    plan_scene(plan, NULL);
    return plan;
}

void plan_destroy(struct plan *plan)
{
    free(plan);
}

const struct plan_report *plan_report(const struct plan *plan)
{
    return &plan->report;
}

/* A row whose binary planes are too few for its levels has coarse ones; then all rows have,
 * so that a colour looks the same everywhere. */
static void coarsen(struct plan *plan)
{
    struct levels *levels = &plan->levels;
    bool coarse = false;
    if (levels->planes == LIGHT_BITS)
        return;
    for (int row = 0; row < levels->row_count; row++)
        coarse |= slot_recipe_is_binary(levels->light, levels->rows[row]);
    for (int i = 1; i < levels->count && coarse; i++)
        levels->light[i] = slot_recipe_coarse(levels->light[i]);
}

static void fill_report(struct plan *plan)
{
    struct plan_report *report = &plan->report;
    int worst = 0;
    report->delta_e = levels_error(&plan->levels, &plan->palette, true, &worst);
    report->delta_e_76 = levels_error(&plan->levels, &plan->palette, false, NULL);
    report->renamed = levels_rename(&plan->levels, &plan->palette);
    report->worst = plan->palette.colours[worst];
}

double plan_worst_amperes(const struct plan *plan)
{
    return current_at_most(plan->panel) * plan->unit_share * plan->config->brightness / 100;
}

void plan_scene(struct plan *plan, const struct scene *scene)
{
    plan->report = (struct plan_report){0};
    plan->palette = (struct palette){.count = 1};
    if (scene)
        palette_of_scene(&plan->palette, plan->panel, scene);
    levels_of_palette(&plan->levels, &plan->palette, plan->panel->scan_rows);
    plan->levels.planes = plan->cost.registers ? LIGHT_BITS : RECIPE_COARSE;
    fit_scene(plan, scene);
    coarsen(plan);
    fill_report(plan);
    for (int value = 0; value <= UINT8_MAX; value++)
        plan->set_of[value] = UINT64_C(1) << plan->levels.index_of[value];
    plan->made_count = plan->made_next = 0;
}
