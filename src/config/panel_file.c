#include "config/panel_file.h"

#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/chip_file.h"
#include "config/panel_map.h"
#include "config/panel_ranges.h"
#include "config/schema.h"
#include "setting.h"
#include "tree.h"

#define PANELS "boards/panels" /* a kind of data */
#define PANEL_ENDING ".panel"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define WHY_SIZE 240

static const char *const selects[WIRING_SELECTS] = {
    [WIRING_BINARY] = "binary", [WIRING_LINE] = "line",     [WIRING_AB] = "ab",
    [WIRING_ABC] = "abc",       [WIRING_SM5266] = "sm5266", [WIRING_TOKEN] = "token",
};

const char *panel_select_name(enum wiring_select select)
{
    return selects[select];
}

static bool take_size(struct panel_wiring *wiring, const struct setting_group *in)
{
    int columns = 0;
    int rows = 0;
    int scan = 0;
    int halves = 0;
    bool good = setting_int(in, "columns", WIRING_COLUMNS_MIN, WIRING_COLUMNS_MAX, 0, &columns);
    good &= setting_int(in, "rows", WIRING_ROWS_MIN, WIRING_ROWS_MAX, 0, &rows);
    good &= setting_int(in, "scan", 1, WIRING_SCAN_MAX, 0, &scan);
    good &= setting_int(in, "halves", 1, WIRING_HALVES_MAX, 2, &halves);
    if (good && rows % (scan * halves) != 0)
        return setting_refuse(in, "scan", "the rows must be a multiple of scan times halves");
    wiring->columns = (uint16_t)columns;
    wiring->rows = (uint8_t)rows;
    wiring->scan = (uint8_t)scan;
    wiring->halves = (uint8_t)halves;
    return good;
}

static bool take_bases_of(struct panel_wiring *wiring, const config_setting_t *list, int half)
{
    if (!list || !config_setting_is_aggregate(list) || config_setting_length(list) != wiring->scan)
        return false;
    for (int row = 0; row < wiring->scan; row++) {
        int base = config_setting_get_int_elem(list, row);
        if (base < 0 || base >= wiring->rows)
            return false;
        wiring->base[half][row] = (uint8_t)base;
    }
    return true;
}

/* base_rows = ( [ 9, 8 ], [ 1, 0 ] ): of each half, its scan rows. */
static bool take_bases(struct panel_wiring *wiring, const struct setting_group *in)
{
    const config_setting_t *list = config_setting_get_member(in->group, "base_rows");
    wiring_set_bases(wiring);
    if (!list)
        return true;
    bool good = config_setting_is_list(list) && config_setting_length(list) == wiring->halves;
    for (int half = 0; good && half < wiring->halves; half++)
        good = take_bases_of(wiring, config_setting_get_elem(list, (unsigned)half), half);
    return good || setting_refuse(in, "base_rows",
                                  "for each half a list of as many rows as scan "
                                  "says is wanted: ( [ 0, 1 ], [ 8, 9 ] )");
}

static bool take_map(struct panel_wiring *wiring, const struct setting_group *in)
{
    char why[PANEL_MAP_WHY_SIZE];
    char *map;
    if (!setting_text(in, "map", true, &map)) {
        free(map);
        return false;
    }
    bool good = panel_map_parse(map, wiring, why) || setting_refuse(in, "map", why);
    free(map);
    return good;
}

static bool check_wiring(const struct panel_wiring *wiring, const struct setting_group *in)
{
    struct wiring_check check = wiring_check(wiring);
    char why[WHY_SIZE] = "is not whole";
    const char *key = "map";
    switch (check.fault) {
    case WIRING_IS_WHOLE:
        return true;
    case WIRING_BAD_BLOCK:
        snprintf(why, sizeof why, "a block's width must divide the %d columns", wiring->columns);
        break;
    case WIRING_BAD_COLUMNS:
        snprintf(why, sizeof why,
                 "the runs %d rows below the base row do not light each of %d columns once",
                 check.at, wiring->columns);
        break;
    case WIRING_BAD_ROWS:
        snprintf(why, sizeof why,
                 "row %d (of 0 to %d) is not lit by exactly one base row (base_rows) and run",
                 check.at, wiring->rows - 1);
        break;
    case WIRING_BAD_SELECT:
        key = "select";
        snprintf(why, sizeof why,
                 "can't choose among %d scan rows: line has at most 4, sm5266 a "
                 "multiple of 8",
                 wiring->scan);
        break;
    case WIRING_BAD_SIZE:
    case WIRING_BAD_CHIP:
        key = "latch_clocks";
        snprintf(why, sizeof why, "no more clocks than the panel has columns");
        break;
    }
    return setting_refuse(in, key, why);
}

/* Reads the chip that the member names. What its reader says of a file has a place; that there is
 * none has that of the member. */
static bool read_chip(const char *name, struct chip_file *chip, const struct setting_group *in)
{
    struct diag told = {0};
    bool good = chip_file_read(chip, name, &told);
    for (size_t i = 0; i < told.count; i++)
        if (strchr(told.messages[i].text, '/'))
            diag_add(in->diag, told.messages[i].level, "%s", told.messages[i].text);
        else
            setting_refuse(in, "chip", told.messages[i].text);
    diag_finish(&told);
    return good;
}

/* chip = "NAME", or the same settings in place. */
static bool take_chip(struct panel_file *panel, const struct setting_group *in)
{
    struct chip_file chip;
    if (!config_setting_get_member(in->group, "chip"))
        return chip_take(&panel->wiring, in->group, panel->file, in->diag);
    if (!setting_text(in, "chip", true, &panel->chip) || !read_chip(panel->chip, &chip, in))
        return false;
    bool good = !chip.refused || setting_refuse(in, "chip", chip.refused);
    chip_put(&panel->wiring, &chip.wiring);
    chip_file_finish(&chip);
    return good;
}

static bool take_light(struct panel_file *panel, const struct setting_group *in)
{
    int select = 0;
    bool inverse;
    bool good = setting_choice(in, "select", selects, COUNT(selects), &select);
    good &= setting_choice(in, "order", panel_order_names, CONFIG_ORDERS, &panel->order);
    good &= setting_bool(in, "inverse", &inverse);
    good &= setting_int(in, "blank_ns", 0, PANEL_BLANK_NS_MAX, 0, &panel->blank_ns);
    panel->wiring.select = (uint8_t)select;
    panel->wiring.inverse = inverse;
    return good;
}

static bool read_panel(struct panel_file *panel, const config_t *file, struct diag *diag)
{
    static const char *const names[] = {
        "title",    "aliases", "source",    "tested",       "picture", "columns", "rows",
        "scan",     "halves",  "base_rows", "map",          "select",  "order",   "inverse",
        "blank_ns", "chip",    "writes",    "latch_clocks", "clock"};
    const struct setting_group in = {config_root_setting(file), panel->file, diag};
    bool good = setting_knows(&in, names, COUNT(names));
    good &= setting_text(&in, "title", true, &panel->title);
    good &= setting_text(&in, "source", true, &panel->source);
    good &= setting_text(&in, "tested", true, &panel->tested);
    good &= setting_text(&in, "picture", true, &panel->picture);
    good &= aliases_take(&panel->aliases, file, panel->file, diag);
    good &= take_light(panel, &in);
    good &= take_size(&panel->wiring, &in);
    return good && take_bases(&panel->wiring, &in) && take_map(&panel->wiring, &in) &&
           take_chip(panel, &in) && check_wiring(&panel->wiring, &in);
}

bool panel_file_read(struct panel_file *panel, const char *name, struct diag *diag)
{
    *panel = (struct panel_file){.file = setting_path(PANELS, name, PANEL_ENDING, diag)};
    if (!panel->file)
        return false;
    config_t file;
    config_init(&file);
    panel->name = setting_name_of(panel->file);
    bool good =
        tree_open(&file, panel->file, "a panel's file", diag) && read_panel(panel, &file, diag);
    config_destroy(&file);
    if (!good)
        panel_file_finish(panel);
    return good;
}

void panel_file_finish(struct panel_file *panel)
{
    free(panel->file);
    free(panel->name);
    free(panel->title);
    free(panel->source);
    free(panel->tested);
    free(panel->picture);
    free(panel->chip);
    aliases_finish(&panel->aliases);
    *panel = (struct panel_file){0};
}

bool panel_file_each(void (*fn)(void *user, const struct data_file *file), void *user,
                     struct diag *diag)
{
    return data_each(PANELS, PANEL_ENDING, fn, user, diag);
}
