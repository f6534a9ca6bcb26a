#include "config/panel_ranges.h"

static bool is_within(int value, int least, int most)
{
    return value >= least && value <= most;
}

bool panel_has_rows(const struct config_panel *panel)
{
    return panel->rows == PANEL_ROWS_MIN || panel->rows == 32 || panel->rows == PANEL_ROWS_MAX;
}

bool panel_has_scan(const struct config_panel *panel)
{
    return panel->scan == 0 || panel->scan == 8 || panel->scan == 16 ||
           panel->scan == PANEL_SCAN_MAX;
}

int panel_scan_rows(const struct config_panel *panel)
{
    return panel->scan ? panel->scan : panel->rows / 2;
}

int panel_shared_rows(const struct config_panel *panel)
{
    int two_halves = 2 * panel_scan_rows(panel);
    return panel->rows % two_halves == 0 ? panel->rows / two_halves : 0;
}

bool panel_multiplex_fits(const struct config_panel *panel)
{
    int shared = panel_shared_rows(panel);
    switch (panel->multiplex) {
    case CONFIG_MULTIPLEX_DIRECT:
        return shared == 1;
    case CONFIG_MULTIPLEX_STRIPE:
        return shared == 2 || shared == 4;
    case CONFIG_MULTIPLEX_CHECKER:
        return shared == 2;
    }
    return false;
}

static bool is_chain(const struct config_panel *panel)
{
    return is_within(panel->columns, PANEL_COLUMNS_MIN, PANEL_COLUMNS_MAX) &&
           panel->columns % PANEL_COLUMNS_MULTIPLE == 0 &&
           is_within(panel->chain, 1, PANEL_CHAIN_MAX) &&
           panel->columns * panel->chain <= PANEL_CHAIN_COLUMNS_MAX &&
           is_within(panel->parallel, 1, PANEL_PARALLEL_MAX) &&
           is_within(panel->fold, 1, PANEL_FOLD_MAX) && panel->chain % panel->fold == 0;
}

bool panel_is_possible(const struct config_panel *panel)
{
    return panel_has_rows(panel) && panel_has_scan(panel) && panel_multiplex_fits(panel) &&
           is_chain(panel) && is_within(panel->rotation, 0, 270) && panel->rotation % 90 == 0 &&
           panel->order <= CONFIG_ORDER_BGR && panel->driver <= CONFIG_DRIVER_FM6127;
}

bool panel_is_lit_well(const struct config_panel *panel)
{
    return is_within(panel->brightness, 1, 100) &&
           is_within(panel->blank_ns, 0, PANEL_BLANK_NS_MAX) &&
           is_within(panel->pulse_ns, 0, PANEL_PULSE_NS_MAX) &&
           is_within(panel->pixel_cycles, PANEL_PIXEL_CYCLES_MIN, PANEL_PIXEL_CYCLES_MAX) &&
           is_within(panel->dark_after_ms, PANEL_DARK_AFTER_MS_MIN, PANEL_DARK_AFTER_MS_MAX);
}
