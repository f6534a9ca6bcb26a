#include "picture.h"

#include <string.h>

#include "display/zone.h"

#define NS_PER_US 1000

/* The zone as display/zone.c knows it, with the strip that is given. */
static struct zone as_zone(const struct told_zone *told, struct strip *strip)
{
    static const enum motion_kind kinds[] = {
        [WIRE_STILL] = MOTION_STILL,
        [WIRE_CRAWL] = MOTION_CRAWL,
        [WIRE_PAGED] = MOTION_PAGES,
    };
    const struct wire_zone *shape = &told->shape;
    *strip = (struct strip){
        .width = (int)shape->strip_width,
        .height = shape->strip_height,
        .pages = (struct strip_page *)told->pages, /* only read */
        .page_count = (size_t)told->page_count,
        .right_to_left = shape->right_to_left,
    };
    return (struct zone){
        .width = shape->width,
        .height = shape->height,
        .strip = shape->strip_width > 0 ? strip : NULL,
        .strip_y = shape->strip_y,
        .motion = {.kind = kinds[shape->motion],
                   .start_ns = shape->start_us * NS_PER_US,
                   .start_px = shape->start_px,
                   .speed_mpx_s = shape->speed_mpx_s,
                   .transition = (enum motion_transition)shape->transition,
                   .transition_ms = (int32_t)shape->transition_ms},
    };
}

int64_t picture_next_us(const struct told_scene *scene, int64_t t_us)
{
    int64_t next_ns = INT64_MAX;
    for (int i = 0; i < scene->zone_count; i++) {
        struct strip strip;
        struct zone zone = as_zone(&scene->zones[i], &strip);
        int64_t step_ns = zone_next_step(&zone, t_us * NS_PER_US);
        next_ns = step_ns < next_ns ? step_ns : next_ns;
    }
    if (next_ns > INT64_MAX - NS_PER_US)
        return DEVICE_NEVER;
    int64_t next_us = next_ns / NS_PER_US + (next_ns % NS_PER_US > 0);
    bool far = next_us > 2 * WIRE_INSTANT_MAX_US; /* than any clock goes */
    return next_us <= scene->held_us && !far ? next_us : DEVICE_NEVER;
}

uint32_t picture_needed_from(const struct told_zone *told, int64_t t_us)
{
    const struct wire_zone *shape = &told->shape;
    struct strip strip;
    struct zone zone = as_zone(told, &strip);
    if (shape->motion != WIRE_CRAWL)
        return shape->first_column;
    uint32_t gone = wire_zone_gone(shape, motion_position(&zone.motion, t_us * NS_PER_US));
    return gone > shape->first_column ? gone : shape->first_column;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

/* A column of the strip; NULL where it is not there. */
static const uint8_t *find_column(const struct told_zone *zone, uint32_t x)
{
    const struct wire_zone *shape = &zone->shape;
    uint32_t column = wire_zone_is_backward(shape) ? shape->strip_width - 1 - x : x;
    if (column < zone->first || column >= zone->next)
        return NULL;
    return zone->columns + column % shape->room * WIRE_COLUMN_SIZE(shape->strip_height);
}

static void draw_part(struct device_wall *wall, const struct told_zone *zone, int base,
                      const struct zone_part *part)
{
    const struct wire_zone *shape = &zone->shape;
    int top = most(part->top, part->y);
    int bottom = least(part->bottom, part->y + shape->strip_height);
    int to = least(part->right, part->x + (int)shape->strip_width);
    for (int x = most(part->left, part->x); x < to; x++) {
        const uint8_t *column = find_column(zone, (uint32_t)(x - part->x));
        wall->missing += !column;
        if (!column)
            continue;
        uint8_t *out = wall->canvas + (shape->y + top) * wall->width + shape->x + x;
        for (int y = top; y < bottom; y++, out += wall->width) {
            int at = y - part->y;
            *out = (uint8_t)(base + (column[at / 2] >> (at % 2 * 4) & 15));
        }
    }
}

static void draw_zone(struct device_wall *wall, const struct told_zone *told, int base,
                      int64_t t_us)
{
    const struct wire_zone *shape = &told->shape;
    for (int y = 0; y < shape->height; y++)
        memset(wall->canvas + (shape->y + y) * wall->width + shape->x, base, shape->width);
    struct strip strip;
    struct zone zone = as_zone(told, &strip);
    struct zone_part parts[ZONE_PARTS_MAX];
    size_t count = zone_parts(&zone, t_us * NS_PER_US, parts);
    for (size_t i = 0; i < count; i++)
        draw_part(wall, told, base, &parts[i]);
}

void picture_draw(struct device_wall *wall, const struct told_scene *scene, int64_t t_us)
{
    memset(wall->canvas, 0, (size_t)(wall->width * wall->height));
    for (int i = 0; i < scene->zone_count; i++)
        draw_zone(wall, &scene->zones[i], 1 + i * WIRE_COLOURS, t_us);
}
