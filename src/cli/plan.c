/* motograph plan [TEXT]: what the scan plan costs, over a text's whole way
 * through the panel, beside a fixed 11-bit scan of the same pictures. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/cli.h"
#include "config/board.h"
#include "display/crawl.h"
#include "hub75/lines_model.h"
#include "hub75/planes.h"
#include "hub75/scan.h"
#include "text/font.h"

#define CALL_NS_MAX 1000000

/* The headline that the project's figures are measured with. */
static const char usual_text[] =
    "BREAKING: Central bank holds rate at 4.25% as inflation cools; markets rally, tech up 2.1%, "
    "oil slips under $70 a barrel";

struct figures {
    uint64_t calls, calls_max, slots, refreshes;
    int64_t busiest_ns; /* in the calls of one refresh */
};

static void measure_refresh(struct scan *scan, struct lines_model *model, const struct slots *slots,
                            struct figures *figures)
{
    uint64_t calls = model->calls;
    int64_t start_ns = model->now_ns;
    int64_t busy_ns = model->busy_ns;
    scan_refresh(scan, slots, start_ns);
    calls = model->calls - calls;
    int64_t span_ns = model->now_ns - start_ns;
    model->now_ns = start_ns + (span_ns > slots->period_ns ? span_ns : slots->period_ns);
    figures->calls += calls;
    figures->calls_max = calls > figures->calls_max ? calls : figures->calls_max;
    figures->slots += slots->count;
    busy_ns = model->busy_ns - busy_ns;
    figures->busiest_ns = busy_ns > figures->busiest_ns ? busy_ns : figures->busiest_ns;
    figures->refreshes++;
}

/* Every offset from the first column that comes in to the last that goes out;
 * at each, all phases of the dim slots. */
static void measure(struct plan *plan, const struct panel *panel, const struct scene *scene,
                    struct plan_cost cost, struct figures *figures)
{
    struct lines_model model;
    struct scan scan;
    struct frame frame;
    struct plan_step step;
    lines_model_init(&model, cost);
    scan_init(&scan, &model.lines, panel->scan_rows, panel->columns, panel->lanes, cost.call_ns);
    scan_start(&scan, CONFIG_DRIVER_PLAIN);
    frame_init(&frame, panel->width_px, panel->height_px);
    plan_step_init(&step, plan);
    for (int64_t t_ns = scene_next_step(scene, 0);; t_ns = scene_next_step(scene, t_ns)) {
        if (scene_next_step(scene, t_ns) == INT64_MAX)
            break; /* the last step leaves an empty panel */
        scene_draw(scene, t_ns, &frame);
        plan_step_fill(&step, plan, &frame);
        for (unsigned phase = 0; phase < PLAN_PHASES; phase++)
            measure_refresh(&scan, &model, &step.phases[phase % step.count], figures);
    }
    plan_step_finish(&step);
    frame_finish(&frame);
}

static struct scene *scene_of(struct cli *cli, const struct panel *panel, const char *text)
{
    struct fonts *fonts = fonts_open(&cli->config.text, &cli->diag);
    if (!fonts)
        return NULL;
    struct strip *strip =
        strip_create(fonts, text, strlen(text), TEXT_ROLE_TEXT, NULL, 0, &cli->diag);
    int32_t speed = crawl_speed_mpx_s(&cli->config.crawl, fonts_mean_advance_26_6(fonts));
    fonts_close(fonts);
    if (!strip)
        return NULL;
    struct scene *scene = scene_create(panel->width_px, panel->height_px, 0);
    scene->background = cli->config.colours.background;
    struct zone *zone = scene_add_zone(scene, 0, 0, panel->width_px, panel->height_px, strip);
    zone->strip_y = (panel->height_px - strip->height) / 2;
    zone->colours[TEXT_ROLE_TEXT] = cli->config.colours.text;
    zone->background = cli->config.colours.background;
    zone->motion = crawl_motion(strip, panel->width_px, speed, 0);
    strip_unref(strip);
    return scene;
}

static const char *remedy(const struct panel *panel, const struct plan_report *report)
{
    if (!report->slow && !report->renamed && report->delta_e <= PLAN_SNAP_DE)
        return "";
    return panel->lanes < BOARD_LANES_MAX
               ? "more lanes (panel.parallel), or a board with its own scan"
               : "a board with its own scan";
}

static void print_json(struct cli *cli, const struct panel *panel, const struct figures *figures,
                       const struct plan_report *report, json_int_t fixed_calls)
{
    double refreshes = (double)figures->refreshes;
    (void)cli;
    cli_print_json(
        json_pack("{s:f, s:I, s:I, s:f, s:f, s:f, s:f, s:f, s:f, s:b, s:b, s:s}", "calls",
                  (double)figures->calls / refreshes, "calls_max", (json_int_t)figures->calls_max,
                  "fixed_calls", fixed_calls, "slots", (double)figures->slots / refreshes,
                  "refresh_hz", 1e9 / (double)report->period_ns, "refresh_hz_calls",
                  1e9 / (double)figures->busiest_ns, "unit_share", report->unit_share, "delta_e",
                  report->delta_e, "delta_e_76", report->delta_e_76, "half_rate", report->half_rate,
                  "renamed", report->renamed, "remedy", remedy(panel, report)));
}

static void print_people(const struct panel *panel, const struct figures *figures,
                         const struct plan_report *report, json_int_t fixed_calls)
{
    double refreshes = (double)figures->refreshes;
    printf("calls a refresh   %.0f on average, %llu at most; a fixed 11-bit scan: %lld\n",
           (double)figures->calls / refreshes, (unsigned long long)figures->calls_max,
           (long long)fixed_calls);
    printf("slots a refresh   %.1f\n", (double)figures->slots / refreshes);
    printf("refresh           %.0f Hz%s; the calls alone would allow %.0f Hz\n",
           1e9 / (double)report->period_ns, report->slow ? " (slower than asked)" : "",
           1e9 / (double)figures->busiest_ns);
    printf("unit of light     %.2f of a row's share of the period\n", report->unit_share);
    printf("colour error      %.1f (CIE DE2000), %.1f (CIE 1976)%s%s\n", report->delta_e,
           report->delta_e_76, report->renamed ? ": a colour changes its name" : "",
           report->half_rate ? "; the shorter slots in every second refresh" : "");
    if (*remedy(panel, report))
        printf("what would help   %s\n", remedy(panel, report));
}

static json_int_t fixed_calls_of(const struct panel *panel)
{
    const int dark_calls = 3;
    return (json_int_t)panel->scan_rows * LIGHT_BITS * (2 * panel->columns + dark_calls);
}

static bool plan_text(struct cli *cli, const struct panel *panel, struct plan_cost cost)
{
    const char *text = cli->argument_count > 0 ? cli->arguments[0] : usual_text;
    struct scene *scene = scene_of(cli, panel, text);
    if (!scene)
        return false;
    struct plan *plan = plan_create(panel, &cli->config.panel, cost);
    struct figures figures = {0};
    plan_scene(plan, scene);
    measure(plan, panel, scene, cost, &figures);
    if (cli->json)
        print_json(cli, panel, &figures, plan_report(plan), fixed_calls_of(panel));
    else
        print_people(panel, &figures, plan_report(plan), fixed_calls_of(panel));
    plan_destroy(plan);
    scene_unref(scene);
    return true;
}

static int run(struct cli *cli)
{
    long long call_ns = cli->config.hub75.call_ns;
    long long line_ns = cli->config.hub75.line_ns;
    if (!cli_number(cli, "call-ns", 1, CALL_NS_MAX, &call_ns) ||
        !cli_number(cli, "line-ns", 0, CALL_NS_MAX, &line_ns))
        return CLI_FAULT;
    struct panel *panel = panel_create(&cli->config.panel, &cli->diag);
    if (!panel)
        return CLI_FAULT;
    bool good = plan_text(cli, panel, (struct plan_cost){call_ns, line_ns});
    panel_destroy(panel);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_plan = {
    .name = "plan",
    .arguments = "[TEXT]",
    .help = "what the scan plan of a text costs, beside a fixed scan",
    .most = 1,
    .options =
        {
            {"call-ns", "N", "what a call of the lines costs, ns", 0},
            {"line-ns", "N", "and each further line in it, ns", 0},
        },
    .run = run,
};
