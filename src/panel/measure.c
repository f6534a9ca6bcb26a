#include "panel/measure.h"

#include "config/config.h"
#include "gpiod_settle.h"
#include "lines_gpiod.h"
#include "scanned_wall.h"

/* Least squares over 1, 2, ... lines, whose mean is (n + 1) / 2; a call of one line takes call_ns.
 */
static void fit_cost(struct panel_measured *measured)
{
    const int count = measured->count;
    const double middle = (count + 1) / 2.0;
    double mean = 0;
    double along = 0;
    double square = 0;
    for (int i = 0; i < count; i++)
        mean += (double)measured->ns[i] / count;
    for (int i = 0; i < count; i++) {
        along += (i + 1 - middle) * ((double)measured->ns[i] - mean);
        square += (i + 1 - middle) * (i + 1 - middle);
    }
    double line_ns = along > 0 ? along / square : 0;
    double call_ns = mean - (middle - 1) * line_ns;
    measured->line_ns = (int64_t)(line_ns + 0.5);
    measured->call_ns = call_ns >= 1 ? (int64_t)(call_ns + 0.5) : 1;
}

/* With the output off and the clock at rest: nothing is shifted. */
static void measure_all(struct lines *lines, uint64_t used, struct panel_measured *measured)
{
    const uint64_t at_rest =
        UINT64_C(1) << BOARD_CLK | UINT64_C(1) << BOARD_LAT | UINT64_C(1) << BOARD_OE;
    uint64_t mask = 0;
    for (uint64_t rest = used & ~at_rest; rest && measured->count < PANEL_MEASURED_LINES;
         rest &= rest - 1) {
        mask |= rest & -rest;
        measured->ns[measured->count++] = gpiod_measure_call(lines, mask);
        lines_set(lines, mask, 0);
    }
}

static bool measure_lines(const struct scanned_wall *wall, struct panel_measured *measured,
                          struct diag *diag)
{
    bool by_library = wall->config->hub75.library_calls;
    struct lines *lines = lines_gpiod_prepare(&wall->board, by_library, diag);
    bool good = lines && lines_gpiod_request(lines, wall->used, GPIOD_CONSUMER, diag);
    if (good) {
        measure_all(lines, wall->used, measured);
        fit_cost(measured);
        measured->library = lines_gpiod_library;
        measured->way = lines_way_name(lines_gpiod_way(lines));
        good = scanned_wall_darken(wall, lines) == 0 ||
               diag_error(diag, "the panel's lines can't be set");
    }
    if (lines)
        lines_close(lines);
    return good;
}

bool panel_measure(const struct config *config, struct panel_measured *measured, struct diag *diag)
{
    struct scanned_wall wall;
    const struct lines_cost cost = {.call_ns = config->hub75.call_ns,
                                    .line_ns = config->hub75.line_ns};
    *measured = (struct panel_measured){0};
    bool good =
        scanned_wall_open(&wall, config, cost, diag) && measure_lines(&wall, measured, diag);
    scanned_wall_close(&wall);
    return good;
}
