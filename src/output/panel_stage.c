#include "panel_stage.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"

static uint32_t lane_lines(int lane)
{
    static const int first[BOARD_LANES_MAX] = {BOARD_R1, BOARD_LANE2, BOARD_LANE3};
    return UINT32_C(0x3f) << first[lane];
}

static uint32_t needed_lines(const struct panel *panel)
{
    uint32_t lines = UINT32_C(1) << BOARD_CLK | UINT32_C(1) << BOARD_LAT | UINT32_C(1) << BOARD_OE;
    for (int lane = 0; lane < panel->lanes && lane < BOARD_LANES_MAX; lane++)
        lines |= lane_lines(lane);
    for (int bit = 0; 1 << bit < panel->scan_rows; bit++)
        lines |= UINT32_C(1) << (BOARD_A + bit);
    return lines;
}

static bool check_lines(const struct wall *wall, struct diag *diag)
{
    bool good = true;
    for (int line = 0; line < BOARD_LINES; line++)
        if (wall->used >> line & 1 && wall->board.pins[line].chip < 0)
            good = diag_error(diag, "%s: the panel needs %s, which this board does not have",
                              wall->board.file, board_line_name((enum board_line)line));
    return good;
}

bool wall_open(struct wall *wall, const struct config *config, int64_t call_ns, struct diag *diag)
{
    *wall = (struct wall){.config = config, .call_ns = call_ns};
    wall->panel = panel_create(&config->panel, diag);
    if (!wall->panel || !board_read(&wall->board, config->panel.board, diag))
        return false;
    wall->used = needed_lines(wall->panel);
    return check_lines(wall, diag);
}

void wall_close(struct wall *wall)
{
    panel_destroy(wall->panel);
    board_finish(&wall->board);
    *wall = (struct wall){0};
}

void stage_init(struct stage *stage, const struct wall *wall)
{
    *stage = (struct stage){0};
    frame_init(&stage->frame, wall->panel->width_px, wall->panel->height_px);
    planes_init(&stage->planes, wall->panel);
    stage->slots.items =
        memory_alloc(planes_slot_count(&stage->planes), sizeof *stage->slots.items);
}

void stage_finish(struct stage *stage)
{
    frame_finish(&stage->frame);
    planes_finish(&stage->planes);
    free(stage->slots.items);
    *stage = (struct stage){0};
}

/* The dimmest plane's time: a row's share of the period over all steps of
 * light, but no shorter than a call. */
static int64_t unit_ns(const struct wall *wall, int64_t period_ns)
{
    int64_t unit = period_ns / wall->panel->scan_rows / LIGHT_FULL;
    unit = unit * wall->config->panel.brightness / 100;
    return unit > wall->call_ns ? unit : wall->call_ns;
}

void stage_fill(struct stage *stage, const struct wall *wall, const struct scene *scene,
                int64_t t_ns)
{
    int64_t period_ns = CLOCK_NS_PER_S / wall->config->panel.refresh_hz;
    stage->from_ns = t_ns;
    if (scene)
        scene_draw(scene, t_ns, &stage->frame);
    else
        memset(stage->frame.rgb, 0, (size_t)stage->frame.width * (size_t)stage->frame.height * 3);
    planes_from_frame(&stage->planes, &stage->frame);
    planes_to_slots(&stage->planes, unit_ns(wall, period_ns), wall->call_ns, period_ns,
                    &stage->slots);
}
