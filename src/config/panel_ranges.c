#include "config/panel_ranges.h"

static bool is_within(int value, int least, int most)
{
    return value >= least && value <= most;
}

bool panel_has_rows(const struct config_panel *panel)
{
    return is_within(panel->rows, WIRING_ROWS_MIN, WIRING_ROWS_MAX) && panel->rows % 2 == 0;
}

bool panel_has_scan(const struct config_panel *panel)
{
    return is_within(panel->scan, 0, WIRING_SCAN_MAX);
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
        return shared == 2 && panel->columns % 2 == 0;
    }
    return false;
}

/* direct, stripe: the rows that share a scan row follow each other, the lowest first. checker: the
 * same in pieces of half a panel's width; the upper row's left half comes second, its right half
 * last. Both after what panels sold as 1:8 outdoor modules do (measured by the users of other
 * drivers). */
static void wire(struct panel_wiring *wiring, enum config_multiplex multiplex, int shared)
{
    int width = multiplex == CONFIG_MULTIPLEX_CHECKER ? wiring->columns / 2 : wiring->columns;
    for (int i = 0; i < shared; i++)
        wiring->run[i] = (struct wiring_run){(uint8_t)((shared - 1 - i) * wiring->scan), 0,
                                             (uint8_t)(width - 1)};
    wiring_set_bases(wiring);
    wiring_add_sweep(wiring, width, false, shared);
}

bool panel_wire_by_keys(struct config_panel *panel)
{
    panel->wiring = (struct panel_wiring){0};
    if (!panel_has_rows(panel) || !panel_has_scan(panel) || !panel_multiplex_fits(panel) ||
        !is_within(panel->columns, WIRING_COLUMNS_MIN, WIRING_COLUMNS_MAX) ||
        panel_scan_rows(panel) > WIRING_SCAN_MAX)
        return false;
    struct panel_wiring wiring = {
        .columns = (uint16_t)panel->columns,
        .rows = (uint8_t)panel->rows,
        .scan = (uint8_t)panel_scan_rows(panel),
        .halves = WIRING_HALVES_MAX,
        .latch_clocks = 1,
    };
    wire(&wiring, panel->multiplex, panel_shared_rows(panel));
    if (panel->select != CONFIG_SELECT_DEFAULT)
        wiring.select = (uint8_t)(panel->select - CONFIG_SELECT_BINARY);
    panel->wiring = wiring;
    return true;
}

static bool is_chain(const struct config_panel *panel)
{
    return is_within(panel->chain, 1, PANEL_CHAIN_MAX) &&
           panel->columns * panel->chain <= PANEL_CHAIN_COLUMNS_MAX &&
           is_within(panel->parallel, 1, PANEL_PARALLEL_MAX) &&
           is_within(panel->fold, 1, PANEL_FOLD_MAX) && panel->chain % panel->fold == 0;
}

static bool is_on_its_side(const struct config_panel *panel, int index)
{
    return panel->places[index].turned % 2 == 1;
}

int panel_width_at(const struct config_panel *panel, int index)
{
    return is_on_its_side(panel, index) ? panel->rows : panel->columns;
}

int panel_height_at(const struct config_panel *panel, int index)
{
    return is_on_its_side(panel, index) ? panel->columns : panel->rows;
}

int panel_overlaps(const struct config_panel *panel, int index)
{
    const struct config_place *one = &panel->places[index];
    for (int i = 0; i < index; i++) {
        const struct config_place *other = &panel->places[i];
        if (one->x < other->x + panel_width_at(panel, i) &&
            other->x < one->x + panel_width_at(panel, index) &&
            one->y < other->y + panel_height_at(panel, i) &&
            other->y < one->y + panel_height_at(panel, index))
            return i;
    }
    return -1;
}

/* In a grid a panel on its side leaves its place, unless it is a square. */
static bool has_places(const struct config_panel *panel)
{
    const int quarters = 4;
    if (panel->placed && (panel->fold != 1 || panel->serpentine || panel->beside))
        return false;
    for (int i = 0; i < panel->chain * panel->parallel; i++) {
        const struct config_place *place = &panel->places[i];
        if (place->turned >= quarters || place->mirrored > 1 || place->x > PANEL_PLACE_MAX ||
            place->y > PANEL_PLACE_MAX)
            return false;
        if (panel->placed ? panel_overlaps(panel, i) >= 0
                          : is_on_its_side(panel, i) && panel->rows != panel->columns)
            return false;
    }
    return true;
}

static bool has_orders(const struct config_panel *panel)
{
    for (int i = 0; i < CONFIG_PANELS_MAX; i++)
        if (panel->orders[i] > CONFIG_ORDERS)
            return false;
    return panel->order < CONFIG_ORDERS;
}

bool panel_is_possible(const struct config_panel *panel)
{
    const struct panel_wiring *wiring = &panel->wiring;
    return wiring_check(wiring).fault == WIRING_IS_WHOLE && panel->rows == wiring->rows &&
           panel->columns == wiring->columns && panel_scan_rows(panel) == wiring->scan &&
           is_chain(panel) && is_within(panel->rotation, 0, 270) && panel->rotation % 90 == 0 &&
           panel->mirror <= CONFIG_MIRROR_VERTICAL && has_orders(panel) && has_places(panel);
}

bool panel_is_lit_well(const struct config_panel *panel)
{
    return is_within(panel->brightness, 1, 100) &&
           is_within(panel->blank_ns, 0, PANEL_BLANK_NS_MAX) &&
           is_within(panel->pulse_ns, 0, PANEL_PULSE_NS_MAX) &&
           is_within(panel->pixel_cycles, PANEL_PIXEL_CYCLES_MIN, PANEL_PIXEL_CYCLES_MAX) &&
           is_within(panel->dark_after_ms, PANEL_DARK_AFTER_MS_MIN, PANEL_DARK_AFTER_MS_MAX);
}
