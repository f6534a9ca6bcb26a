#include "hub75/panel.h"

#include <stdlib.h>

#include "base/memory.h"
#include "config/panel_keys.h"
#include "config/panel_ranges.h"
#include "hub75/geometry.h"

static void fill_map(struct panel *panel)
{
    uint32_t *next = panel->pixels;
    for (int row = 0; row < panel->scan_rows; row++)
        for (int column = 0; column < panel->columns; column++)
            for (int lane = 0; lane < panel->lanes; lane++)
                for (int half = 0; half < PANEL_HALVES; half++) {
                    struct geometry_point p =
                        geometry_pixel(panel->config, row, column, lane, half);
                    *next++ = (uint32_t)(p.y * panel->width_px + p.x);
                }
}

static bool check(const struct config_panel *config, struct diag *diag)
{
    return panel_is_possible(config) ||
           diag_error(diag, "panel: %d rows, scan 1:%d, chain %d in %d rows: no such wall",
                      config->rows, panel_scan_rows(config), config->chain, config->fold);
}

struct panel *panel_create(const struct config_panel *config, struct diag *diag)
{
    if (!check(config, diag))
        return NULL;
    struct panel *panel = memory_alloc(1, sizeof *panel);
    struct geometry_point size = geometry_size(config);
    panel->config = memory_alloc(1, sizeof *panel->config);
    *panel->config = *config;
    panel->config->board = NULL;
    panel->width_px = size.x;
    panel->height_px = size.y;
    panel->scan_rows = panel_scan_rows(config);
    panel->columns = geometry_columns(config);
    panel->lanes = config->parallel;
    panel->pixels = memory_alloc((size_t)size.x * (size_t)size.y, sizeof(uint32_t));
    fill_map(panel);
    geometry_channels(config->order, panel->channel_of);
    return panel;
}

void panel_destroy(struct panel *panel)
{
    if (!panel)
        return;
    free(panel->pixels);
    free(panel->config);
    free(panel);
}

int panel_width_px(const struct panel *panel)
{
    return panel->width_px;
}

int panel_height_px(const struct panel *panel)
{
    return panel->height_px;
}
