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

/* Only where some panel has an order of its own. */
static void fill_orders(struct panel *panel)
{
    const struct config_panel *config = panel->config;
    bool own = false;
    for (int i = 0; i < CONFIG_PANELS_MAX; i++)
        own |= config->orders[i] != 0;
    if (!own)
        return;
    panel->orders = memory_alloc((size_t)panel->columns, (size_t)panel->lanes);
    uint8_t *next = panel->orders;
    for (int column = 0; column < panel->columns; column++)
        for (int lane = 0; lane < panel->lanes; lane++)
            *next++ = (uint8_t)geometry_order(config, column, lane);
}

/* Wires by the keys what no check has wired. */
static bool check(struct config_panel *config, struct diag *diag)
{
    if (config->wiring.columns == 0)
        panel_wire_by_keys(config);
    return panel_is_possible(config) ||
           diag_error(diag, "panel: %d rows, scan 1:%d, chain %d in %d rows: no such wall",
                      config->rows, panel_scan_rows(config), config->chain, config->fold);
}

struct panel *panel_create(const struct config_panel *config, struct diag *diag)
{
    struct config_panel wired = *config;
    if (!check(&wired, diag))
        return NULL;
    struct panel *panel = memory_alloc(1, sizeof *panel);
    struct geometry_point size = geometry_size(&wired);
    panel->config = memory_alloc(1, sizeof *panel->config);
    *panel->config = wired;
    panel->config->board = panel->config->model = panel->config->driver = NULL;
    panel->width_px = size.x;
    panel->height_px = size.y;
    panel->scan_rows = wired.wiring.scan;
    panel->columns = geometry_columns(&wired);
    panel->lanes = config->parallel;
    size_t places = (size_t)panel->scan_rows * (size_t)panel->columns * (size_t)panel->lanes;
    panel->pixels = memory_alloc(places * PANEL_HALVES, sizeof(uint32_t));
    fill_map(panel);
    fill_orders(panel);
    geometry_channels(config->order, panel->channel_of);
    return panel;
}

void panel_destroy(struct panel *panel)
{
    if (!panel)
        return;
    free(panel->pixels);
    free(panel->orders);
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
