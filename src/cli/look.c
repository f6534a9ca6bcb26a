/* motograph look [-o FILE.png]: the configured wall with each kind of item. */
#include "cli/commands.h"
#include "config/config.h"
#include "hub75/panel.h"
#include "layout/sheet.h"
#include "layout/zones.h"
#include "output/picture_png.h"

/* A sheet that people can open. */
#define SHEET_MAX_PX 6000

static bool write_sheet(struct cli *cli, const struct frame *sheet)
{
    const char *path = cli_value(cli, "out") ? cli_value(cli, "out") : "look.png";
    int scale = cli->config->picture.scale;
    while (scale > 1 && scale * sheet->width > SHEET_MAX_PX)
        scale--;
    if (!picture_write_png(path, sheet, scale, cli->config->picture.dots, &cli->diag))
        return false;
    if (!cli->json)
        printf("%s\n", path);
    return true;
}

static bool draw(struct cli *cli, struct fonts *fonts, const struct panel *panel)
{
    int width = panel_width_px(panel);
    int height = panel_height_px(panel);
    struct frame sheet;
    struct layout_zones *zones = layout_zones_create(cli->config, fonts, width, height, &cli->diag);
    bool good = zones && sheet_draw(cli->config, zones, width, height, &sheet, &cli->diag);
    if (good) {
        good = write_sheet(cli, &sheet);
        frame_finish(&sheet);
    }
    layout_zones_destroy(zones);
    return good;
}

static int run(struct cli *cli)
{
    struct fonts *fonts = fonts_open(&cli->config->text, &cli->diag);
    struct panel *panel = fonts ? panel_create(&cli->config->panel, &cli->diag) : NULL;
    bool good = panel && draw(cli, fonts, panel);
    panel_destroy(panel);
    fonts_close(fonts);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_look = {
    .name = "look",
    .arguments = "",
    .help = "writes the wall with each kind of item as a picture, as other eyes see it, too",
    .options = {{"out", "FILE.png", "where to; look.png as it comes", 'o'}},
    .run = run,
};
