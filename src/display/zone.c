#include "display/zone.h"

#include <assert.h>

#include "config/colours_keys.h"
#include "display/colour.h"
#include "display/lightness.h"
#include "display/pages.h"

void zone_set_colours(struct zone *zone, const struct config_colours *colours)
{
    zone->colours[TEXT_ROLE_TEXT] = colours->text;
    zone->colours[TEXT_ROLE_HEADLINE] = colours->headline;
    zone->colours[TEXT_ROLE_SPEAKER] = colours->speaker;
    zone->background = colours->background;
}

size_t zone_parts(const struct zone *zone, int64_t t_ns, struct zone_part parts[ZONE_PARTS_MAX])
{
    if (!zone->strip)
        return 0;
    if (zone->motion.kind == MOTION_PAGES)
        return zone_pages_parts(zone, t_ns, parts);
    parts[0] = (struct zone_part){
        0, zone->width, 0, zone->height, motion_position(&zone->motion, t_ns), zone->strip_y};
    return 1;
}

int32_t zone_speed_mpx_s(const struct zone *zone)
{
    const struct motion *motion = &zone->motion;
    if (!zone->strip || motion->kind == MOTION_STILL)
        return 0;
    if (motion->kind == MOTION_CRAWL)
        return motion->speed_mpx_s < 0 ? -motion->speed_mpx_s : motion->speed_mpx_s;
    if (motion->transition == TRANSITION_CUT || motion->transition_ms <= 0)
        return 0;
    int64_t way = motion->transition == TRANSITION_WIPE ? zone->width : zone->height;
    return (int32_t)(way * 1000000 / motion->transition_ms);
}

struct config_colour zone_image_colour(const struct zone *zone, const uint8_t *rgba)
{
    assert(zone->image_loss >= 0 && zone->image_loss <= ZONE_LIGHT);
    int light = ZONE_LIGHT - zone->image_loss;
    if (light == ZONE_LIGHT)
        return (struct config_colour){rgba[0], rgba[1], rgba[2]};
    return (struct config_colour){lightness_dim(rgba[0], light, ZONE_LIGHT),
                                  lightness_dim(rgba[1], light, ZONE_LIGHT),
                                  lightness_dim(rgba[2], light, ZONE_LIGHT)};
}

/* A strip that has left its zone moves no more. */
static bool has_left(const struct zone *zone, int64_t t_ns)
{
    int x = motion_position(&zone->motion, t_ns);
    return zone->motion.speed_mpx_s >= 0 ? x <= -zone->strip->width : x >= zone->width;
}

int64_t zone_next_step(const struct zone *zone, int64_t t_ns)
{
    if (!zone->strip)
        return INT64_MAX;
    if (zone->motion.kind == MOTION_PAGES)
        return zone_pages_next_ns(zone, t_ns);
    return has_left(zone, t_ns) ? INT64_MAX : motion_next_step(&zone->motion, t_ns);
}

void zone_dim(struct zone *zone, int percent)
{
    assert(percent >= 0 && percent <= 100);
    zone->background = colour_dim(zone->background, percent);
    for (int role = 0; role < TEXT_ROLES; role++)
        zone->colours[role] = colour_dim(zone->colours[role], percent);
    zone->image_loss = ZONE_LIGHT - (ZONE_LIGHT - zone->image_loss) * percent / 100;
}
