/* A zone of a scene: a rectangle, its strip, and how that moves through it. */
#ifndef DISPLAY_ZONE_H
#define DISPLAY_ZONE_H

#include <stddef.h>
#include <stdint.h>

#include "config/colour.h"
#include "display/motion.h"
#include "text/strip.h"

struct config_colours;

#define ZONE_LIGHT 10000 /* parts of a picture's light: what is taken away is told in them */

struct zone {
    int x, y, width, height; /* on the frame */
    struct strip *strip;     /* a reference held by the scene; NULL: only background */
    int strip_y;             /* of the strip's top, relative to the zone's */
    struct motion motion;
    struct config_colour colours[TEXT_ROLES];
    struct config_colour background;
    int image_loss; /* of ZONE_LIGHT parts of its pictures' light so many are taken away */
};

/* How far the zone's picture moves at a time, in px a second times 1000; 0 where
 * it stands. What a refresh rate is fitted to. */
int32_t zone_speed_mpx_s(const struct zone *zone);

/* A part of a zone, columns [left, right) and rows [top, bottom), in which the
 * strip stands with its top left px at (x, y), all relative to the zone. */
struct zone_part {
    int left, right, top, bottom;
    int x, y;
};

#define ZONE_PARTS_MAX 2 /* both sides of a wipe, both pages of a scroll */

/* What a zone shows of its strip at t_ns; how many parts, 0 to ZONE_PARTS_MAX. */
size_t zone_parts(const struct zone *zone, int64_t t_ns, struct zone_part parts[ZONE_PARTS_MAX]);

/* The colours of each role, and the background, as configured. */
void zone_set_colours(struct zone *zone, const struct config_colours *colours);

/* Its colours and pictures at 0 to 100 percent of their light; before the scene is shown. */
void zone_dim(struct zone *zone, int percent);

/* A px of a picture in the zone's strip (R, G, B of 0 to 255, then alpha, which is not looked at)
 * as it is shown. */
struct config_colour zone_image_colour(const struct zone *zone, const uint8_t *rgba);

/* The first instant after t_ns at which the zone shows something else; INT64_MAX: never. */
int64_t zone_next_step(const struct zone *zone, int64_t t_ns);

#endif
