/* motograph render TEXT -o FILE.png: one still or strip. */
#include "cli/commands.h"
#include "cli/typed_text.h"
#include "config/config.h"
#include "hub75/panel.h"
#include "layout/still.h"
#include "output/picture_png.h"

static bool draw(struct cli *cli, struct fonts *fonts, const struct panel *panel)
{
    struct scene *scene = still_text(cli->config, fonts, cli->arguments[0], panel_width_px(panel),
                                     panel_height_px(panel), &cli->diag);
    if (!scene)
        return false;
    struct frame frame;
    frame_init(&frame, scene->width, scene->height);
    scene_draw(scene, 0, &frame);
    bool good = picture_write_png(cli_value(cli, "out"), &frame, cli->config->picture.scale,
                                  cli->config->picture.dots, &cli->diag);
    frame_finish(&frame);
    scene_unref(scene);
    return good;
}

static int run(struct cli *cli)
{
    const char *text = cli->arguments[0];
    if (!cli_value(cli, "out")) {
        diag_error(&cli->diag, "motograph render: -o FILE.png is wanted");
        return CLI_USAGE;
    }
    if (!cli_check_typed(cli, "TEXT", text))
        return CLI_FAULT;
    struct fonts *fonts = fonts_open(&cli->config->text, &cli->diag);
    struct panel *panel = fonts ? panel_create(&cli->config->panel, &cli->diag) : NULL;
    bool good = panel && draw(cli, fonts, panel);
    panel_destroy(panel);
    fonts_close(fonts);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_render = {
    .name = "render",
    .arguments = "TEXT",
    .help = "writes a text as a PNG, as the panel would show it",
    .least = 1,
    .most = 1,
    .text_at = 1,
    .options = {{"out", "FILE.png", "where to", 'o'}},
    .run = run,
};
