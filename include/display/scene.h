/* A scene: what is on the wall as a function of time.
 *
 * Zones, each with a strip and its motion, later zones over earlier ones. A
 * scene never changes once it is shown; outputs hold a reference and draw it by
 * their own clock. All instants are monotonic ns (base/clock.h).
 */
#ifndef DISPLAY_SCENE_H
#define DISPLAY_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/colour.h"
#include "display/frame.h"
#include "text/strip.h"

struct config_colours;

enum motion_kind {
    MOTION_STILL, /* the strip stands with its left edge at start_px */
    MOTION_CRAWL,
    MOTION_PAGES, /* the strip's pages, one after the other */
};

/* How one page takes the place of another (and of nothing, before the first and
 * after the last). Each moves by whole px, evenly over its time. */
enum motion_transition {
    TRANSITION_CUT,    /* at once */
    TRANSITION_WIPE,   /* an edge moves through the zone, the way that is read */
    TRANSITION_SCROLL, /* the new page comes from below and pushes the old one out */
};

/* Where the strip's left edge stands, relative to the zone's left edge: at
 * start_ns at start_px, from then on moving to the left by speed_mpx_s
 * thousandths of a px a second (negative: to the right), by whole px. Exact:
 *   x(t) = start_px - floor((t - start_ns) * speed_mpx_s / 10^12)
 * (mirrored for a negative speed), so it never drifts. */
struct motion {
    enum motion_kind kind;
    int64_t start_ns;
    int32_t start_px;
    int32_t speed_mpx_s;
    /* MOTION_PAGES: from start_ns on a transition, page 0 for its hold_ms, a
     * transition, page 1, ..., a transition to nothing. */
    enum motion_transition transition;
    int32_t transition_ms; /* 0 for a cut */
};

int32_t motion_position(const struct motion *motion, int64_t t_ns);

/* The first instant after t_ns at which the position differs; INT64_MAX: never. */
int64_t motion_next_step(const struct motion *motion, int64_t t_ns);

#define ZONE_LIGHT 10000

struct zone {
    int x, y, width, height; /* on the frame */
    struct strip *strip;     /* a reference held by the scene; NULL: only background */
    int strip_y;             /* of the strip's top, relative to the zone's */
    struct motion motion;
    struct config_colour colours[TEXT_ROLES];
    struct config_colour background;
    int image_loss; /* of ZONE_LIGHT parts of its pictures' light so many are taken away */
};

#define SCENE_ZONES_MAX 32 /* a panel number on each panel of the largest chain we draw */

struct scene {
    int references;
    int64_t valid_from_ns;
    int64_t still_from_ns; /* nothing moves from then on; INT64_MAX: it never stops */
    int width, height;     /* of the frames it draws */
    struct config_colour background;
    struct zone zones[SCENE_ZONES_MAX];
    size_t zone_count;
};

/* An empty (all background) scene; the caller fills it in and then shows it. */
struct scene *scene_create(int width, int height, int64_t valid_from_ns);
struct scene *scene_ref(struct scene *scene);
void scene_unref(struct scene *scene); /* unrefs its strips with the last one */

/* One that the caller may change and unrefs; the strips are the same. */
struct scene *scene_copy(const struct scene *scene);

/* The scene as it stands at now_ns, held still from then on. */
struct scene *scene_frozen(const struct scene *scene, int64_t now_ns);

/* Adds a zone that takes a reference of its own to the strip. The zone must lie
 * inside of the frame (assert). */
struct zone *scene_add_zone(struct scene *scene, int x, int y, int width, int height,
                            struct strip *strip);

/* When the last page of a zone of MOTION_PAGES has gone. */
int64_t zone_pages_end_ns(const struct zone *zone);

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

/* What a zone shows of its strip at t_ns; how many parts. */
size_t zone_parts(const struct zone *zone, int64_t t_ns, struct zone_part parts[ZONE_PARTS_MAX]);

/* The colours of each role, and the background, as configured. */
void zone_set_colours(struct zone *zone, const struct config_colours *colours);

/* All colours and pictures at that percentage of their light; before the scene is shown. */
void zone_dim(struct zone *zone, int percent);
void scene_dim(struct scene *scene, int percent);

/* A px of a picture in the zone's strip (RGBA; its alpha is not looked at) as it is shown. */
struct config_colour zone_image_colour(const struct zone *zone, const uint8_t *rgba);

/* The picture at t_ns. frame has the scene's size. Coverage blends the role's
 * colour over the zone's background in linear light where it is partial. */
void scene_draw(const struct scene *scene, int64_t t_ns, struct frame *frame);

/* The colour that partial coverage (0 to 255) of `over` gives above `under`. */
struct config_colour scene_mix(struct config_colour over, struct config_colour under,
                               uint8_t coverage);

/* The first instant after t_ns at which scene_draw differs; INT64_MAX: never. */
int64_t scene_next_step(const struct scene *scene, int64_t t_ns);

#endif
