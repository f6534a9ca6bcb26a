/* Any bytes as what a device hears: raw, or as messages that are whole, in order
 * and mostly possible, damaged or not. The device must keep to its memory, never
 * draw into the frame on the glass, and what it refuses must change nothing. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "config/panel_ranges.h"
#include "device_wall.h"
#include "session.h"

#include "fuzz.h"

#define MEMORY (40 * 1024)
#define CLOCK_HZ 125000000
#define STEPS 200

static uint64_t take_number(struct input *input, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes && input->at < input->end; i++)
        value |= (uint64_t)*input->at++ << (8 * i);
    return value;
}

struct end {
    uint8_t *memory;
    struct device_wall wall;
    struct session session;
    int64_t device_us;
    int shown;      /* frame on the glass; -1: none */
    uint64_t light; /* of that frame, in one number */
};

static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
    for (size_t i = 0; i + 8 <= size; i += 8) {
        uint64_t word;
        memcpy(&word, (const uint8_t *)bytes + i, 8);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    return hash;
}

static uint64_t digest(const struct end *end)
{
    return mix(mix(1, &end->wall, sizeof end->wall), end->memory, MEMORY);
}

static uint64_t light(const struct end *end)
{
    return end->shown < 0 ? 0 : mix(1, end->wall.frames[end->shown], end->wall.frame_size);
}

static void flip(void *user, int frame)
{
    struct end *end = user;
    require(frame == 0 || frame == 1);
    end->shown = frame;
    end->light = light(end);
}

static bool settled(void *user)
{
    (void)user;
    return true;
}

static void check_memory(const struct end *end)
{
    const struct device_wall *wall = &end->wall;
    if (!wall->ready)
        return;
    for (int i = 0; i < 2; i++) {
        require(wall->frames[i] >= end->memory);
        require(wall->frames[i] + wall->frame_size <= wall->canvas);
        require(wall->arenas[i] > (uint8_t *)wall->runs);
        require(wall->arenas[i] + wall->arena_size <= end->memory + MEMORY);
    }
    require(wall->canvas + (size_t)wall->width * (size_t)wall->height <= (uint8_t *)wall->runs);
    int coming = wall->shown == 0 ? 1 : 0;
    for (int at = 0; at < 2; at++)
        for (int i = 0; i < wall->scenes[at].zone_count; i++) {
            const struct told_zone *zone = &wall->scenes[at].zones[i];
            bool told = at == wall->shown || (wall->begun && at == coming);
            if (zone->shape.strip_width == 0 || !told)
                continue; /* else it may be of a configuration before */
            size_t size = zone->shape.room * WIRE_COLUMN_SIZE(zone->shape.strip_height);
            require(zone->columns >= wall->arenas[at]);
            require(zone->columns + size <= wall->arenas[at] + wall->arena_size);
        }
}

/* What the device makes of the bytes; the number of replies that say `done`. */
static int give(struct end *end, const uint8_t *bytes, size_t size)
{
    int done = 0;
    for (size_t i = 0; i < size; i++) {
        session_byte(&end->session, bytes[i], end->device_us);
        struct wire_reader reader = {0};
        struct wire_message reply;
        for (size_t at = 0; at < end->session.reply_size; at++)
            if (wire_read(&reader, end->session.reply[at], &reply) && reply.type == WIRE_ACK)
                done += reply.body.at[2] == WIRE_DONE;
        end->session.reply_size = 0;
        if (end->session.configured)
            end->shown = -1;
        end->session.configured = false;
    }
    check_memory(end);
    require(end->shown < 0 || light(end) == end->light);
    return done;
}

static void tell(struct end *end, enum wire_type type, const uint8_t *body, size_t size)
{
    uint8_t coded[WIRE_CODED_MAX];
    size_t length = wire_encode(type, end->session.expected, body, size, coded);
    uint64_t before = digest(end);
    if (give(end, coded, length) == 0 && type != WIRE_PING)
        require(digest(end) == before); /* refused: nothing has changed */
}

/* Up to three bytes of a good wiring become others. */
static void spoil(uint8_t *bytes, size_t size, struct input *input)
{
    for (uint64_t count = take_number(input, 1) & 3; count > 0; count--) {
        size_t at = (size_t)(take_number(input, 2) % size);
        bytes[at] = (uint8_t)take_number(input, 1);
    }
}

static void tell_config(struct end *end, struct input *input)
{
    static const uint8_t rows[] = {16, 32, 64, 32}, scans[] = {8, 16, 32, 8};
    uint8_t body[WIRE_BODY_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    uint64_t kind = take_number(input, 4);
    struct config_panel panel = {
        .rows = rows[kind & 3],
        .scan = scans[kind >> 2 & 3],
        .multiplex = (enum config_multiplex)(kind >> 4 & 3),
        .columns = 16 << (kind >> 15 & 3),
    };
    panel_wire_by_keys(&panel);
    spoil((uint8_t *)&panel.wiring, sizeof panel.wiring, input);
    struct wire_config config = {
        .wiring = panel.wiring,
        .order = (uint8_t)(kind >> 6 & 7),
        .fold = (uint8_t)(1 + (kind >> 11 & 1)),
        .serpentine = kind >> 12 & 1,
        .rotation = kind >> 13 & 3,
        .chain = (uint16_t)(1 + (kind >> 17 & 3)),
        .planes = (uint8_t)(1 + (kind >> 19) % 10),
        .brightness = 100,
        .pixel_cycles = 6,
        .dark_after_ms = 1000,
    };
    wire_put_config(&cursor, &config);
    tell(end, WIRE_CONFIG, body, (size_t)(cursor.at - body));
}

static void tell_zone(struct end *end, struct input *input)
{
    uint8_t body[WIRE_BODY_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    struct wire_zone zone = {
        .index = (uint8_t)(take_number(input, 1) & 3),
        .motion = (uint8_t)(take_number(input, 1) & 3),
        .transition = (uint8_t)(take_number(input, 1) & 3),
        .right_to_left = (uint8_t)take_number(input, 1),
        .x = (uint8_t)take_number(input, 1) & 31,
        .y = (uint8_t)take_number(input, 1) & 15,
        .width = (uint8_t)take_number(input, 1),
        .height = (uint8_t)take_number(input, 1) & 63,
        .strip_y = (int8_t)take_number(input, 1),
        .strip_height = (uint16_t)take_number(input, 1),
        .strip_width = (uint32_t)take_number(input, 2),
        .room = (uint16_t)take_number(input, 2),
        .first_column = (uint32_t)take_number(input, 1),
        .start_px = (int8_t)take_number(input, 1),
        .speed_mpx_s = (int32_t)take_number(input, 4),
        .transition_ms = (uint32_t)take_number(input, 2),
        .start_us = (int64_t)take_number(input, 8) >> 11,
    };
    wire_put_zone(&cursor, &zone);
    tell(end, WIRE_ZONE, body, (size_t)(cursor.at - body));
}

/* Columns where they are expected, the rest as it comes. */
static void tell_columns(struct end *end, struct input *input)
{
    uint8_t body[WIRE_BODY_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    unsigned kind = (unsigned)take_number(input, 1);
    int at = kind & 1 ? end->wall.shown : end->wall.shown == 0;
    const struct told_zone *zone = &end->wall.scenes[at < 0 ? 0 : at].zones[kind >> 1 & 3];
    wire_put(&cursor, 1, kind & 1);
    wire_put(&cursor, 1, kind >> 1 & 3);
    wire_put(&cursor, 4, zone->next + (kind >> 7));
    size_t column = WIRE_COLUMN_SIZE(zone->shape.strip_height);
    size_t columns = take_number(input, 1) & 31;
    for (size_t i = 0; i < columns * column && !cursor.bad; i++)
        wire_put(&cursor, 1, 0x5a);
    tell(end, WIRE_COLUMNS, body, (size_t)(cursor.at - body));
}

static void tell_anything(struct end *end, struct input *input)
{
    uint8_t body[WIRE_BODY_MAX];
    enum wire_type type = (enum wire_type)(take_number(input, 1) % (WIRE_BOOT + 2));
    size_t size = take_number(input, 1) * 2;
    for (size_t i = 0; i < size; i++)
        body[i] = (uint8_t)take_number(input, 1);
    tell(end, type, body, size);
}

static void tell_scene(struct end *end, struct input *input)
{
    uint8_t body[12] = {(uint8_t)(take_number(input, 1) & 3)};
    memset(body + 4, 0xff, 7);
    body[11] = 0x7f;
    tell(end, WIRE_SCENE, body, sizeof body);
}

/* A message with a bit flipped or cut short: nothing may come of it. */
static void tell_damaged(struct end *end, struct input *input)
{
    uint8_t coded[WIRE_CODED_MAX];
    size_t bit = take_number(input, 1);
    size_t length = wire_encode(WIRE_DARK, end->session.expected, NULL, 0, coded);
    if (bit & 0x80)
        memmove(coded, coded + 1, --length);
    else
        coded[bit / 8 % (length - 1)] ^= (uint8_t)(1 << bit % 8);
    uint64_t before = digest(end);
    give(end, coded, length);
    require(digest(end) == before);
}

static void tell_raw(struct end *end, struct input *input)
{
    uint8_t bytes[256];
    size_t size = take_number(input, 1);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)take_number(input, 1);
    give(end, bytes, size);
    give(end, (const uint8_t *)"", 1); /* the next one is heard again */
}

static void pass_time(struct end *end, struct input *input)
{
    end->device_us += (int64_t)take_number(input, 3);
    int shown = end->shown;
    uint64_t before = light(end);
    device_wall_step(&end->wall, end->device_us);
    require(end->shown != shown || light(end) == before);
    require(end->shown < 0 || light(end) == end->light);
}

static void say_hello(struct end *end)
{
    uint8_t body[4] = {1}, coded[WIRE_CODED_MAX];
    give(end, coded, wire_encode(WIRE_HELLO, 0, body, sizeof body, coded));
}

static void step(struct end *end, struct input *input)
{
    uint8_t now[8] = {0};
    switch (take_number(input, 1) % 10) {
    case 0:
        tell_config(end, input);
        break;
    case 1:
        tell_scene(end, input);
        break;
    case 2:
        tell_zone(end, input);
        break;
    case 3:
        tell_columns(end, input);
        break;
    case 4:
        tell(end, WIRE_SHOW, now, sizeof now);
        break;
    case 5:
        tell_anything(end, input);
        break;
    case 6:
        tell_damaged(end, input);
        break;
    case 7:
        tell_raw(end, input);
        break;
    case 8:
        say_hello(end);
        break;
    default:
        pass_time(end, input);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct end end;
    struct input input = {data, data + size};
    memset(&end, 0, sizeof end);
    end.shown = -1;
    end.memory = malloc(MEMORY); /* of just that size: the sanitizer watches its edges */
    require(end.memory != NULL);
    memset(end.memory, 0, MEMORY);
    device_wall_init(&end.wall, end.memory, MEMORY, (struct scan_control){flip, settled, &end});
    session_init(&end.session, &end.wall, CLOCK_HZ);
    say_hello(&end);
    for (int i = 0; i < STEPS && input.at < input.end; i++)
        step(&end, &input);
    free(end.memory);
    return 0;
}
