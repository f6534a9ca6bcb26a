#include "display/scene_bytes.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"

#define VERSION 1
#define VERSION_DIMMED 2 /* where the light of pictures is less than all */
#define VERSION_RIBBON 3 /* where zones lie above each other, or dock */
#define SIDE_MAX_PX 65535
#define AREA_MAX_PX 16777216 /* 48 MB a frame; the largest wall is far below */
#define PLACE_MAX (1 << 20)
#define KEYS_MAX 65535
#define TRANSITION_MAX_MS 60000
/* 100 years: sums of two instants, and of an instant and all pages, fit. */
#define SPAN_MAX_NS INT64_C(3155760000000000000)

/* --- writing --- */

struct writer {
    struct buffer *out;
    int64_t origin_ns;
    const struct scene_key *keys;
    size_t key_count;
    unsigned version;
};

static void put_instant(const struct writer *writer, int64_t t_ns)
{
    bytes_put_signed(writer->out, t_ns - writer->origin_ns);
}

static void put_colour(const struct writer *writer, struct config_colour colour)
{
    const uint8_t rgb[] = {colour.r, colour.g, colour.b};
    bytes_put_block(writer->out, rgb, sizeof rgb);
}

/* 0: no strip. */
static size_t number_of(const struct writer *writer, const struct strip *strip)
{
    for (size_t i = 0; strip && i < writer->key_count; i++)
        if (writer->keys[i].strip == strip)
            return i + 1;
    assert(!strip);
    return 0;
}

static void put_motion(const struct writer *writer, const struct motion *motion)
{
    bytes_put(writer->out, motion->kind);
    put_instant(writer, motion->kind == MOTION_STILL ? writer->origin_ns : motion->start_ns);
    bytes_put_signed(writer->out, motion->start_px);
    bytes_put_signed(writer->out, motion->speed_mpx_s);
    bytes_put(writer->out, motion->transition);
    bytes_put(writer->out, (uint64_t)motion->transition_ms);
}

static void put_zone(const struct writer *writer, const struct zone *zone)
{
    bytes_put(writer->out, (uint64_t)zone->x);
    bytes_put(writer->out, (uint64_t)zone->y);
    bytes_put(writer->out, (uint64_t)zone->width);
    bytes_put(writer->out, (uint64_t)zone->height);
    bytes_put(writer->out, number_of(writer, zone->strip));
    bytes_put_signed(writer->out, zone->strip_y);
    put_motion(writer, &zone->motion);
    for (int role = 0; role < TEXT_ROLES; role++)
        put_colour(writer, zone->colours[role]);
    put_colour(writer, zone->background);
    if (writer->version >= VERSION_DIMMED)
        bytes_put(writer->out, (uint64_t)zone->image_loss);
    if (writer->version < VERSION_RIBBON)
        return;
    bytes_put(writer->out, zone->ink);
    bytes_put_signed(writer->out, zone->motion.stop_px);
    bytes_put(writer->out, (uint64_t)zone->motion.stand_px);
}

static void put_scene(const struct writer *writer, const struct scene *scene)
{
    bool stops = scene->still_from_ns != INT64_MAX;
    bytes_put(writer->out, (uint64_t)scene->width);
    bytes_put(writer->out, (uint64_t)scene->height);
    bytes_put(writer->out, stops);
    if (stops)
        put_instant(writer, scene->still_from_ns);
    put_colour(writer, scene->background);
    bytes_put(writer->out, scene->zone_count);
    for (size_t i = 0; i < scene->zone_count; i++)
        put_zone(writer, &scene->zones[i]);
}

static unsigned version_of(const struct scene_moment *moments, size_t count)
{
    unsigned version = VERSION;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; moments[i].scene && k < moments[i].scene->zone_count; k++) {
            const struct zone *zone = &moments[i].scene->zones[k];
            if (zone->ink || zone->motion.kind == MOTION_DOCK)
                return VERSION_RIBBON;
            if (zone->image_loss)
                version = VERSION_DIMMED;
        }
    return version;
}

void scene_bytes_write(const struct scene_moment *moments, size_t count, int64_t origin_ns,
                       int64_t end_ns, const struct scene_key *keys, size_t key_count,
                       struct buffer *out)
{
    const struct writer writer = {out, origin_ns, keys, key_count, version_of(moments, count)};
    bytes_put(out, writer.version);
    put_instant(&writer, end_ns);
    bytes_put(out, key_count);
    for (size_t i = 0; i < key_count; i++)
        bytes_put_block(out, keys[i].key, SCENE_KEY_SIZE);
    for (size_t i = 0; i < count; i++) {
        put_instant(&writer, moments[i].at_ns);
        bytes_put(out, moments[i].scene != NULL);
        if (moments[i].scene)
            put_scene(&writer, moments[i].scene);
    }
}

/* --- reading --- */

struct reader {
    struct bytes bytes;
    int64_t origin_ns;
    const uint8_t *keys;
    size_t key_count;
    scene_strip_fn *strip_of;
    unsigned version;
    void *user;
    struct strip **strips; /* by key; NULL: not asked for yet */
    struct scene_record *record;
};

static int64_t take_instant(struct reader *reader)
{
    return reader->origin_ns + bytes_take_signed(&reader->bytes, -SPAN_MAX_NS, SPAN_MAX_NS);
}

static struct config_colour take_colour(struct reader *reader)
{
    const uint8_t *rgb = bytes_take_block(&reader->bytes, 3);
    return rgb ? (struct config_colour){rgb[0], rgb[1], rgb[2]} : (struct config_colour){0, 0, 0};
}

static struct strip *take_strip(struct reader *reader)
{
    size_t number = (size_t)bytes_take(&reader->bytes, reader->key_count);
    if (number == 0 || reader->bytes.bad)
        return NULL;
    struct strip **strip = &reader->strips[number - 1];
    if (!*strip)
        *strip = reader->strip_of(reader->user, reader->keys + (number - 1) * SCENE_KEY_SIZE);
    reader->record->strips_missing |= !*strip;
    return *strip;
}

static void take_motion(struct reader *reader, struct motion *motion)
{
    struct bytes *bytes = &reader->bytes;
    motion->kind = (enum motion_kind)bytes_take(
        bytes, reader->version >= VERSION_RIBBON ? MOTION_DOCK : MOTION_PAGES);
    motion->start_ns = take_instant(reader);
    motion->start_px = (int32_t)bytes_take_signed(bytes, -PLACE_MAX, PLACE_MAX);
    motion->speed_mpx_s = (int32_t)bytes_take_signed(bytes, -INT32_MAX, INT32_MAX);
    motion->transition = (enum motion_transition)bytes_take(bytes, TRANSITION_SCROLL);
    motion->transition_ms = (int32_t)bytes_take(bytes, TRANSITION_MAX_MS);
}

/* A zone lies within its scene. */
static void take_zone(struct reader *reader, struct scene *scene)
{
    struct bytes *bytes = &reader->bytes;
    int x = (int)bytes_take(bytes, (uint64_t)scene->width - 1);
    int y = (int)bytes_take(bytes, (uint64_t)scene->height - 1);
    int width = (int)bytes_take(bytes, (uint64_t)(scene->width - x));
    int height = (int)bytes_take(bytes, (uint64_t)(scene->height - y));
    struct strip *strip = take_strip(reader);
    if (width == 0 || height == 0)
        bytes->bad = true;
    if (bytes->bad)
        return;
    struct zone *zone = scene_add_zone(scene, x, y, width, height, strip);
    zone->strip_y = (int)bytes_take_signed(bytes, -PLACE_MAX, PLACE_MAX);
    take_motion(reader, &zone->motion);
    for (int role = 0; role < TEXT_ROLES; role++)
        zone->colours[role] = take_colour(reader);
    zone->background = take_colour(reader);
    if (reader->version >= VERSION_DIMMED)
        zone->image_loss = (int)bytes_take(bytes, ZONE_LIGHT);
    if (reader->version < VERSION_RIBBON)
        return;
    zone->ink = bytes_take(bytes, 1);
    zone->motion.stop_px = (int32_t)bytes_take_signed(bytes, -PLACE_MAX, PLACE_MAX);
    zone->motion.stand_px = (int32_t)bytes_take(bytes, PLACE_MAX);
}

static struct scene *take_scene(struct reader *reader, int64_t at_ns)
{
    struct bytes *bytes = &reader->bytes;
    int width = (int)bytes_take(bytes, SIDE_MAX_PX);
    int height = (int)bytes_take(bytes, SIDE_MAX_PX);
    if (width == 0 || height == 0 || (int64_t)width * height > AREA_MAX_PX)
        bytes->bad = true;
    if (bytes->bad)
        return NULL;
    struct scene *scene = scene_create(width, height, at_ns);
    if (bytes_take(bytes, 1))
        scene->still_from_ns = take_instant(reader);
    scene->background = take_colour(reader);
    size_t zones = (size_t)bytes_take(bytes, SCENE_ZONES_MAX);
    for (size_t i = 0; i < zones && !bytes->bad; i++)
        take_zone(reader, scene);
    return scene;
}

static void take_moments(struct reader *reader)
{
    struct scene_record *record = reader->record;
    struct bytes *bytes = &reader->bytes;
    while (bytes->at < bytes->end && !bytes->bad) {
        struct scene_moment moment = {.at_ns = take_instant(reader)};
        if (bytes_take(bytes, 1))
            moment.scene = take_scene(reader, moment.at_ns);
        record->moments =
            memory_resize(record->moments, record->count + 1, sizeof *record->moments);
        record->moments[record->count++] = moment;
    }
}

static bool take_head(struct reader *reader)
{
    struct bytes *bytes = &reader->bytes;
    reader->version = (unsigned)bytes_take(bytes, VERSION_RIBBON);
    if (reader->version < VERSION)
        bytes->bad = true;
    reader->record->end_ns = take_instant(reader);
    reader->key_count = (size_t)bytes_take(bytes, KEYS_MAX);
    reader->keys = bytes_take_block(bytes, reader->key_count * SCENE_KEY_SIZE);
    return !bytes->bad;
}

bool scene_bytes_read(const void *data, size_t size, int64_t origin_ns, scene_strip_fn *strip_of,
                      void *user, struct scene_record *record)
{
    struct reader reader = {.bytes = bytes_of(data, size),
                            .origin_ns = origin_ns,
                            .strip_of = strip_of,
                            .user = user,
                            .record = record};
    *record = (struct scene_record){0};
    if (!take_head(&reader))
        return false;
    reader.strips = memory_alloc(reader.key_count, sizeof(struct strip *));
    take_moments(&reader);
    for (size_t i = 0; i < reader.key_count; i++)
        strip_unref(reader.strips[i]);
    free(reader.strips);
    return !reader.bytes.bad;
}

void scene_record_finish(struct scene_record *record)
{
    for (size_t i = 0; i < record->count; i++)
        scene_unref(record->moments[i].scene);
    free(record->moments);
    *record = (struct scene_record){0};
}
