#include "panel/crawl_rate.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/colours_keys.h"
#include "display/scene.h"
#include "text/strip_create.h"

/* Full of text: the roles' colours at the left, at the right those of what an editor types, or the
 * same again. */
static struct scene *scene_of_colours(const struct config_colours *colours, bool lines, int width,
                                      int height)
{
    struct strip *strip = strip_create_blank(TEXT_ROLES, height);
    memset(strip->coverage, UINT8_MAX, (size_t)strip->width * (size_t)strip->height);
    free(strip->spans);
    strip->spans = memory_alloc(TEXT_ROLES, sizeof *strip->spans);
    strip->span_count = strip->lines[0].span_count = TEXT_ROLES;
    for (int role = 0; role < TEXT_ROLES; role++)
        strip->spans[role] = (struct strip_span){role, (enum text_role)role};
    struct scene *scene = scene_create(width, height, 0);
    scene->background = colours->background;
    zone_set_colours(scene_add_zone(scene, 0, 0, width / 2, height, strip), colours);
    struct zone *right = scene_add_zone(scene, width / 2, 0, width - width / 2, height, strip);
    zone_set_colours(right, colours);
    if (lines)
        right->colours[TEXT_ROLE_TEXT] = colours->line;
    strip_unref(strip);
    return scene;
}

static double rate_hz(struct plan *plan, const struct panel *panel,
                      const struct config_colours *colours, bool lines)
{
    struct scene *scene =
        scene_of_colours(colours, lines, panel_width_px(panel), panel_height_px(panel));
    double hz = plan_crawl_hz(plan, scene);
    scene_unref(scene);
    return hz;
}

struct crawl_rates crawl_rates_of(struct plan *plan, const struct panel *panel,
                                  const struct config_colours *colours)
{
    return (struct crawl_rates){.panel_hz = rate_hz(plan, panel, colours, true),
                                .usual_hz = rate_hz(plan, panel, colours, false)};
}
