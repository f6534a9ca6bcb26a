#include "messages.h"

#include <string.h>

#include "display/zone.h"
#include "picture.h"
#include "planes.h"

static enum wire_result take_scene(struct device_wall *wall, struct wire_cursor *body)
{
    struct told_scene *next = device_wall_coming(wall);
    uint8_t background[3];
    int zones = (int)wire_take(body, 1);
    for (int i = 0; i < 3; i++)
        background[i] = (uint8_t)wire_take(body, 1);
    int64_t held_us = (int64_t)wire_take(body, 8);
    if (body->bad || body->at != body->end ||
        (held_us != DEVICE_NEVER && !wire_is_instant(held_us)))
        return WIRE_BAD_BODY;
    if (zones > DEVICE_ZONES_MAX)
        return WIRE_TOO_LARGE;
    next->zones_wanted = zones;
    memcpy(next->background, background, sizeof next->background);
    next->held_us = held_us;
    next->zone_count = 0;
    next->used = 0;
    wall->begun = true;
    wall->due = false;
    return WIRE_DONE;
}

/* Beyond it no strip is seen; sums with its width can't overflow. */
#define FARTHEST_PX (INT32_MAX / 2)

static bool is_zone(const struct device_wall *wall, const struct wire_zone *zone)
{
    return zone->motion < WIRE_MOTIONS && zone->transition <= TRANSITION_SCROLL &&
           zone->transition_ms <= INT32_MAX && wire_is_instant(zone->start_us) && zone->width > 0 &&
           zone->height > 0 && zone->x + zone->width <= wall->width &&
           zone->y + zone->height <= wall->height && zone->strip_width <= STRIP_MAX_WIDTH_PX &&
           zone->strip_height <= DEVICE_STRIP_HEIGHT_MAX &&
           (zone->strip_width == 0 || zone->room > 0) && zone->first_column <= zone->strip_width &&
           zone->start_px >= -FARTHEST_PX && zone->start_px <= FARTHEST_PX;
}

static enum wire_result take_zone(struct device_wall *wall, struct wire_cursor *body)
{
    struct told_scene *scene = device_wall_coming(wall);
    struct wire_zone zone;
    wire_take_zone(body, &zone);
    if (body->bad || body->at != body->end || !is_zone(wall, &zone))
        return WIRE_BAD_BODY;
    if (!wall->begun || zone.index != scene->zone_count || zone.index >= scene->zones_wanted)
        return WIRE_NOT_NOW;
    size_t size = zone.strip_width ? zone.room * WIRE_COLUMN_SIZE(zone.strip_height) : 0;
    if (size > wall->arena_size - scene->used)
        return WIRE_TOO_LARGE;
    uint8_t *arena = wall->arenas[wall->shown == 0 ? 1 : 0];
    scene->zones[scene->zone_count++] = (struct told_zone){
        .shape = zone,
        .columns = arena + scene->used,
        .first = zone.first_column,
        .next = zone.first_column,
    };
    scene->used += size;
    return WIRE_DONE;
}

static enum wire_result take_pages(struct device_wall *wall, struct wire_cursor *body)
{
    const size_t page_size = 6;
    unsigned index = (unsigned)wire_take(body, 1);
    size_t bytes = (size_t)(body->end - body->at);
    size_t count = bytes / page_size;
    if (body->bad || count * page_size != bytes || count > DEVICE_PAGES_MAX)
        return WIRE_BAD_BODY;
    if (!wall->begun || index >= (unsigned)device_wall_coming(wall)->zone_count)
        return WIRE_NOT_NOW;
    struct told_zone *zone = &device_wall_coming(wall)->zones[index];
    struct strip_page pages[DEVICE_PAGES_MAX] = {0};
    for (size_t i = 0; i < count; i++) {
        pages[i].y = (int)wire_take(body, 2);
        pages[i].hold_ms = (int32_t)wire_take(body, 4);
        if (pages[i].hold_ms < 0 || pages[i].y > zone->shape.strip_height)
            return WIRE_BAD_BODY;
    }
    memcpy(zone->pages, pages, count * sizeof *pages);
    zone->page_count = (int)count;
    return WIRE_DONE;
}

/* The instant of the picture on the glass: the next one may be made already, but
 * a column is needed until it has gone from the one that shows it. */
static int64_t shown_us(const struct device_wall *wall)
{
    const struct told_scene *scene = &wall->scenes[wall->shown];
    int64_t t_us = wall->glass_us;
    return t_us < scene->held_us ? t_us : scene->held_us;
}

static enum wire_result take_columns(struct device_wall *wall, struct wire_cursor *body)
{
    bool now = wire_take(body, 1) != 0;
    unsigned index = (unsigned)wire_take(body, 1);
    uint32_t first = (uint32_t)wire_take(body, 4);
    if (body->bad)
        return WIRE_BAD_BODY;
    if (now ? wall->shown < 0 : !wall->begun)
        return WIRE_NOT_NOW;
    struct told_scene *scene = now ? &wall->scenes[wall->shown] : device_wall_coming(wall);
    if (index >= (unsigned)scene->zone_count)
        return WIRE_BAD_BODY;
    struct told_zone *zone = &scene->zones[index];
    size_t size = WIRE_COLUMN_SIZE(zone->shape.strip_height);
    size_t bytes = (size_t)(body->end - body->at);
    uint32_t count = size ? (uint32_t)(bytes / size) : 0;
    if (count == 0 || count * size != bytes || first != zone->next ||
        first + count > zone->shape.strip_width)
        return WIRE_BAD_BODY;
    uint32_t needed = now ? picture_needed_from(zone, shown_us(wall)) : zone->shape.first_column;
    if (first + count - (needed < first ? needed : first) > zone->shape.room)
        return WIRE_NOT_NOW;
    for (uint32_t i = 0; i < count; i++, body->at += size)
        memcpy(zone->columns + (first + i) % zone->shape.room * size, body->at, size);
    zone->next += count;
    if (zone->next - zone->first > zone->shape.room)
        zone->first = zone->next - zone->shape.room;
    return WIRE_DONE;
}

static enum wire_result take_show(struct device_wall *wall, struct wire_cursor *body)
{
    int64_t at_us = (int64_t)wire_take(body, 8);
    if (body->bad || body->at != body->end || !wire_is_instant(at_us))
        return WIRE_BAD_BODY;
    if (!wall->begun ||
        device_wall_coming(wall)->zone_count != device_wall_coming(wall)->zones_wanted)
        return WIRE_NOT_NOW;
    wall->due = true;
    wall->due_us = at_us;
    return WIRE_DONE;
}

#define PLACE_SIZE 6 /* red, green, blue of the upper half and of the lower one */

/* In order, into the frame that is not shown (the caller waits until it is not). */
static enum wire_result take_pixels(struct device_wall *wall, struct wire_cursor *body)
{
    uint32_t first = (uint32_t)wire_take(body, 4);
    size_t bytes = (size_t)(body->end - body->at);
    uint32_t places = (uint32_t)(wall->scan_rows * wall->columns);
    uint32_t count = (uint32_t)(bytes / PLACE_SIZE);
    if (body->bad || count == 0 || bytes % PLACE_SIZE != 0 || first >= places ||
        count > places - first)
        return WIRE_BAD_BODY;
    if (first != 0 && (!wall->plain || first != wall->plain_next))
        return WIRE_NOT_NOW;
    wall->plain = true;
    wall->composed = false;
    for (uint32_t place = first; place < first + count; place++, body->at += PLACE_SIZE) {
        uint8_t rgb[2][3];
        memcpy(rgb, body->at, sizeof rgb);
        planes_put_place(wall, place, rgb, wall->frames[1 - wall->front]);
    }
    wall->plain_next = first + count;
    return WIRE_DONE;
}

static enum wire_result take_flip(struct device_wall *wall)
{
    if (!wall->plain || wall->plain_next != (uint32_t)(wall->scan_rows * wall->columns))
        return WIRE_NOT_NOW;
    wall->plain_next = 0;
    wall->due = wall->begun = false;
    device_wall_flip(wall);
    return WIRE_DONE;
}

static enum wire_result take_dark(struct device_wall *wall)
{
    device_wall_darken(wall);
    return WIRE_DONE;
}

enum wire_result messages_take(struct device_wall *wall, enum wire_type type,
                               struct wire_cursor *body)
{
    if (!wall->ready)
        return WIRE_NOT_NOW;
    switch ((int)type) {
    case WIRE_SCENE:
        return take_scene(wall, body);
    case WIRE_ZONE:
        return take_zone(wall, body);
    case WIRE_PAGES:
        return take_pages(wall, body);
    case WIRE_COLUMNS:
        return take_columns(wall, body);
    case WIRE_SHOW:
        return take_show(wall, body);
    case WIRE_PIXELS:
        return take_pixels(wall, body);
    case WIRE_FLIP:
        return body->at == body->end ? take_flip(wall) : WIRE_BAD_BODY;
    case WIRE_DARK:
        return body->at == body->end ? take_dark(wall) : WIRE_BAD_BODY;
    default:
        return WIRE_BAD_BODY;
    }
}
