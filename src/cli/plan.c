/* motograph plan [TEXT]: what the scan plan costs, over a text's whole way
 * through the panel, beside a fixed 11-bit scan of the same pictures; or of a
 * builder's pattern, which stands still. Without a text: of the configured wall. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/commands.h"
#include "cli/planned.h"
#include "config/board.h"
#include "config/config.h"
#include "display/crawl.h"
#include "hub75/light.h"
#include "hub75/scan.h"
#include "panel/crawl_rate.h"
#include "panel/measure.h"
#include "panel/panel_gpiod.h"
#include "plan/independent_patterns.h"
#include "plan/lines_model.h"
#include "plan/plan.h"
#include "plan/remedy.h"
#include "plan/step.h"

#define CALL_NS_MAX 1000000
#define COLOUR_SIZE sizeof "#rrggbb"

struct figures {
    uint64_t calls, calls_max, system_calls, slots, refreshes;
    uint64_t rank_calls;
    bool with_rank;
    int64_t busiest_ns; /* in the calls of one refresh */
};

/* What the lines would give with panel.fast the other way. */
struct other_way {
    struct panel_path path;
    struct plan_report report;
};

static void measure_refresh(struct scan *scan, struct lines_model *model, const struct slots *slots,
                            struct figures *figures)
{
    uint64_t calls = model->calls;
    uint64_t system_calls = model->system_calls;
    int64_t start_ns = model->now_ns;
    int64_t busy_ns = model->busy_ns;
    scan_refresh(scan, slots, start_ns);
    calls = model->calls - calls;
    int64_t span_ns = model->now_ns - start_ns;
    model->now_ns = start_ns + (span_ns > slots->period_ns ? span_ns : slots->period_ns);
    figures->calls += calls;
    figures->system_calls += model->system_calls - system_calls;
    figures->calls_max = calls > figures->calls_max ? calls : figures->calls_max;
    figures->slots += slots->count;
    busy_ns = model->busy_ns - busy_ns;
    figures->busiest_ns = busy_ns > figures->busiest_ns ? busy_ns : figures->busiest_ns;
    figures->refreshes++;
}

/* A panel without light. */
struct bench {
    struct plan *plan;
    struct lines_model model;
    struct scan scan;
    struct frame frame;
    struct plan_step step;
};

static void measure_at(struct bench *bench, const struct scene *scene, int64_t t_ns,
                       struct figures *figures)
{
    uint64_t ranks[PLAN_PHASES] = {0};
    scene_draw(scene, t_ns, &bench->frame);
    plan_step_fill(&bench->step, bench->plan, &bench->frame);
    for (unsigned phase = 0; figures->with_rank && phase < bench->step.count; phase++)
        ranks[phase] = (uint64_t)independent_patterns_calls(&bench->step.phases[phase],
                                                            bench->scan.columns, bench->scan.lanes);
    assert(bench->step.count > 0);
    for (unsigned phase = 0; phase < PLAN_PHASES; phase++)
        figures->rank_calls += ranks[phase % bench->step.count];
    for (unsigned phase = 0; phase < PLAN_PHASES; phase++)
        measure_refresh(&bench->scan, &bench->model, &bench->step.phases[phase % bench->step.count],
                        figures);
}

/* Every offset from the first column that comes in to the last that goes out;
 * at each, all phases of the dim slots. What stands still is measured as it goes
 * on, after a first round. */
static void measure(struct bench *bench, const struct scene *scene, struct figures *figures)
{
    int64_t t_ns = scene_next_step(scene, 0);
    if (t_ns == INT64_MAX) {
        measure_at(bench, scene, 0, figures);
        *figures = (struct figures){.with_rank = figures->with_rank};
        measure_at(bench, scene, 0, figures);
    }
    while (t_ns != INT64_MAX) {
        int64_t next_ns = scene_next_step(scene, t_ns);
        if (next_ns != INT64_MAX) /* the last step leaves an empty panel */
            measure_at(bench, scene, t_ns, figures);
        t_ns = next_ns;
    }
}

static void measure_scene(struct plan *plan, const struct panel *panel, const struct scene *scene,
                          const struct lines_cost *cost, struct figures *figures)
{
    struct bench bench = {.plan = plan};
    lines_model_init(&bench.model, *cost);
    scan_init(&bench.scan, &bench.model.lines, panel, cost->call_ns);
    scan_start(&bench.scan);
    frame_init(&bench.frame, panel->width_px, panel->height_px);
    plan_step_init(&bench.step, plan);
    measure(&bench, scene, figures);
    plan_step_finish(&bench.step);
    frame_finish(&bench.frame);
}

static json_int_t fixed_calls_of(const struct panel *panel)
{
    const int dark_calls = 3;
    return (json_int_t)panel->scan_rows * LIGHT_BITS * (2 * panel->columns + dark_calls);
}

static json_t *remedies_json(const struct remedy *remedies, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *remedy = json_pack("{s:s}", "change", remedies[i].change);
        if (remedies[i].refresh_hz > 0)
            json_object_update_new(
                remedy, json_pack("{s:f, s:f, s:b}", "refresh_hz", remedies[i].refresh_hz,
                                  "delta_e", remedies[i].delta_e, "renamed", remedies[i].renamed));
        json_array_append_new(list, remedy);
    }
    return list;
}

static enum config_fast other_than(enum config_fast fast)
{
    return fast == CONFIG_FAST_OFF ? CONFIG_FAST_REGISTERS : CONFIG_FAST_OFF;
}

/* What the other way to set the lines would give (panel.fast). False: this board has no other. */
static bool plan_other_way(const struct cli *cli, const struct panel *panel,
                           const struct scene *scene, struct panel_prices prices,
                           struct other_way *other)
{
    other->path = panel_path(cli->config, other_than(cli->config->panel.fast), prices);
    if (!other->path.library)
        return false;
    struct plan *plan = plan_create(panel, &cli->config->panel, other->path.cost);
    plan_scene(plan, scene);
    other->report = *plan_report(plan);
    plan_destroy(plan);
    return true;
}

static json_t *other_way_json(const struct other_way *other)
{
    return json_pack("{s:s, s:f, s:f, s:f}", "path", other->path.way, "refresh_hz",
                     1e9 / (double)other->report.period_ns, "unit_share", other->report.unit_share,
                     "delta_e", other->report.delta_e);
}

static void print_other_way(const struct other_way *other)
{
    printf(
        "the other way     %.0f Hz, unit of light %.2f, colour error %.1f with %s (panel.fast)\n",
        1e9 / (double)other->report.period_ns, other->report.unit_share, other->report.delta_e,
        other->path.way);
}

static void write_colour(struct config_colour colour, char text[COLOUR_SIZE])
{
    snprintf(text, COLOUR_SIZE, "#%02x%02x%02x", colour.r, colour.g, colour.b);
}

static void print_json(const struct panel *panel, const struct figures *figures,
                       const struct plan *plan, double px_s, const struct panel_path *path,
                       const struct other_way *other, json_t *remedies)
{
    const struct plan_report *report = plan_report(plan);
    double refreshes = (double)figures->refreshes;
    char asked[COLOUR_SIZE];
    char shown[COLOUR_SIZE];
    bool exact = report->delta_e == 0;
    write_colour(report->worst, asked);
    write_colour(report->shown, shown);
    cli_print_json(
        json_pack("{s:f, s:I, s:o?, s:f, s:s?, s:s, s:o?, s:I, s:f, s:f, s:f, s:f, s:f, s:f, s:b, "
                  "s:b, s:b, s:s?, s:s?, s:f, s:b, s:f, s:o}",
                  "calls", (double)figures->calls / refreshes, "calls_max",
                  (json_int_t)figures->calls_max, "rank_calls",
                  figures->with_rank ? json_real((double)figures->rank_calls / refreshes) : NULL,
                  path->cost.registers ? "register_writes" : "system_calls",
                  (double)figures->system_calls / refreshes, "library", path->library, "path",
                  path->way, "other", other ? other_way_json(other) : NULL, "fixed_calls",
                  fixed_calls_of(panel), "slots", (double)figures->slots / refreshes, "refresh_hz",
                  1e9 / (double)report->period_ns, "refresh_hz_calls",
                  1e9 / (double)figures->busiest_ns, "unit_share", report->unit_share, "delta_e",
                  report->delta_e, "delta_e_76", report->delta_e_76, "half_rate", report->half_rate,
                  "renamed", report->renamed, "moved", report->moved, "asked", exact ? NULL : asked,
                  "shown", exact ? NULL : shown, "dimmed", report->dimmed * report->crowded, "slow",
                  report->slow, "crawl_px_s", px_s, "remedies", remedies));
}

static void print_light(const struct plan_report *report)
{
    char light[PLAN_LIGHT_SIZE];
    plan_light_text(report, light);
    printf("unit of light     %.2f of a row's share of the period%s%s\n",
           report->unit_share * report->dimmed * report->crowded, light[0] ? "; " : "", light);
}

static void print_people(const struct panel *panel, const struct figures *figures,
                         const struct plan *plan, double px_s, const struct panel_path *path)
{
    const struct plan_report *report = plan_report(plan);
    double refreshes = (double)figures->refreshes;
    if (px_s > 0)
        printf("crawl             %.1f px/s\n", px_s);
    printf("calls a refresh   %.0f on average, %llu at most; a fixed 11-bit scan: %lld\n",
           (double)figures->calls / refreshes, (unsigned long long)figures->calls_max,
           (long long)fixed_calls_of(panel));
    if (figures->with_rank)
        printf("by the rank       %.0f calls\n", (double)figures->rank_calls / refreshes);
    printf("%-17s %.0f a refresh with %s, lines set by %s\n",
           path->cost.registers ? "register writes" : "system calls",
           (double)figures->system_calls / refreshes,
           path->library ? path->library : "(this board has no such lines)", path->way);
    printf("slots a refresh   %.1f\n", (double)figures->slots / refreshes);
    printf("refresh           %.0f Hz%s; the calls alone would allow %.0f Hz\n",
           1e9 / (double)report->period_ns, report->slow ? " (slower than asked)" : "",
           1e9 / (double)figures->busiest_ns);
    print_light(report);
    printf("colour error      %.1f (CIE DE2000), %.1f (CIE 1976)%s%s\n", report->delta_e,
           report->delta_e_76, report->renamed ? ": a colour changes its name" : "",
           report->half_rate ? "; the shorter slots in every second refresh" : "");
    char moved[PLAN_MOVED_SIZE];
    plan_moved_text(report, moved);
    if (moved[0])
        printf("colour            %s\n", moved);
}

static int lanes_of_board(const struct cli *cli)
{
    struct board board = {0};
    struct diag diag = {0};
    int lanes = board_read(&board, cli->config->panel.board, &diag) ? board.lanes : 1;
    board_finish(&board);
    diag_finish(&diag);
    return lanes;
}

static void print_remedies(const struct remedy *remedies, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char text[REMEDY_TEXT_SIZE];
        remedy_text(&remedies[i], text);
        printf("%-17s %s\n", i == 0 ? "what would help" : "", text);
    }
}

static double fastest_px_s(const struct scene *scene)
{
    int32_t fastest = 0;
    for (size_t i = 0; i < scene->zone_count; i++)
        fastest = zone_speed_mpx_s(&scene->zones[i]) > fastest ? zone_speed_mpx_s(&scene->zones[i])
                                                               : fastest;
    return fastest / 1000.0;
}

/* The wall crawls as the panel's output lets it, a text alone as suits it best; NULL with an error.
 */
static struct scene *make_scene(struct cli *cli, const struct panel *panel, struct plan *plan)
{
    struct config_crawl *crawl = &cli->config->crawl;
    if (cli_planned_is_wall(cli)) {
        const struct crawl_rates rates = crawl_rates_of(plan, panel, &cli->config->colours);
        crawl->panel_hz = rates.panel_hz;
        crawl->usual_hz = rates.usual_hz;
        return cli_planned_scene(cli, panel);
    }
    struct scene *scene = cli_planned_scene(cli, panel);
    if (!scene || !crawl->fit)
        return scene;
    crawl->panel_hz = plan_crawl_hz(plan, scene);
    scene_unref(scene);
    return cli_planned_scene(cli, panel);
}

static bool plan_it(struct cli *cli, const struct panel *panel, struct panel_prices prices)
{
    const struct panel_path path = panel_path(cli->config, cli->config->panel.fast, prices);
    struct plan *plan = plan_create(panel, &cli->config->panel, path.cost);
    struct scene *scene = make_scene(cli, panel, plan);
    if (!scene) {
        plan_destroy(plan);
        return false;
    }
    struct figures figures = {.with_rank = cli_value(cli, "rank") != NULL};
    struct other_way other;
    plan_scene(plan, scene);
    measure_scene(plan, panel, scene, &path.cost, &figures);
    bool has_other = plan_other_way(cli, panel, scene, prices, &other);
    struct remedy remedies[REMEDIES_MAX];
    size_t count = remedies_find(plan_report(plan), &cli->config->panel, &path.cost,
                                 has_other && other.path.cost.registers ? &other.path.cost : NULL,
                                 lanes_of_board(cli), scene, remedies);
    if (cli->json) {
        print_json(panel, &figures, plan, fastest_px_s(scene), &path, has_other ? &other : NULL,
                   remedies_json(remedies, count));
    } else {
        print_people(panel, &figures, plan, fastest_px_s(scene), &path);
        if (has_other)
            print_other_way(&other);
        print_remedies(remedies, count);
    }
    plan_destroy(plan);
    scene_unref(scene);
    return true;
}

static void print_measured(const struct cli *cli, const struct panel_measured *measured)
{
    json_t *items = json_array();
    for (int i = 0; i < measured->count; i++)
        json_array_append_new(
            items, json_pack("{s:i, s:I}", "lines", i + 1, "ns", (json_int_t)measured->ns[i]));
    if (cli->json)
        cli_print_json(json_pack("{s:s, s:s, s:I, s:I, s:O}", "library", measured->library, "way",
                                 measured->way, "call_ns", (json_int_t)measured->call_ns, "line_ns",
                                 (json_int_t)measured->line_ns, "items", items));
    json_decref(items);
    if (cli->json)
        return;
    printf("%s, lines set by %s; the panel is dark\n", measured->library, measured->way);
    for (int i = 0; i < measured->count; i++)
        printf("a call of %d line%s %lld ns\n", i + 1,
               i == 0 ? ": " : "s:", (long long)measured->ns[i]);
    printf("hub75.call_ns = %lld, hub75.line_ns = %lld\n", (long long)measured->call_ns,
           (long long)measured->line_ns);
}

static int run_measuring(struct cli *cli)
{
    struct panel_measured measured;
    if (cli->argument_count > 0) {
        diag_error(&cli->diag, "--measure takes no TEXT: it measures the lines of the board");
        return CLI_FAULT;
    }
    if (!panel_measure(cli->config, &measured, &cli->diag))
        return CLI_FAULT;
    print_measured(cli, &measured);
    return CLI_DONE;
}

static int run(struct cli *cli)
{
    if (cli_value(cli, "measure"))
        return run_measuring(cli);
    long long call_ns = cli->config->hub75.call_ns;
    long long line_ns = cli->config->hub75.line_ns;
    long long write_ns = PANEL_WRITE_NS;
    if (!cli_number(cli, "call-ns", 1, CALL_NS_MAX, &call_ns) ||
        !cli_number(cli, "line-ns", 0, CALL_NS_MAX, &line_ns) ||
        !cli_number(cli, "write-ns", 1, CALL_NS_MAX, &write_ns))
        return CLI_FAULT;
    struct panel *panel = panel_create(&cli->config->panel, &cli->diag);
    if (!panel)
        return CLI_FAULT;
    bool good = plan_it(cli, panel, (struct panel_prices){call_ns, line_ns, write_ns});
    panel_destroy(panel);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_plan = {
    .name = "plan",
    .arguments = "[TEXT]",
    .help = "what the scan plan of the wall as it comes costs, or of a text",
    .most = 1,
    .text_at = 1,
    .options =
        {
            {"call-ns", "N", "what a call of the lines costs, ns", 0},
            {"line-ns", "N", "and each further line in it, ns", 0},
            {"write-ns", "N", "and a write of a register (panel.fast), ns; 20 on a Pi 4, 50 on a 5",
             0},
            {"rank", NULL, "also what the rank of its patterns would cost, shifted whole", 0},
            {"label", "NAME", "as the wall shows it, said by NAME, whose name is the label", 0},
            {"measure", NULL, "what calls of 1 to 8 of the real lines cost; the panel is dark", 0},
            {"pattern", "NAME", "of a builder's pattern (its first step)", 0},
        },
    .run = run,
};
