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

/* The headline that the project's figures are measured with. */
static const char usual_text[] =
    "BREAKING: Central bank holds rate at 4.25% as inflation cools; markets rally, tech up 2.1%, "
    "oil slips under $70 a barrel";

/* One line in the middle of the wall, without what else stands there. */
static bool add_crawl(struct cli *cli, struct scene *scene, struct fonts *fonts, const char *text)
{
    struct strip *strip =
        strip_create(fonts, text, strlen(text), TEXT_ROLE_TEXT, NULL, 0, &cli->diag);
    if (!strip)
        return false;
    struct zone *zone = scene_add_zone(scene, 0, 0, scene->width, scene->height, strip);
    zone_set_colours(zone, &cli->config->colours);
    zone->strip_y = (scene->height - strip->height) / 2;
    int32_t speed = crawl_speed_mpx_s(&cli->config->crawl, fonts_mean_advance_26_6(fonts));
    zone->motion = crawl_motion(strip, zone->width, speed, 0);
    strip_unref(strip);
    return true;
}

static struct scene *scene_of_text(struct cli *cli, const struct panel *panel, struct fonts *fonts,
                                   const char *text)
{
    struct scene *scene = scene_create(panel_width_px(panel), panel_height_px(panel), 0);
    scene->background = cli->config->colours.background;
    if (add_crawl(cli, scene, fonts, text))
        return scene;
    scene_unref(scene);
    return NULL;
}

static struct scene *scene_of_pattern(struct cli *cli, const struct panel *panel, const char *name)
{
    char line[PATTERN_LINE_SIZE];
    enum pattern_kind kind;
    struct pattern_panel panels[CONFIG_PANELS_MAX];
    if (!pattern_parse(name, &kind)) {
        diag_error(&cli->diag, "--pattern %s: motograph pattern --help names them", name);
        return NULL;
    }
    struct fonts *fonts = pattern_fonts(cli->config, &cli->diag);
    if (!fonts)
        return NULL;
    const struct pattern_chain chain = {panels, pattern_panels(&cli->config->panel, panels), fonts};
    struct scene *scene = pattern_scene(kind, cli->config, &chain, panel_width_px(panel),
                                        panel_height_px(panel), 0, 0, line, &cli->diag);
    fonts_close(fonts);
    return scene;
}

/* What a zone shows may be headlines alone, or quotations. What somebody said is one. */
static void set_item(const struct layout_zones *zones, size_t zone, struct snippet *snippet,
                     struct compose_item *item)
{
    static const enum snippet_kind kinds[] = {SNIPPET_QUOTE, SNIPPET_HEADLINE, SNIPPET_QUOTE,
                                              SNIPPET_LINE};
    for (size_t i = snippet->speaker ? 0 : 1; i < sizeof kinds / sizeof *kinds && !item->snippet;
         i++) {
        snippet->kind = kinds[i];
        if (!layout_zones_is_wall(zones, zone) && layout_zones_take(zones, zone, snippet))
            item->snippet = snippet;
    }
}

/* Once its label has come to stand: what is measured then is most of an airing. */
static struct scene *compose(const struct layout_zones *zones, struct compose_item *items,
                             struct diag *diag)
{
    int64_t now_ns = 0;
    struct scene *scene = compose_scene(zones, items, now_ns, 0, diag);
    if (!scene)
        return NULL;
    now_ns = compose_next_change_ns(zones, items, now_ns);
    if (now_ns == INT64_MAX)
        return scene;
    scene_unref(scene);
    return compose_scene(zones, items, now_ns, 0, diag);
}

/* The wall as it comes, or with this text; `speaker`: as somebody's words, under that name. */
static struct scene *scene_of_wall(struct cli *cli, const struct panel *panel, struct fonts *fonts,
                                   const char *text, const char *speaker)
{
    struct snippet snippets[ZONES_MAX] = {{0}};
    struct compose_item items[ZONES_MAX] = {{0}};
    struct layout_zones *zones = layout_zones_create(cli->config, fonts, panel_width_px(panel),
                                                     panel_height_px(panel), &cli->diag);
    if (!zones)
        return NULL;
    char *words = memory_copy_string(text);
    char *name = memory_copy_string(speaker);
    for (size_t i = 0; i < layout_zones_count(zones); i++) {
        snippets[i].text = words;
        snippets[i].speaker = name;
        set_item(zones, i, &snippets[i], &items[i]);
    }
    struct scene *scene = compose(zones, items, &cli->diag);
    bool named = false;
    for (size_t i = 0; i < layout_zones_count(zones); i++) {
        named |= items[i].named;
        compose_item_finish(&items[i]);
    }
    if (scene && speaker && !named) {
        diag_error(&cli->diag, "--label: this wall has no label that names who says it "
                               "(layout.label, text.size_px, zones)");
        scene_unref(scene);
        scene = NULL;
    }
    free(name);
    free(words);
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
    struct fonts *fonts = fonts_open(&cli->config->text, &cli->diag);
    if (!fonts)
        return NULL;
    bool composed = label || cli_planned_is_wall(cli);
    struct scene *scene = pattern    ? scene_of_pattern(cli, panel, pattern)
                          : composed ? scene_of_wall(cli, panel, fonts, text, label)
                                     : scene_of_text(cli, panel, fonts, text);
    fonts_close(fonts);
    return scene;
}
