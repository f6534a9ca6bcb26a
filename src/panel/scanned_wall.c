#include "scanned_wall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"
#include "hub75/rows.h"
#include "hub75/scan.h"
#include "panel/panel_gpiod.h"
#include "registers.h"

static uint64_t lane_lines(int lane)
{
    static const int first[BOARD_LANES_MAX] = {BOARD_R1, BOARD_LANE2, BOARD_LANE3};
    return UINT64_C(0x3f) << first[lane];
}

static uint64_t needed_lines(const struct panel *panel)
{
    uint64_t lines = UINT64_C(1) << BOARD_CLK | UINT64_C(1) << BOARD_LAT | UINT64_C(1) << BOARD_OE;
    for (int lane = 0; lane < panel->lanes && lane < BOARD_LANES_MAX; lane++)
        lines |= lane_lines(lane);
    return lines | rows_lines(panel->config->wiring.select, panel->scan_rows);
}

static bool check_lines(const struct scanned_wall *wall, struct diag *diag)
{
    bool good = true;
    for (int line = 0; line < BOARD_LINES; line++)
        if (wall->used >> line & 1 && wall->board.pins[line].chip < 0)
            good = diag_error(diag, "%s: the panel needs %s, which this board does not have",
                              wall->board.file, board_line_name((enum board_line)line));
    return good;
}

bool scanned_wall_open(struct scanned_wall *wall, const struct config *config,
                       struct lines_cost cost, struct diag *diag)
{
    *wall = (struct scanned_wall){.config = config, .cost = cost};
    wall->panel = panel_create(&config->panel, diag);
    if (!wall->panel || !board_read(&wall->board, config->panel.board, diag))
        return false;
    wall->plan = plan_create(wall->panel, &config->panel, cost);
    wall->used = needed_lines(wall->panel);
    return check_lines(wall, diag);
}

void scanned_wall_close(struct scanned_wall *wall)
{
    plan_destroy(wall->plan);
    panel_destroy(wall->panel);
    board_finish(&wall->board);
    *wall = (struct scanned_wall){0};
}

void scanned_wall_set_cost(struct scanned_wall *wall, struct lines_cost cost)
{
    wall->cost = cost;
    plan_set_cost(wall->plan, cost);
}

void scanned_wall_settle(struct scanned_wall *wall, struct lines_cost cost)
{
    wall->cost = cost;
    plan_settle(wall->plan, cost);
}

int scanned_wall_darken(const struct scanned_wall *wall, struct lines *lines)
{
    const struct panel *panel = wall->panel;
    struct scan scan;
    scan_init(&scan, lines, panel, wall->cost.call_ns);
    return scan_darken(&scan);
}

static double refresh_hz(const struct plan_report *report)
{
    return (double)CLOCK_NS_PER_S / (double)report->period_ns;
}

/* Once for each colour: the log of years is not for what hangs on the configuration. */
static void tell_colour(struct scanned_wall *wall, const struct plan_report *report)
{
    const struct config_colour asked = report->worst;
    char moved[PLAN_MOVED_SIZE];
    for (size_t i = 0; i < wall->told_count; i++)
        if (memcmp(&wall->told[i], &asked, sizeof asked) == 0)
            return;
    if (!report->moved || wall->told_count == SCANNED_WALL_TOLD)
        return;
    wall->told[wall->told_count++] = asked;
    plan_moved_text(report, moved);
    log_warning("the colour %s, since more does not fit into %.0f refreshes a second; `motograph "
                "status` tells what would help",
                moved, refresh_hz(report));
}

void scanned_wall_show(struct scanned_wall *wall, const struct scene *scene)
{
    bool was_slow = plan_report(wall->plan)->slow;
    plan_scene(wall->plan, scene);
    wall->remedied = false;
    const struct plan_report *report = plan_report(wall->plan);
    log_debug("plan: %.1f Hz, unit of light %.3f of a row's time, DE2000 %.1f%s%s",
              refresh_hz(report), report->unit_share, report->delta_e,
              report->half_rate ? ", some slots at half rate" : "",
              report->renamed ? ", a colour changes its name" : "");
    if (report->too_slow && !was_slow)
        log_warning(
            "the panel is refreshed only %.0f times a second; `motograph status` tells what "
            "would help",
            refresh_hz(report));
    else if (report->slow && !was_slow)
        log_info("the panel is refreshed %.0f times a second, not %d", refresh_hz(report),
                 wall->config->panel.refresh_hz);
    if (report->dimmed < 1)
        log_info("the picture is dimmed to %.0f %%, since it would draw %.1f A (panel.max_amperes)",
                 report->dimmed * 100, report->amperes);
    tell_colour(wall, report);
}

_Static_assert((int)OUTPUT_HELP_SIZE == (int)REMEDY_TEXT_SIZE &&
                   (int)OUTPUT_HELP_MAX == (int)REMEDIES_MAX &&
                   (int)OUTPUT_NOTE_SIZE >= (int)PLAN_MOVED_SIZE,
               "remedies and what moved fit in");

/* A write is made as often as a level is to stand. */
static int64_t pulse_cost_ns(int pulse_ns, int64_t write_ns)
{
    int64_t times = (pulse_ns + write_ns - 1) / write_ns;
    return (times > 1 ? times : 1) * write_ns;
}

bool scanned_wall_registers(const struct scanned_wall *wall, int64_t write_ns,
                            struct lines_cost *cost)
{
    if (!registers_suit(&wall->board, wall->used))
        return false;
    *cost = lines_cost_of_registers(pulse_cost_ns(wall->config->panel.pulse_ns, write_ns));
    return true;
}

/* Once a scene: it takes some time. */
static void find_remedies(struct scanned_wall *wall, const struct scene *scene)
{
    struct lines_cost registers;
    bool has = scanned_wall_registers(wall, PANEL_WRITE_NS, &registers);
    if (!wall->remedied)
        wall->remedy_count =
            remedies_find(plan_report(wall->plan), &wall->config->panel, &wall->cost,
                          has ? &registers : NULL, wall->board.lanes, scene, wall->remedies);
    wall->remedied = true;
}

void scanned_wall_status(struct scanned_wall *wall, const struct scene *scene,
                         struct output_status *status)
{
    const struct plan_report *report = plan_report(wall->plan);
    struct output_plan *plan = &status->plan;
    find_remedies(wall, scene);
    status->refresh_hz = refresh_hz(report);
    *plan = (struct output_plan){
        .made = true,
        .slots = wall->slots,
        .refresh_hz = refresh_hz(report),
        .unit_share = report->unit_share * report->dimmed * report->crowded,
        .delta_e = report->delta_e,
        .renamed = report->renamed,
        .help_count = wall->remedy_count,
    };
    for (size_t i = 0; i < wall->remedy_count; i++)
        remedy_text(&wall->remedies[i], plan->help[i]);
    plan_moved_text(report, plan->moved);
    char light[PLAN_LIGHT_SIZE];
    plan_light_text(report, light);
    snprintf(status->note, sizeof status->note, "%s%s%s%s%s%s",
             report->dimmed < 1 ? "dimmed for panel.max_amperes; " : "",
             light[0] ? "unit of light " : "", light, light[0] ? "; " : "",
             report->half_rate ? "shorter slots at half rate; " : "",
             report->too_slow ? "slower than panel.min_refresh_hz; " : "");
    size_t length = strlen(status->note);
    if (length > 0)
        status->note[length - 2] = '\0'; /* the last separator */
}
