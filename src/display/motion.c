#include "display/motion.h"

#include <assert.h>
#include <stdlib.h>

/* ns of a second times thousandths of a px: how many make one px. */
#define NS_MPX_PER_PX INT64_C(1000000000000)

/* 128 bits: a year of ns times the fastest speed needs 75. */
typedef __int128 wide;

static int64_t moved_px(const struct motion *motion, int64_t t_ns)
{
    if (t_ns <= motion->start_ns)
        return 0;
    wide path = (wide)(t_ns - motion->start_ns) * llabs(motion->speed_mpx_s);
    return (int64_t)(path / NS_MPX_PER_PX);
}

int32_t motion_position(const struct motion *motion, int64_t t_ns)
{
    if (motion->kind != MOTION_CRAWL)
        return motion->start_px;
    int64_t moved = moved_px(motion, t_ns);
    int64_t x = motion->speed_mpx_s >= 0 ? motion->start_px - moved : motion->start_px + moved;
    if (x < INT32_MIN / 2) /* far outside: stays there instead of wrapping round */
        return INT32_MIN / 2;
    return x > INT32_MAX / 2 ? INT32_MAX / 2 : (int32_t)x;
}

int64_t motion_next_step(const struct motion *motion, int64_t t_ns)
{
    assert(motion->kind != MOTION_PAGES);
    if (motion->kind != MOTION_CRAWL || motion->speed_mpx_s == 0)
        return INT64_MAX;
    wide speed = llabs(motion->speed_mpx_s);
    wide next = (wide)(moved_px(motion, t_ns) + 1) * NS_MPX_PER_PX;
    wide when = motion->start_ns + (next + speed - 1) / speed;
    return when > INT64_MAX ? INT64_MAX : (int64_t)when;
}
