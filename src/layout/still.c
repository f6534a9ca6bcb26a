#include "layout/still.h"

#include <string.h>

#include "config/config.h"
#include "display/crawl.h"
#include "text/strip_create.h"

static struct scene *text_scene(const struct config *config, struct strip *strip, int width,
                                int wall_height, int64_t now_ns)
{
    struct scene *scene = scene_create(width, wall_height, now_ns);
    scene->background = config->colours.background;
    struct zone *zone = scene_add_zone(scene, 0, 0, width, wall_height, strip);
    zone->strip_y = (wall_height - strip->height) / 2;
    zone->motion.start_px = (width - strip->width) / 2;
    zone_set_colours(zone, &config->colours);
    return scene;
}

struct scene *still_text(const struct config *config, struct fonts *fonts, const char *text,
                         int wall_width, int wall_height, struct diag *diag)
{
    struct strip *strip =
        strip_create(fonts, text, strlen(text), TEXT_ROLE_HEADLINE, NULL, 0, diag);
    if (!strip)
        return NULL;
    int width = strip->width > wall_width ? strip->width : wall_width;
    struct scene *scene = text_scene(config, strip, width, wall_height, 0);
    strip_unref(strip);
    return scene;
}

struct scene *still_notice(const struct config *config, struct fonts *fonts, const char *text,
                           int wall_width, int wall_height, int64_t now_ns, int64_t *pass_ns,
                           struct diag *diag)
{
    struct strip *strip =
        strip_create(fonts, text, strlen(text), TEXT_ROLE_HEADLINE, NULL, 0, diag);
    *pass_ns = 0;
    if (!strip)
        return NULL;
    struct scene *scene = text_scene(config, strip, wall_width, wall_height, now_ns);
    struct zone *zone = &scene->zones[0];
    strip_unref(strip);
    if (zone->strip->width <= wall_width)
        return scene;
    int32_t speed_mpx_s = crawl_speed_mpx_s(&config->crawl, fonts_mean_advance_26_6(fonts));
    zone->motion = crawl_motion(zone->strip, wall_width, speed_mpx_s, now_ns);
    *pass_ns = crawl_end_ns(zone->strip, wall_width, &zone->motion) - now_ns;
    return scene;
}
