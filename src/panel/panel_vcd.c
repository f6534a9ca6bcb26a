/* vcd:FILE: the connector's lines written down, refresh by refresh, on the
 * simulated clock. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "config/config.h"
#include "hub75/scan.h"
#include "lines_vcd.h"
#include "output/outputs.h"
#include "output/picture.h"
#include "output/replace.h"
#include "panel/crawl_rate.h"
#include "picture_ahead.h"

struct vcd_output {
    struct picture picture;
    char *path;
    char *temporary; /* until it is whole; NULL: none was made */
    struct scanned_wall wall;
    struct picture_ahead ahead;
    struct lines *lines; /* NULL: they could not be opened */
    struct scan scan;
    int64_t start_ns; /* the player's time at the trace's 0 */
    unsigned refreshes;
};

static void fail(struct vcd_output *vcd, int error)
{
    struct diag *diag = &vcd->picture.diag;
    if (error < 0 && diag->errors == 0)
        diag_error(diag, "%s: the trace is not whole: %s", vcd->path, strerror(-error));
}

/* A refresh; the next one follows when it is planned, or when this one is over. */
static void take(struct picture *picture, int64_t at_ns, bool changed)
{
    struct vcd_output *vcd = (struct vcd_output *)picture;
    (void)changed;
    int64_t trace_ns = at_ns - vcd->start_ns;
    picture_ahead_fill(&vcd->ahead, &vcd->wall, &picture->frame, at_ns);
    const struct plan_step *step = &vcd->ahead.step;
    fail(vcd, scan_refresh(&vcd->scan, &step->phases[vcd->refreshes++ % step->count], trace_ns));
    int64_t took_ns = lines_now_ns(vcd->lines) - trace_ns;
    picture->period_ns = took_ns > vcd->ahead.period_ns ? took_ns : vcd->ahead.period_ns;
}

static void show(struct picture *picture, struct scene *scene)
{
    scanned_wall_show(&((struct vcd_output *)picture)->wall, scene);
}

static void status(struct picture *picture, struct output_status *status)
{
    scanned_wall_status(&((struct vcd_output *)picture)->wall, picture->scene, status);
}

static void finish(struct picture *picture)
{
    struct vcd_output *vcd = (struct vcd_output *)picture;
    if (vcd->lines) {
        fail(vcd, scan_darken(&vcd->scan));
        fail(vcd, lines_vcd_flush(vcd->lines));
        lines_close(vcd->lines);
    }
    if (vcd->temporary)
        replace_finish(vcd->temporary, vcd->path, vcd->lines && picture->diag.errors == 0,
                       &picture->diag);
    if (vcd->wall.plan)
        picture_ahead_finish(&vcd->ahead);
    scanned_wall_close(&vcd->wall);
    free(vcd->temporary);
    free(vcd->path);
}

static const struct picture_ops ops = {
    .name = "vcd", .take = take, .show = show, .status = status, .finish = finish};

static bool open_lines(struct vcd_output *vcd, const struct config *config, struct diag *diag)
{
    const struct lines_cost cost = {.call_ns = config->hub75.call_ns,
                                    .line_ns = config->hub75.line_ns};
    bool good = scanned_wall_open(&vcd->wall, config, cost, diag);
    if (vcd->wall.plan)
        picture_ahead_init(&vcd->ahead, &vcd->wall);
    int fd = good ? replace_open(vcd->path, REPLACE_VCD, &vcd->temporary, diag) : -1;
    if (fd >= 0)
        close(fd);
    if (fd >= 0)
        vcd->lines =
            lines_vcd_open(vcd->temporary, &vcd->wall.board, &config->hub75, vcd->wall.used, diag);
    return vcd->lines != NULL;
}

struct output *panel_open_vcd(const char *arg, const struct config *config,
                              const struct clock *clock, int width, int height, struct diag *diag)
{
    struct picture *picture =
        picture_create(&ops, sizeof(struct vcd_output), CLOCK_NS_PER_S / config->panel.refresh_hz,
                       clock, width, height);
    struct vcd_output *vcd = (struct vcd_output *)picture;
    vcd->path = memory_copy_string(arg);
    vcd->start_ns = clock_monotonic_ns(clock);
    if (!open_lines(vcd, config, diag)) {
        picture->output.ops->close(&picture->output, diag);
        return NULL;
    }
    const struct panel *panel = vcd->wall.panel;
    assert(panel);
    scan_init(&vcd->scan, vcd->lines, panel, config->hub75.call_ns);
    scan_start(&vcd->scan);
    const struct crawl_rates rates = crawl_rates_of(vcd->wall.plan, panel, &config->colours);
    picture->output.crawl_hz = rates.panel_hz;
    picture->output.crawl_usual_hz = rates.usual_hz;
    picture->due_ns = vcd->start_ns + lines_now_ns(vcd->lines);
    picture->early_ns = STEP_ROUNDING_NS;
    return &picture->output;
}
