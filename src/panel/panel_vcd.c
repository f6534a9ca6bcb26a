/* vcd:FILE: the connector's lines written down, refresh by refresh, on the
 * simulated clock. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/config.h"
#include "lines_vcd.h"
#include "output/outputs.h"
#include "scanned_wall.h"

struct vcd_output {
    struct output output;
    const struct clock *clock;
    char *path;
    struct wall wall;
    struct stage stage;
    struct lines *lines;
    struct scan scan;
    struct scene *scene;
    int64_t start_ns; /* the player's time at the trace's 0 */
    int64_t next_ns;  /* of the trace: when the next refresh starts */
    unsigned refreshes;
    bool failed;
};

static int show(struct output *output, struct scene *scene)
{
    struct vcd_output *vcd = (struct vcd_output *)output;
    scene_unref(vcd->scene);
    vcd->scene = scene_ref(scene);
    wall_show(&vcd->wall, scene);
    return 0;
}

/* A step of the crawl is due at a refresh that is within a rounding of it. */
static void refresh(struct vcd_output *vcd)
{
    int64_t t_ns = vcd->start_ns + vcd->next_ns + STEP_ROUNDING_NS;
    stage_fill(&vcd->stage, &vcd->wall, vcd->scene, t_ns);
    if (vcd->scene)
        output_count(&vcd->output.sent, &vcd->stage.frame);
    const struct plan_step *step = &vcd->stage.step;
    const struct slots *slots = &step->phases[vcd->refreshes++ % step->count];
    vcd->failed |= scan_refresh(&vcd->scan, slots, vcd->next_ns) < 0;
    int64_t now_ns = lines_now_ns(vcd->lines);
    vcd->next_ns += vcd->stage.period_ns;
    if (vcd->next_ns < now_ns)
        vcd->next_ns = now_ns;
}

static int64_t advance(struct output *output, int64_t now_ns)
{
    struct vcd_output *vcd = (struct vcd_output *)output;
    while (vcd->start_ns + vcd->next_ns < now_ns && !vcd->failed)
        refresh(vcd);
    return INT64_MAX;
}

static int blank(struct output *output)
{
    struct vcd_output *vcd = (struct vcd_output *)output;
    scene_unref(vcd->scene);
    vcd->scene = NULL;
    wall_show(&vcd->wall, NULL);
    return 0;
}

static void status(struct output *output, struct output_status *status)
{
    struct vcd_output *vcd = (struct vcd_output *)output;
    status->name = "vcd";
    wall_status(&vcd->wall, vcd->scene, status);
    status->healthy = !vcd->failed;
}

static void free_vcd(struct vcd_output *vcd)
{
    lines_close(vcd->lines);
    if (vcd->wall.plan)
        stage_finish(&vcd->stage);
    wall_close(&vcd->wall);
    scene_unref(vcd->scene);
    free(vcd->path);
    free(vcd);
}

static bool close_vcd(struct output *output, struct diag *diag)
{
    struct vcd_output *vcd = (struct vcd_output *)output;
    int error = scan_darken(&vcd->scan);
    if (error == 0)
        error = lines_vcd_flush(vcd->lines);
    if (error < 0)
        diag_error(diag, "%s: the trace is not whole: %s", vcd->path, strerror(-error));
    free_vcd(vcd);
    return error == 0;
}

static const struct output_ops ops = {
    .show = show,
    .advance = advance,
    .blank = blank,
    .status = status,
    .close = close_vcd,
};

struct output *panel_open_vcd(const char *arg, const struct config *config,
                              const struct clock *clock, int width, int height, struct diag *diag)
{
    (void)width, (void)height; /* the wall's, which follows from config */
    struct vcd_output *vcd = memory_alloc(1, sizeof *vcd);
    *vcd = (struct vcd_output){.output.ops = &ops, .clock = clock};
    vcd->path = memory_copy_string(arg);
    vcd->start_ns = clock_monotonic_ns(clock);
    const struct lines_cost cost = {.call_ns = config->hub75.call_ns,
                                    .line_ns = config->hub75.line_ns};
    bool good = wall_open(&vcd->wall, config, cost, diag);
    if (vcd->wall.plan)
        stage_init(&vcd->stage, &vcd->wall);
    if (good && vcd->wall.panel)
        vcd->lines = lines_vcd_open(arg, &vcd->wall.board, &config->hub75, vcd->wall.used, diag);
    if (!vcd->lines) {
        free_vcd(vcd);
        return NULL;
    }
    const struct panel *panel = vcd->wall.panel;
    assert(panel);
    scan_init(&vcd->scan, vcd->lines, panel->scan_rows, panel->columns, panel->lanes,
              config->hub75.call_ns);
    scan_start(&vcd->scan, config->panel.driver);
    vcd->next_ns = lines_now_ns(vcd->lines);
    return &vcd->output;
}
