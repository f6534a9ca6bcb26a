#include "layout/still.h"

#include <string.h>

#include "config/config.h"
#include "text/strip_create.h"

struct scene *still_text(const struct config *config, struct fonts *fonts, const char *text,
                         int wall_width, int wall_height, struct diag *diag)
{
    struct strip *strip =
        strip_create(fonts, text, strlen(text), TEXT_ROLE_HEADLINE, NULL, 0, diag);
    if (!strip)
        return NULL;
    int width = strip->width > wall_width ? strip->width : wall_width;
    struct scene *scene = scene_create(width, wall_height, 0);
    scene->background = config->colours.background;
    struct zone *zone = scene_add_zone(scene, 0, 0, width, wall_height, strip);
    zone->strip_y = (wall_height - strip->height) / 2;
    zone->motion.start_px = (width - strip->width) / 2;
    zone_set_colours(zone, &config->colours);
    strip_unref(strip);
    return scene;
}
