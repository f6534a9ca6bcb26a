/* vcd:FILE: the connector's lines written down, refresh by refresh, on the
 * simulated clock. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lines_vcd.h"
#include "output/outputs.h"
#include "panel_stage.h"

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
    bool failed;
};

static int show(struct output *output, struct scene *scene)
{
    struct vcd_output *vcd = (struct vcd_output *)output;
    scene_unref(vcd->scene);
    vcd->scene = scene_ref(scene);
    return 0;
}

static void refresh(struct vcd_output *vcd)
{
    stage_fill(&vcd->stage, &vcd->wall, vcd->scene, vcd->start_ns + vcd->next_ns);
    vcd->failed |= scan_refresh(&vcd->scan, &vcd->stage.slots, vcd->next_ns) < 0;
    int64_t now_ns = lines_now_ns(vcd->lines);
    vcd->next_ns += vcd->stage.slots.period_ns;
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
    return 0;
}

static void status(struct output *output, struct output_status *status)
{
    const struct vcd_output *vcd = (struct vcd_output *)output;
    status->name = "vcd";
    if (vcd->stage.slots.period_ns > 0)
        status->refresh_hz = (double)CLOCK_NS_PER_S / (double)vcd->stage.slots.period_ns;
    status->healthy = !vcd->failed;
}

static void free_vcd(struct vcd_output *vcd)
{
    lines_close(vcd->lines);
    if (vcd->wall.panel)
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
    bool good = wall_open(&vcd->wall, config, config->hub75.call_ns, diag);
    if (vcd->wall.panel)
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
