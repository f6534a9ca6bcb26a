/* A zone: a rectangle of the frame with a strip that stands, crawls or comes in pages, as a
 * function of time. All instants are monotonic ns (base/clock.h).
 *
 * Arithmetic of 64 bits alone: no memory, no system, so that a microcontroller shows the same.
 */
#ifndef DISPLAY_ZONE_H
#define DISPLAY_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/colour.h"
#include "text/strip.h"

enum motion_kind {
    MOTION_STILL, /* the strip stands with its left edge at start_px */
    MOTION_CRAWL,
    MOTION_PAGES, /* the strip's pages, one after the other */
    MOTION_DOCK,  /* a crawl that stands on its way: a label that waits above its words */
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
 * (mirrored for a negative speed), so it never drifts. What docks stands where that would bring it
 * from stop_px on, as long as the way of stand_px takes, and goes on from there. */
struct motion {
    enum motion_kind kind;
    int64_t start_ns;
    int32_t start_px;
    int32_t speed_mpx_s;
    /* MOTION_PAGES: from start_ns on a transition, page 0 for its hold_ms, a
     * transition, page 1, ..., a transition to nothing. */
    enum motion_transition transition;
    int32_t transition_ms;     /* 0 for a cut */
    int32_t stop_px, stand_px; /* MOTION_DOCK; stand_px is not below 0 */
};

/* A position further away than 2^30 px stands there. */
int32_t motion_position(const struct motion *motion, int64_t t_ns);

/* The instant at which what crawls is that far (0 or more px) from where it started; INT64_MAX:
 * never, or more than 136 years after the start. */
int64_t motion_reaches_ns(const struct motion *motion, int64_t px);

#define ZONE_LIGHT 10000

struct zone {
    int x, y, width, height; /* on the frame */
    struct strip *strip;     /* a reference held by the scene; NULL: only background */
    int strip_y;             /* of the strip's top, relative to the zone's */
    struct motion motion;
    struct config_colour colours[TEXT_ROLES];
    struct config_colour background;
    int image_loss; /* of ZONE_LIGHT parts of its pictures' light so many are taken away */
    bool ink;       /* its background is not painted: what lies below is seen between its letters */
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

/* What a zone shows of its strip at t_ns; how many parts, 0 without a strip. */
size_t zone_parts(const struct zone *zone, int64_t t_ns, struct zone_part parts[ZONE_PARTS_MAX]);

/* The first instant after t_ns at which its parts differ; INT64_MAX: never. */
int64_t zone_next_step(const struct zone *zone, int64_t t_ns);

#endif
