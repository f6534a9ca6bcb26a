#include "display/zone.h"

#include <assert.h>
#include <stdlib.h>

#include "display/pages.h"

#define NS_PER_S UINT64_C(1000000000)
#define MPX_PER_PX 1000
/* 136 years: a product with the fastest speed has 63 bits. */
#define LONGEST_S (UINT64_C(1) << 32)
#define FARTHEST_PX (INT32_MAX / 2)

static uint64_t speed_of(const struct motion *motion)
{
    return (uint64_t)llabs(motion->speed_mpx_s);
}

/* floor(span * speed / 10^12), in seconds and their rest. */
static int64_t moved_px(const struct motion *motion, int64_t t_ns)
{
    if (t_ns <= motion->start_ns)
        return 0;
    uint64_t span_ns = (uint64_t)t_ns - (uint64_t)motion->start_ns;
    if (span_ns > LONGEST_S * NS_PER_S)
        span_ns = LONGEST_S * NS_PER_S;
    uint64_t moved_mpx =
        span_ns / NS_PER_S * speed_of(motion) + span_ns % NS_PER_S * speed_of(motion) / NS_PER_S;
    return (int64_t)(moved_mpx / MPX_PER_PX);
}

/* To where it stands; below 0 where that was before start_ns. */
static int64_t way_to_stop(const struct motion *motion)
{
    int64_t way = (int64_t)motion->start_px - motion->stop_px;
    return motion->speed_mpx_s >= 0 ? way : -way;
}

/* How far what docks has come on its way after so many px of a crawl: it stands for stand_px. */
static int64_t docked_px(const struct motion *motion, int64_t moved)
{
    int64_t way = way_to_stop(motion);
    if (moved <= way)
        return moved;
    return moved <= way + motion->stand_px ? way : moved - motion->stand_px;
}

static bool moves(const struct motion *motion)
{
    return motion->kind == MOTION_CRAWL || motion->kind == MOTION_DOCK;
}

int32_t motion_position(const struct motion *motion, int64_t t_ns)
{
    if (!moves(motion))
        return motion->start_px;
    int64_t moved = moved_px(motion, t_ns);
    if (motion->kind == MOTION_DOCK)
        moved = docked_px(motion, moved);
    int64_t x = motion->speed_mpx_s >= 0 ? motion->start_px - moved : motion->start_px + moved;
    if (x < -FARTHEST_PX) /* far outside: stays there instead of wrapping round */
        return -FARTHEST_PX;
    return x > FARTHEST_PX ? FARTHEST_PX : (int32_t)x;
}

/* ceil(px * 10^12 / speed), in seconds and their rest. */
int64_t motion_reaches_ns(const struct motion *motion, int64_t px)
{
    assert(px >= 0);
    uint64_t speed = speed_of(motion);
    if (speed == 0 || px > INT64_MAX / MPX_PER_PX)
        return INT64_MAX;
    uint64_t path_mpx = (uint64_t)px * MPX_PER_PX;
    uint64_t whole_s = path_mpx / speed;
    uint64_t rest_ns = (path_mpx % speed * NS_PER_S + speed - 1) / speed;
    if (whole_s >= LONGEST_S)
        return INT64_MAX;
    int64_t span_ns = (int64_t)(whole_s * NS_PER_S + rest_ns);
    return motion->start_ns > INT64_MAX - span_ns ? INT64_MAX : motion->start_ns + span_ns;
}

/* The first instant after t_ns at which the position differs. */
static int64_t next_crawl_step(const struct motion *motion, int64_t t_ns)
{
    if (!moves(motion))
        return INT64_MAX;
    int64_t moved = moved_px(motion, t_ns);
    if (motion->kind == MOTION_DOCK) {
        int64_t way = way_to_stop(motion);
        if (moved >= way && moved < way + motion->stand_px)
            moved = way + motion->stand_px;
    }
    int64_t next_ns = motion_reaches_ns(motion, moved + 1);
    return next_ns > t_ns ? next_ns : INT64_MAX;
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
    if (moves(motion))
        return motion->speed_mpx_s < 0 ? -motion->speed_mpx_s : motion->speed_mpx_s;
    if (motion->transition == TRANSITION_CUT || motion->transition_ms <= 0)
        return 0;
    int64_t way = motion->transition == TRANSITION_WIPE ? zone->width : zone->height;
    return (int32_t)(way * 1000000 / motion->transition_ms);
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
    return has_left(zone, t_ns) ? INT64_MAX : next_crawl_step(&zone->motion, t_ns);
}
