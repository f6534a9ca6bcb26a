#include "device_zone.h"

#include <string.h>

#define NS_PER_US 1000
#define MARGIN_PX 32 /* that a ring must have beyond what is seen */
#define NO_COLOUR 0xff

static bool goes_right(const struct wire_zone *wire)
{
    return wire->moves && wire->speed_mpx_s < 0;
}

/* The role of a column; spans are in visual order. */
static enum text_role role_at(const struct strip *strip, int x)
{
    size_t low = 0;
    size_t high = strip->span_count;
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
    struct config_colour colour = scene_mix(from->colours[role], from->background, coverage);
    const uint8_t rgb[3] = {colour.r, colour.g, colour.b};
    memcpy(zone->wire.colours[zone->colours], rgb, sizeof rgb);
    zone->number[role][coverage] = (uint8_t)zone->colours++;
    return true;
}

static bool find_colours(struct device_zone *zone, const struct zone *from)
{
    memset(zone->number, NO_COLOUR, sizeof zone->number);
    const uint8_t background[3] = {from->background.r, from->background.g, from->background.b};
    memcpy(zone->wire.colours[zone->colours++], background, sizeof background);
    for (int role = 0; role < TEXT_ROLES; role++)
        zone->number[role][0] = 0;
    const struct strip *strip = from->strip;
    for (int x = 0; strip && x < strip->width; x++) {
        enum text_role role = role_at(strip, x);
        for (int y = 0; y < strip->height; y++)
            if (!add_colour(zone, from, role, strip->coverage[y * strip->width + x]))
                return false;
    }
    return true;
}

uint32_t device_zone_needed(const struct device_zone *zone, const struct zone *from, int64_t t_ns)
{
    const struct wire_zone *wire = &zone->wire;
    if (!wire->moves)
        return 0;
    int64_t left = motion_position(&from->motion, t_ns);
    int64_t gone = goes_right(wire) ? left + wire->strip_width - wire->width : -left;
    if (gone <= 0)
        return 0;
    return gone > wire->strip_width ? wire->strip_width : (uint32_t)gone;
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
    uint32_t least = wire->moves ? (uint32_t)wire->width + MARGIN_PX : left;
    wire->room = (uint16_t)(room < left ? room : left);
    return room > 0 && (room >= left || room >= least);
}

bool device_zone_init(struct device_zone *zone, const struct zone *from, int index, size_t memory,
                      int64_t now_ns)
{
    *zone = (struct device_zone){.wire = {
                                     .index = (uint8_t)index,
                                     .moves = from->motion.kind == MOTION_CRAWL,
                                     .x = (uint16_t)from->x,
                                     .y = (uint16_t)from->y,
                                     .width = (uint16_t)from->width,
                                     .height = (uint16_t)from->height,
                                     .strip_y = (int16_t)from->strip_y,
                                     .start_px = from->motion.start_px,
                                     .speed_mpx_s = from->motion.speed_mpx_s,
                                     .start_us = from->motion.start_ns / NS_PER_US,
                                 }};
    if (from->strip) {
        zone->wire.strip_height = (uint16_t)from->strip->height;
        zone->wire.strip_width = (uint32_t)from->strip->width;
    }
    zone->wire.first_column = device_zone_needed(zone, from, now_ns);
    zone->told = zone->wire.first_column;
    return find_colours(zone, from) && find_room(zone, memory);
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
        if (goes_right(&zone->wire))
            x = strip->width - 1 - x;
        const uint8_t *number = zone->number[role_at(strip, x)];
        for (int y = 0; y < strip->height; y += 2) {
            uint8_t upper = number[strip->coverage[y * strip->width + x]];
            uint8_t lower = 0;
            if (y + 1 < strip->height)
                lower = number[strip->coverage[(y + 1) * strip->width + x]];
            wire_put(body, 1, (uint64_t)(upper | lower << 4));
        }
    }
    return count;
}
