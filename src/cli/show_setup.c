#include "cli/show_setup.h"

#include <stdlib.h>

#include "base/local.h"
#include "cli/outputs.h"
#include "config/config.h"
#include "hub75/panel.h"
#include "player/timetable.h"

static bool measure(struct cli *cli, int *width, int *height)
{
    struct panel *panel = panel_create(&cli->config->panel, &cli->diag);
    if (!panel)
        return false;
    *width = panel_width_px(panel);
    *height = panel_height_px(panel);
    panel_destroy(panel);
    return true;
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

bool cli_wall_open(struct cli_wall *wall, struct cli *cli, struct clock *clock, const char *spec)
{
    const struct config *config = cli->config;
    struct diag *diag = &cli->diag;
    int width = 0;
    int height = 0;
    return cli_check_times(cli) && (wall->fonts = fonts_open(&config->text, diag)) &&
           measure(cli, &width, &height) &&
           (wall->zones = layout_zones_create(config, wall->fonts, width, height, diag)) &&
           (wall->output = output_open(spec, config, clock, width, height, diag)) &&
           ((wall->loop = loop_create(clock)) || diag_error(diag, "the event loop can't be made"));
}

bool cli_wall_close(struct cli_wall *wall, struct cli *cli)
{
    bool good = !wall->output || wall->output->ops->close(wall->output, &cli->diag);
    loop_destroy(wall->loop);
    layout_zones_destroy(wall->zones);
    fonts_close(wall->fonts);
    store_close(wall->store);
    *wall = (struct cli_wall){0};
    return good;
}

struct player_setup cli_wall_setup(const struct cli_wall *wall, const struct cli *cli,
                                   const struct clock *clock)
{
    return (struct player_setup){
        .loop = wall->loop,
        .clock = clock,
        .config = cli->config,
        .store = wall->store,
        .zones = wall->zones,
        .output = wall->output,
        .end_ns = INT64_MAX,
    };
}
