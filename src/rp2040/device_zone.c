#include "device_zone.h"
#include "display/colour.h"

#include <string.h>

#define NS_PER_US 1000
#define MARGIN_PX 32 /* that a ring must have beyond what is seen */
#define NO_COLOUR 0xff

/* The role of a line's column; spans are in visual order. */
static enum text_role role_at(const struct strip *strip, const struct strip_line *line, int x)
{
    size_t low = line->span;
    size_t high = line->span + line->span_count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (strip->spans[middle].x <= x)
            low = middle;
        else
            high = middle;
    }
    return strip->spans[low].role;
}

static bool add_colour(struct device_zone *zone, const struct zone *from, enum text_role role,
                       uint8_t coverage)
{
    if (zone->number[role][coverage] != NO_COLOUR)
        return true;
    if (zone->colours == WIRE_COLOURS)
        return false;
    struct config_colour colour = colour_mix(from->colours[role], from->background, coverage);
    const uint8_t rgb[3] = {colour.r, colour.g, colour.b};
    memcpy(zone->wire.colours[zone->colours], rgb, sizeof rgb);
    zone->number[role][coverage] = (uint8_t)zone->colours++;
    return true;
}

static bool find_line_colours(struct device_zone *zone, const struct zone *from,
                              const struct strip_line *line)
{
    const struct strip *strip = from->strip;
    for (int x = 0; x < strip->width; x++) {
        enum text_role role = role_at(strip, line, x);
        const uint8_t *coverage = strip->coverage + (ptrdiff_t)line->y * strip->width + x;
        for (int y = 0; y < line->height; y++, coverage += strip->width)
            if (!add_colour(zone, from, role, *coverage))
                return false;
    }
    return true;
}

static bool find_colours(struct device_zone *zone, const struct zone *from)
{
    memset(zone->number, NO_COLOUR, sizeof zone->number);
    const uint8_t background[3] = {from->background.r, from->background.g, from->background.b};
    memcpy(zone->wire.colours[zone->colours++], background, sizeof background);
    for (int role = 0; role < TEXT_ROLES; role++)
        zone->number[role][0] = 0;
    for (size_t i = 0; from->strip && i < from->strip->line_count; i++)
        if (!find_line_colours(zone, from, &from->strip->lines[i]))
            return false;
    return true;
}

uint32_t device_zone_needed(const struct device_zone *zone, const struct zone *from, int64_t t_ns)
{
    const struct wire_zone *wire = &zone->wire;
    if (wire->motion != WIRE_CRAWL)
        return 0;
    return wire_zone_gone(wire, motion_position(&from->motion, t_ns));
}

size_t device_zone_memory(const struct device_zone *zone)
{
    return zone->wire.room * WIRE_COLUMN_SIZE(zone->wire.strip_height);
}

static bool find_room(struct device_zone *zone, size_t memory)
{
    struct wire_zone *wire = &zone->wire;
    if (wire->strip_width == 0)
        return true;
    size_t room = memory / WIRE_COLUMN_SIZE(wire->strip_height);
    uint32_t left = wire->strip_width - wire->first_column;
    left = left > 0 ? left : 1;
    uint32_t least = wire->motion == WIRE_CRAWL ? (uint32_t)wire->width + MARGIN_PX : left;
    wire->room = (uint16_t)(room < left ? room : left);
    return room > 0 && (room >= left || room >= least);
}

static struct wire_zone shape_of(const struct zone *from, int index)
{
    static const enum wire_motion motions[] = {
        [MOTION_STILL] = WIRE_STILL,
        [MOTION_CRAWL] = WIRE_CRAWL,
        [MOTION_PAGES] = WIRE_PAGED,
    };
    const struct motion *motion = &from->motion;
    return (struct wire_zone){
        .index = (uint8_t)index,
        .motion = (uint8_t)motions[motion->kind],
        .transition = (uint8_t)motion->transition,
        .x = (uint16_t)from->x,
        .y = (uint16_t)from->y,
        .width = (uint16_t)from->width,
        .height = (uint16_t)from->height,
        .strip_y = (int16_t)from->strip_y,
        .start_px = motion->start_px,
        .speed_mpx_s = motion->speed_mpx_s,
        .transition_ms = (uint32_t)motion->transition_ms,
        .start_us = motion->start_ns / NS_PER_US,
    };
}

/* Pictures have more colours than a zone; a strip may have more pages, or rows. The wire has no
 * zones that lie above each other, and nothing that docks. */
static bool is_plain(const struct zone *from, const struct wire_caps *caps)
{
    const struct strip *strip = from->strip;
    if (from->ink || from->motion.kind == MOTION_DOCK)
        return false;
    if (!strip)
        return true;
    bool pages = from->motion.kind != MOTION_PAGES || strip->page_count <= caps->pages_max;
    return strip->image_count == 0 && strip->height <= DEVICE_ZONE_HEIGHT_MAX && pages;
}

bool device_zone_init(struct device_zone *zone, const struct zone *from, int index,
                      const struct wire_caps *caps, size_t memory, int64_t now_ns)
{
    if (!is_plain(from, caps))
        return false;
    *zone = (struct device_zone){.wire = shape_of(from, index)};
    if (from->strip) {
        zone->wire.strip_height = (uint16_t)from->strip->height;
        zone->wire.strip_width = (uint32_t)from->strip->width;
        zone->wire.right_to_left = from->strip->right_to_left;
    }
    zone->wire.first_column = device_zone_needed(zone, from, now_ns);
    zone->told = zone->wire.first_column;
    return find_colours(zone, from) && find_room(zone, memory);
}

void device_zone_pages(const struct zone *from, int index, struct wire_cursor *body)
{
    wire_put(body, 1, (uint64_t)index);
    for (size_t i = 0; i < from->strip->page_count; i++) {
        wire_put(body, 2, (uint64_t)from->strip->pages[i].y);
        wire_put(body, 4, (uint64_t)from->strip->pages[i].hold_ms);
    }
}

/* The colour numbers of a column, from top to bottom. */
static void number_column(const struct device_zone *zone, const struct strip *strip, int x,
                          uint8_t *numbers)
{
    for (size_t i = 0; i < strip->line_count; i++) {
        const struct strip_line *line = &strip->lines[i];
        const uint8_t *number = zone->number[role_at(strip, line, x)];
        for (int y = line->y; y < line->y + line->height; y++)
            numbers[y] = number[strip->coverage[(ptrdiff_t)y * strip->width + x]];
    }
}

uint32_t device_zone_columns(const struct device_zone *zone, const struct zone *from, uint32_t most,
                             struct wire_cursor *body)
{
    const struct strip *strip = from->strip;
    size_t size = WIRE_COLUMN_SIZE(strip->height);
    uint32_t count = 0;
    while (count < most && zone->told + count < zone->wire.strip_width &&
           (size_t)(body->end - body->at) >= size) {
        int x = (int)(zone->told + count++);
        if (wire_zone_is_backward(&zone->wire))
            x = strip->width - 1 - x;
        uint8_t numbers[DEVICE_ZONE_HEIGHT_MAX + 1] = {0};
        number_column(zone, strip, x, numbers);
        for (int y = 0; y < strip->height; y += 2)
            wire_put(body, 1, (uint64_t)(numbers[y] | numbers[y + 1] << 4));
    }
    return count;
}
