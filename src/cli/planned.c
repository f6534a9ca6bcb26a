#include "cli/planned.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/pattern.h"
#include "cli/typed_text.h"
#include "config/config.h"
#include "display/crawl.h"
#include "layout/compose.h"
#include "layout/pattern.h"
#include "text/font.h"
#include "text/strip_create.h"

/* Of 32 rows a label has 12 and the text below it 20; of other walls as much of them. */
#define LABEL_PARTS 12
#define ALL_PARTS 32

/* The headline that the project's figures are measured with. */
static const char usual_text[] =
    "BREAKING: Central bank holds rate at 4.25% as inflation cools; markets rally, tech up 2.1%, "
    "oil slips under $70 a barrel";

/* One line in the middle of its rows. NULL: it can't be set. */
static struct zone *add_line(struct cli *cli, struct scene *scene, struct fonts *fonts, int top,
                             int height, const char *text)
{
    struct strip *strip =
        strip_create(fonts, text, strlen(text), TEXT_ROLE_TEXT, NULL, 0, &cli->diag);
    if (!strip)
        return NULL;
    struct zone *zone = scene_add_zone(scene, 0, top, scene->width, height, strip);
    zone_set_colours(zone, &cli->config->colours);
    zone->strip_y = (height - strip->height) / 2;
    strip_unref(strip);
    return zone;
}

static bool add_label(struct cli *cli, struct scene *scene, int height, const char *label)
{
    struct fonts *fonts = fonts_open_within(&cli->config->text, height, &cli->diag);
    struct zone *zone = fonts ? add_line(cli, scene, fonts, 0, height, label) : NULL;
    if (zone)
        zone->colours[TEXT_ROLE_TEXT] = cli->config->colours.label;
    fonts_close(fonts);
    return zone != NULL;
}

static bool add_crawl(struct cli *cli, struct scene *scene, int top, const char *text)
{
    const int height = scene->height - top;
    struct fonts *fonts = fonts_open_within(&cli->config->text, top > 0 ? height : 0, &cli->diag);
    struct zone *zone = fonts ? add_line(cli, scene, fonts, top, height, text) : NULL;
    if (zone) {
        int32_t speed = crawl_speed_mpx_s(&cli->config->crawl, fonts_mean_advance_26_6(fonts));
        zone->motion = crawl_motion(zone->strip, zone->width, speed, 0);
    }
    fonts_close(fonts);
    return zone != NULL;
}

static struct scene *scene_of_text(struct cli *cli, const struct panel *panel, const char *text,
                                   const char *label)
{
    struct scene *scene = scene_create(panel_width_px(panel), panel_height_px(panel), 0);
    const int top = label ? scene->height * LABEL_PARTS / ALL_PARTS : 0;
    scene->background = cli->config->colours.background;
    if ((!label || add_label(cli, scene, top, label)) && add_crawl(cli, scene, top, text))
        return scene;
    scene_unref(scene);
    return NULL;
}

static struct scene *scene_of_pattern(struct cli *cli, const struct panel *panel,
                                      struct fonts *fonts, const char *name)
{
    char line[PATTERN_LINE_SIZE];
    enum pattern_kind kind;
    struct pattern_panel panels[CONFIG_PANELS_MAX];
    const struct pattern_chain chain = {panels, pattern_panels(&cli->config->panel, panels), fonts};
    if (pattern_parse(name, &kind))
        return pattern_scene(kind, cli->config, &chain, panel_width_px(panel),
                             panel_height_px(panel), 0, 0, line, &cli->diag);
    diag_error(&cli->diag, "--pattern %s: motograph pattern --help names them", name);
    return NULL;
}

/* What a zone shows may be headlines alone, or quotations. */
static void set_item(const struct layout_zones *zones, size_t zone, struct snippet *snippet,
                     struct compose_item *item)
{
    static const enum snippet_kind kinds[] = {SNIPPET_HEADLINE, SNIPPET_QUOTE, SNIPPET_LINE};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !item->snippet; i++) {
        snippet->kind = kinds[i];
        if (!layout_zones_is_wall(zones, zone) && layout_zones_take(zones, zone, snippet))
            item->snippet = snippet;
    }
}

static struct scene *scene_of_wall(struct cli *cli, const struct panel *panel, struct fonts *fonts)
{
    struct snippet snippets[ZONES_MAX] = {{0}};
    struct compose_item items[ZONES_MAX] = {{0}};
    struct layout_zones *zones = layout_zones_create(cli->config, fonts, panel_width_px(panel),
                                                     panel_height_px(panel), &cli->diag);
    if (!zones)
        return NULL;
    char *text = memory_copy_string(usual_text);
    for (size_t i = 0; i < layout_zones_count(zones); i++) {
        snippets[i].text = text;
        set_item(zones, i, &snippets[i], &items[i]);
    }
    struct scene *scene = compose_scene(zones, items, 0, 0, &cli->diag);
    for (size_t i = 0; i < layout_zones_count(zones); i++)
        compose_item_finish(&items[i]);
    free(text);
    layout_zones_destroy(zones);
    return scene;
}

bool cli_planned_is_wall(const struct cli *cli)
{
    return cli->argument_count == 0 && !cli_value(cli, "pattern") && !cli_value(cli, "label");
}

struct scene *cli_planned_scene(struct cli *cli, const struct panel *panel)
{
    const char *pattern = cli_value(cli, "pattern");
    const char *label = cli_value(cli, "label");
    const char *text = cli->argument_count > 0 ? cli->arguments[0] : usual_text;
    if (!cli_check_typed(cli, "TEXT", text) || (label && !cli_check_typed(cli, "--label", label)))
        return NULL;
    if (pattern && (label || cli->argument_count > 0)) {
        diag_error(&cli->diag, "%s and --pattern exclude each other: one of them is wanted",
                   label ? "--label" : "TEXT");
        return NULL;
    }
    if (label || cli->argument_count > 0)
        return scene_of_text(cli, panel, text, label);
    struct fonts *fonts = fonts_open(&cli->config->text, &cli->diag);
    if (!fonts)
        return NULL;
    struct scene *scene =
        pattern ? scene_of_pattern(cli, panel, fonts, pattern) : scene_of_wall(cli, panel, fonts);
    fonts_close(fonts);
    return scene;
}
