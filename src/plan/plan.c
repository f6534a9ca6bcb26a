#include "plan/plan.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "budget.h"
#include "config/panel_keys.h"
#include "fit.h"
#include "hub75/connector.h"
#include "hub75/light.h"

/* U as a share of a row's part of the period. Even: with two slots of which one
 * is amber's green (31 % of full light) each row still fits into its part of a calm period. */
#define EVEN_SMALLER_SLOT 0.3125
#define BRIGHT_SHARE 0.99
/* The rates that fit a crawl (display/crawl.h) leave gaps: with one refresh a step 0.9 to 1.1 of
 * its speed, with three for two 1.35 to 1.65. So the floor is held whatever the speed. */
#define CALMER 1.25

/* What a row's share has to spare for the first shift of a refresh, and for its own turn. */
static double first_ns(const struct plan *plan)
{
    return (double)(plan->shift_ns + plan->cost.call_ns) / plan->panel->scan_rows +
           (double)plan->row_ns;
}

/* The time of a row for which U is chosen: calm, or as short as two slots without light allow. */
static double two_slots_row_ns(const struct plan *plan)
{
    double calm_ns = NS_PER_S / (plan->config->calm_hz * CALMER) / plan->panel->scan_rows;
    double slots_ns = 2 * (double)(plan->shift_ns + plan_parts_dark_ns(plan));
    double least_ns = (first_ns(plan) + slots_ns) / BUDGET_SHARE;
    return least_ns > calm_ns ? least_ns : calm_ns;
}

/* U's share, from the configuration and the cost of calls alone. The longer slot is lit while
 * the shorter one's pattern is shifted, and after it. */
static double unit_share(const struct plan *plan)
{
    if (plan->config->light == CONFIG_LIGHT_BRIGHT)
        return BRIGHT_SHARE;
    double row_ns = two_slots_row_ns(plan);
    double left_ns = BUDGET_SHARE * row_ns - first_ns(plan) - (double)plan->shift_ns -
                     2 * (double)plan_parts_dark_ns(plan);
    double share = left_ns / (1 - EVEN_SMALLER_SLOT) / row_ns;
    share = share < PLAN_UNIT_LEAST ? PLAN_UNIT_LEAST : share;
    return share > PLAN_UNIT_MOST ? PLAN_UNIT_MOST : share;
}

void plan_set_cost(struct plan *plan, struct lines_cost cost)
{
    assert(cost.call_ns >= 0 && cost.line_ns >= 0);
    plan->cost = cost;
    const struct panel *panel = plan->panel;
    double bare_ns = lines_cost_column_ns(&cost, panel->lanes, 0);
    double line_ns = lines_cost_column_ns(&cost, panel->lanes, 1) - bare_ns;
    if (panel->config->apart) /* data are taken away, and the clock falls by itself */
        bare_ns += (double)(2 * lines_cost_ns(&cost, CLK));
    plan->bare_ns = (int64_t)(panel->columns * bare_ns);
    plan->line_ns = (int64_t)(panel->columns * line_ns);
    plan->shift_ns = (int64_t)(panel->columns * (bare_ns + LINES_DATA * line_ns));
    const struct panel_wiring *wiring = &panel->config->wiring;
    plan->ride_ns = lines_cost_ride_ns(&cost);
    plan->turn_ns =
        lines_cost_turn_ns(&cost) + (wiring->latch_clocks - 1) * (int64_t)(bare_ns + line_ns);
    plan->row_ns = lines_cost_row_ns(&cost, wiring->select, wiring->scan);
}

void plan_settle(struct plan *plan, struct lines_cost cost)
{
    plan_set_cost(plan, cost);
    plan->unit_share = unit_share(plan);
}

struct plan *plan_create(const struct panel *panel, const struct config_panel *config,
                         struct lines_cost cost)
{
    assert(config->refresh_hz > 0 && config->calm_hz > 0 && config->min_refresh_hz > 0);
    assert(config->brightness > 0 && config->brightness <= 100);
    struct plan *plan = memory_alloc(1, sizeof *plan);
    plan->panel = panel;
    plan->config = config;
    plan_settle(plan, cost);
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

/* The picture's value whose light is nearest. */
static uint8_t value_of_light(int light)
{
    int best = 0;
    for (int value = 1; value <= UINT8_MAX; value++)
        if (abs(light_of_value((uint8_t)value) - light) <
            abs(light_of_value((uint8_t)best) - light))
            best = value;
    return (uint8_t)best;
}

/* As which colour one that was asked for is shown. */
static struct config_colour shown_colour(const struct plan *plan, struct config_colour asked)
{
    const struct levels *levels = &plan->levels;
    const uint8_t values[3] = {asked.r, asked.g, asked.b};
    uint8_t shown[3];
    for (int i = 0; i < 3; i++)
        shown[i] = value_of_light(
            levels_dimmed(levels->light[levels->index_of[values[i]]], plan->report.crowded));
    return (struct config_colour){shown[0], shown[1], shown[2]};
}

static void fill_report(struct plan *plan)
{
    struct plan_report *report = &plan->report;
    int worst = 0;
    report->delta_e = levels_error(&plan->levels, &plan->palette, true, report->crowded, &worst);
    report->delta_e_76 = levels_error(&plan->levels, &plan->palette, false, report->crowded, NULL);
    report->renamed = levels_rename(&plan->levels, &plan->palette);
    report->worst = plan->palette.colours[worst];
    report->shown = shown_colour(plan, report->worst);
    report->moved = report->delta_e > PLAN_MOVED_DE || report->renamed;
}

void plan_light_text(const struct plan_report *report, char text[PLAN_LIGHT_SIZE])
{
    text[0] = '\0';
    if (report->crowded < 1)
        snprintf(text, PLAN_LIGHT_SIZE, "dimmed to %.0f %%, since no more fits into the refresh",
                 report->crowded * 100);
    else if (report->unit_share < PLAN_UNIT_MOST)
        snprintf(text, PLAN_LIGHT_SIZE,
                 "less than %.2f, since calls are slow: so two levels a row stay calm",
                 PLAN_UNIT_MOST);
}

void plan_moved_text(const struct plan_report *report, char text[PLAN_MOVED_SIZE])
{
    const struct config_colour asked = report->worst;
    const struct config_colour shown = report->shown;
    text[0] = '\0';
    if (report->moved)
        snprintf(text, PLAN_MOVED_SIZE, "#%02x%02x%02x is shown as #%02x%02x%02x (CIE DE2000 %.1f)",
                 asked.r, asked.g, asked.b, shown.r, shown.g, shown.b, report->delta_e);
}

double plan_worst_amperes(const struct plan *plan)
{
    return current_at_most(plan->panel) * plan->unit_share * plan->config->brightness / 100;
}

/* The levels that each data line may give, where the colours are known; else any. */
static void read_lines(struct plan *plan)
{
    const struct palette *palette = &plan->palette;
    const uint8_t *index_of = plan->levels.index_of;
    memset(plan->lines, 0, sizeof plan->lines);
    for (int row = 0; row < plan->panel->scan_rows; row++)
        for (int half = 0; half < plan->panel->lanes * PANEL_HALVES; half++) {
            uint64_t *lines = &plan->lines[row][half * 3];
            for (int i = 0; i < 3 && palette->overflow; i++)
                lines[i] = UINT64_MAX;
            for (uint64_t rest = palette->halves[row][half]; rest; rest &= rest - 1) {
                const struct config_colour colour = palette->colours[__builtin_ctzll(rest)];
                lines[0] |= UINT64_C(1) << index_of[colour.r];
                lines[1] |= UINT64_C(1) << index_of[colour.g];
                lines[2] |= UINT64_C(1) << index_of[colour.b];
            }
        }
}

static void read_scene(struct plan *plan, const struct scene *scene)
{
    plan->report = (struct plan_report){0};
    plan->palette = (struct palette){.count = 1};
    if (scene)
        palette_of_scene(&plan->palette, plan->panel, scene);
    levels_of_palette(&plan->levels, &plan->palette, plan->panel->scan_rows);
    read_lines(plan);
    plan->levels.planes = plan->cost.registers ? LIGHT_BITS : RECIPE_COARSE;
}

/* A little less, so that rounding a speed never takes it beyond. */
#define FITTING 0.9999
double plan_crawl_hz(struct plan *plan, const struct scene *scene)
{
    double worth_hz = FIT_ENOUGH * plan->config->refresh_hz;
    read_scene(plan, scene);
    double most_hz = FITTING * fit_most_hz(plan);
    plan_scene(plan, NULL); /* nothing of the search stays */
    return most_hz < worth_hz ? most_hz : worth_hz;
}

void plan_scene(struct plan *plan, const struct scene *scene)
{
    read_scene(plan, scene);
    fit_scene(plan, scene);
    coarsen(plan);
    plan->last_row = budget_last_row(&plan->levels);
    fill_report(plan);
    for (int value = 0; value <= UINT8_MAX; value++)
        plan->set_of[value] = UINT64_C(1) << plan->levels.index_of[value];
    plan->made_count = plan->made_next = 0;
}
