#include "cli/show_check.h"

#include <stdlib.h>

#include "base/local.h"
#include "config/board.h"
#include "config/config.h"
#include "config/panel_ranges.h"
#include "hub75/panel.h"
#include "kiosk/keys.h"
#include "layout/zones.h"
#include "player/timetable.h"

struct panel *cli_panel(const struct config *config, struct diag *diag)
{
    bool told = diag->errors > 0 && !panel_is_possible(&config->panel);
    return told ? NULL : panel_create(&config->panel, diag);
}

bool cli_check_board(const struct config *config, struct diag *diag)
{
    struct board board = {0};
    if (!board_read(&board, config->panel.board, diag))
        return false;
    bool fits = config->panel.parallel <= board.lanes;
    if (!fits)
        diag_error(diag, "panel.parallel: %d, but board %s has %d lane%s", config->panel.parallel,
                   board.name, board.lanes, board.lanes == 1 ? "" : "s");
    if (board.oe_pull == BOARD_PULL_DOWN)
        diag_add(diag, DIAG_NOTE,
                 "%s pulls the output enable down when nobody drives it: a pull-up resistor "
                 "(10 kOhm to 3.3 V) keeps the panel dark",
                 board.name);
    board_finish(&board);
    return fits;
}

bool cli_check_zones(const struct config *config, struct fonts *fonts, struct diag *diag)
{
    struct panel *panel = cli_panel(config, diag);
    if (!panel)
        return false;
    struct layout_zones *zones =
        layout_zones_create(config, fonts, panel_width_px(panel), panel_height_px(panel), diag);
    bool good = zones != NULL;
    layout_zones_destroy(zones);
    panel_destroy(panel);
    return good;
}

bool cli_check_look(const struct config *config, struct diag *diag)
{
    struct fonts *fonts = fonts_open(&config->text, diag);
    bool good = fonts && cli_check_zones(config, fonts, diag);
    fonts_close(fonts);
    return good;
}

/* A TZ that nobody knows is taken for UTC in silence (tzset(3)). */
static bool check_zone(struct cli *cli)
{
    const char *zone = getenv("TZ");
    return !zone || local_zone_is_known(zone) ||
           diag_error(&cli->diag,
                      "TZ: found \"%s\"; allowed: a zone that there is, such as \"Europe/Berlin\" "
                      "(/usr/share/zoneinfo, of the package tzdata); schedule.time_zone goes first",
                      zone);
}

bool cli_check_times(struct cli *cli)
{
    struct timetable timetable;
    bool good = check_zone(cli);
    good &= timetable_init(&timetable, cli->config, &cli->diag);
    timetable_finish(&timetable);
    return good;
}

bool cli_check_keys(const struct config *config, struct diag *diag)
{
    struct keys keys;
    return keys_parse(&keys, config->kiosk.keys, diag);
}
