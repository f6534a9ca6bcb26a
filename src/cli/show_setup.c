#include "cli/show_setup.h"

#include "cli/outputs.h"
#include "cli/show_check.h"
#include "config/config.h"
#include "hub75/panel.h"
#include "text/font.h"

bool cli_wall_size(const struct config *config, int *width, int *height, struct diag *diag)
{
    struct panel *panel = panel_create(&config->panel, diag);
    if (!panel)
        return false;
    *width = panel_width_px(panel);
    *height = panel_height_px(panel);
    panel_destroy(panel);
    return true;
}

static bool open_output(struct cli_show *show, struct cli *cli, struct clock *clock,
                        const char *spec, int width, int height)
{
    show->output = output_open(spec, cli->config, clock, width, height, &cli->diag);
    if (show->output)
        cli->config->crawl.panel_hz = show->output->crawl_hz;
    return show->output != NULL;
}

bool cli_show_open(struct cli_show *show, struct cli *cli, struct clock *clock, const char *spec)
{
    const struct config *config = cli->config;
    struct diag *diag = &cli->diag;
    int width = 0;
    int height = 0;
    bool good = cli_check_times(cli); /* what is wrong with one hides no other */
    show->fonts = fonts_open(&config->text, diag);
    bool wall = cli_wall_size(config, &width, &height, diag);
    if (show->fonts && wall)
        show->zones = layout_zones_create(config, show->fonts, width, height, diag);
    fonts_rest();
    return good && show->zones && open_output(show, cli, clock, spec, width, height) &&
           ((show->loop = loop_create(clock)) || diag_error(diag, "the event loop can't be made"));
}

bool cli_show_close(struct cli_show *show, struct cli *cli)
{
    bool good = !show->output || show->output->ops->close(show->output, &cli->diag);
    loop_destroy(show->loop);
    layout_zones_destroy(show->zones);
    fonts_close(show->fonts);
    store_close(show->store);
    *show = (struct cli_show){0};
    return good;
}

struct player_setup cli_show_player(const struct cli_show *show, const struct cli *cli,
                                    const struct clock *clock)
{
    return (struct player_setup){
        .loop = show->loop,
        .clock = clock,
        .config = cli->config,
        .store = show->store,
        .zones = show->zones,
        .output = show->output,
        .end_ns = INT64_MAX,
    };
}
