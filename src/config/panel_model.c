#include "config/panel_model.h"

#include <stddef.h>
#include <string.h>

#include "config/chip_file.h"
#include "config/panel_file.h"
#include "config/panel_ranges.h"

static bool agree(const char *key, bool asked, int found, int model, struct diag *diag)
{
    return !asked || found == model ||
           diag_error(diag, "panel.%s: found %d; allowed: %d, as panel.model has, or leave it out",
                      key, found, model);
}

static bool take_file(struct config_panel *panel, const struct panel_file *file,
                      struct panel_asked asked, struct diag *diag)
{
    const struct panel_wiring *wiring = &file->wiring;
    bool good = agree("rows", asked.rows, panel->rows, wiring->rows, diag);
    good &= agree("columns", asked.columns, panel->columns, wiring->columns, diag);
    good &= agree("scan", asked.scan && panel->scan, panel->scan, wiring->scan, diag);
    if (asked.multiplex && panel->multiplex != CONFIG_MULTIPLEX_DIRECT)
        good = diag_error(diag, "panel.multiplex: panel.model says how rows share a scan row: "
                                "leave one of the two out");
    panel->wiring = *wiring;
    panel->rows = wiring->rows;
    panel->columns = wiring->columns;
    panel->scan = wiring->scan;
    if (!asked.order)
        panel->order = (enum config_order)file->order;
    if (!asked.blank_ns)
        panel->blank_ns = file->blank_ns;
    if (panel->select != CONFIG_SELECT_DEFAULT)
        panel->wiring.select = (uint8_t)(panel->select - CONFIG_SELECT_BINARY);
    return good;
}

/* Copies the messages of a file's reader, with the key in front of those that have no place. */
static void tell_for(const char *key, const struct diag *from, struct diag *diag)
{
    for (size_t i = 0; i < from->count; i++)
        if (strchr(from->messages[i].text, '/'))
            diag_add(diag, from->messages[i].level, "%s", from->messages[i].text);
        else
            diag_error(diag, "panel.%s: %s", key, from->messages[i].text);
}

static bool take_model(struct config_panel *panel, struct panel_asked asked, struct diag *diag)
{
    struct panel_file file;
    struct diag told = {0};
    if (!panel->model || !*panel->model)
        return panel_wire_by_keys(panel);
    bool good = panel_file_read(&file, panel->model, &told);
    tell_for("model", &told, diag);
    diag_finish(&told);
    if (!good)
        return false;
    good = take_file(panel, &file, asked, diag);
    panel_file_finish(&file);
    return good;
}

static bool take_chip(struct config_panel *panel, struct diag *diag)
{
    struct chip_file chip;
    struct diag told = {0};
    if (!panel->driver || !*panel->driver)
        return true;
    bool good = chip_file_read(&chip, panel->driver, &told);
    tell_for("driver", &told, diag);
    diag_finish(&told);
    if (!good)
        return false;
    if (chip.refused)
        good = diag_error(diag, "panel.driver: found \"%s\": %s", panel->driver, chip.refused);
    chip_put(&panel->wiring, &chip.wiring);
    chip_file_finish(&chip);
    return good;
}

/* What the keys say of the lines comes before what files say. */
static void take_lines(struct config_panel *panel)
{
    if (panel->inverse != CONFIG_INVERSE_DEFAULT)
        panel->wiring.inverse = panel->inverse == CONFIG_INVERSE_YES;
    if (panel->clock != CONFIG_EDGE_DEFAULT)
        panel->wiring.falling = panel->clock == CONFIG_EDGE_FALLING;
}

bool panel_model_apply(struct config_panel *panel, struct panel_asked asked, struct diag *diag)
{
    bool good = take_model(panel, asked, diag);
    good &= take_chip(panel, diag);
    take_lines(panel);
    if (!good || wiring_check(&panel->wiring).fault == WIRING_IS_WHOLE)
        return good;
    return diag_error(diag,
                      "panel.select: found \"%s\"; it can't choose among %d scan rows: line "
                      "has at most 4, sm5266 a multiple of 8",
                      panel_select_name((enum wiring_select)panel->wiring.select),
                      panel->wiring.scan);
}
