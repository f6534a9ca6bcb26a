#include "display/pages.h"

#include <assert.h>

#define NS_PER_MS INT64_C(1000000)

/* Between two pages, or on one: `moved` of `way` px from the one to the next. */
struct standing {
    size_t page; /* of the strip; page_count: nothing (before the first: see `entering`) */
    bool entering;
    int32_t moved; /* 0 to way: of the transition to `page` */
    int64_t next_ns;
};

static int32_t way_px(const struct zone *zone)
{
    return zone->motion.transition == TRANSITION_WIPE ? zone->width : zone->height;
}

static int64_t transition_ns(const struct motion *motion)
{
    return motion->transition == TRANSITION_CUT ? 0 : motion->transition_ms * NS_PER_MS;
}

/* Within the transition to a page, which began at begin_ns. */
static struct standing moving(const struct zone *zone, size_t page, int64_t begin_ns, int64_t t_ns)
{
    int64_t whole = transition_ns(&zone->motion);
    int64_t way = way_px(zone);
    int64_t moved = t_ns > begin_ns ? (t_ns - begin_ns) * way / whole : 0;
    int64_t next_ns = begin_ns + ((moved + 1) * whole + way - 1) / way;
    return (struct standing){page, true, (int32_t)moved, next_ns};
}

static struct standing stand(const struct zone *zone, int64_t t_ns)
{
    const struct strip *strip = zone->strip;
    assert(strip && zone->motion.kind == MOTION_PAGES);
    int64_t whole = transition_ns(&zone->motion);
    int64_t begin_ns = zone->motion.start_ns;
    if (t_ns < begin_ns)
        return (struct standing){strip->page_count, false, 0, begin_ns};
    for (size_t page = 0; page <= strip->page_count; page++) {
        if (t_ns < begin_ns + whole)
            return moving(zone, page, begin_ns, t_ns);
        begin_ns += whole;
        if (page == strip->page_count)
            break;
        begin_ns += strip->pages[page].hold_ms * NS_PER_MS;
        if (t_ns < begin_ns)
            return (struct standing){page, false, 0,
                                     whole ? moving(zone, page + 1, begin_ns, begin_ns).next_ns
                                           : begin_ns};
    }
    return (struct standing){strip->page_count, false, 0, INT64_MAX};
}

int64_t zone_pages_end_ns(const struct zone *zone)
{
    assert(zone->strip && zone->motion.kind == MOTION_PAGES);
    int64_t whole = transition_ns(&zone->motion);
    int64_t end_ns = zone->motion.start_ns + whole;
    for (size_t i = 0; i < zone->strip->page_count; i++)
        end_ns += whole + zone->strip->pages[i].hold_ms * NS_PER_MS;
    return end_ns;
}

int64_t zone_pages_next_ns(const struct zone *zone, int64_t t_ns)
{
    return stand(zone, t_ns).next_ns;
}

/* Adds a page at an offset, within the columns; nothing where there is no page. */
static size_t add(const struct zone *zone, size_t page, struct zone_part part, int y,
                  struct zone_part *parts, size_t count)
{
    const struct strip *strip = zone->strip;
    if (page >= strip->page_count || part.left >= part.right || part.top >= part.bottom)
        return count;
    part.x = (zone->width - strip->width) / 2;
    part.y = y - strip->pages[page].y;
    parts[count] = part;
    return count + 1;
}

/* The page before one; before the first, nothing. */
static size_t before(const struct zone *zone, size_t page)
{
    return page > 0 ? page - 1 : zone->strip->page_count;
}

size_t zone_pages_parts(const struct zone *zone, int64_t t_ns,
                        struct zone_part parts[ZONE_PARTS_MAX])
{
    struct standing at = stand(zone, t_ns);
    const int width = zone->width;
    const int height = zone->height;
    size_t old = before(zone, at.page);
    if (!at.entering)
        return add(zone, at.page, (struct zone_part){0, width, 0, height, 0, 0}, 0, parts, 0);
    if (zone->motion.transition == TRANSITION_SCROLL) {
        int edge = height - at.moved;
        size_t count =
            add(zone, old, (struct zone_part){0, width, 0, edge, 0, 0}, -at.moved, parts, 0);
        return add(zone, at.page, (struct zone_part){0, width, edge, height, 0, 0}, edge, parts,
                   count);
    }
    bool mirrored = zone->strip->right_to_left;
    int edge = mirrored ? width - at.moved : at.moved;
    size_t count = add(zone, mirrored ? old : at.page, (struct zone_part){0, edge, 0, height, 0, 0},
                       0, parts, 0);
    return add(zone, mirrored ? at.page : old, (struct zone_part){edge, width, 0, height, 0, 0}, 0,
               parts, count);
}
