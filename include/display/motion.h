/* How a strip moves through its zone. All instants are monotonic ns (base/clock.h). */
#ifndef DISPLAY_MOTION_H
#define DISPLAY_MOTION_H

#include <stdint.h>

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

/* Where the strip's left edge stands at t_ns, px from the zone's; far outside (2^30 px) it stays
 * there. Of pages: start_px. */
int32_t motion_position(const struct motion *motion, int64_t t_ns);

/* The first instant after t_ns at which the position differs; INT64_MAX: never. */
int64_t motion_next_step(const struct motion *motion, int64_t t_ns);

#endif
