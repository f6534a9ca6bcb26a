#include "control/scene_json.h"

#include <stdint.h>
#include <stdlib.h>

#include <zlib.h>

#include "base/base64.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "store/strips.h"
#include "text/strip_bytes.h"

#define UNPACK_PART 16384
#define UNPACKED_MAX ((size_t)64 << 20) /* the largest strip is far below */

#include <assert.h>
#include <stdio.h>

/* --- names --- */

/* A kind of motion that is not here does not compile: who draws elsewhere must learn it, too. */
static const char *kind_name(enum motion_kind kind)
{
    switch (kind) {
    case MOTION_STILL:
        return "still";
    case MOTION_CRAWL:
        return "crawl";
    case MOTION_PAGES:
        return "pages";
    case MOTION_DOCK:
        return "dock";
    }
    assert(false && "a motion of no kind");
    return NULL;
}

static const char *transition_name(enum motion_transition transition)
{
    switch (transition) {
    case TRANSITION_CUT:
        return "cut";
    case TRANSITION_WIPE:
        return "wipe";
    case TRANSITION_SCROLL:
        return "scroll";
    }
    assert(false && "a transition of no kind");
    return NULL;
}

/* --- values --- */

void scene_key_text(const uint8_t key[SCENE_KEY_SIZE], char text[SCENE_KEY_TEXT_SIZE])
{
    for (size_t i = 0; i < SCENE_KEY_SIZE; i++)
        snprintf(text + 2 * i, 3, "%02x", key[i]);
}

static json_t *colour_to_json(struct config_colour colour)
{
    return json_pack("[i, i, i]", colour.r, colour.g, colour.b);
}

static json_t *strip_to_json(const struct strip *strip, const struct scene_key *keys, size_t count)
{
    char text[SCENE_KEY_TEXT_SIZE];
    for (size_t i = 0; strip && i < count; i++)
        if (keys[i].strip == strip) {
            scene_key_text(keys[i].key, text);
            return json_string(text);
        }
    assert(!strip);
    return json_null();
}

static bool is_paged(const struct motion *motion)
{
    return motion->kind == MOTION_PAGES;
}

static json_t *motion_to_json(const struct motion *motion, int64_t origin_ns)
{
    json_t *json = json_pack("{s:s}", "kind", kind_name(motion->kind));
    if (!is_paged(motion))
        json_object_set_new(json, "start_px", json_integer(motion->start_px));
    if (motion->kind != MOTION_STILL)
        json_object_set_new(json, "start_ns", json_integer(motion->start_ns - origin_ns));
    if (!is_paged(motion) && motion->kind != MOTION_STILL)
        json_object_set_new(json, "speed_mpx_s", json_integer(motion->speed_mpx_s));
    if (motion->kind == MOTION_DOCK) {
        json_object_set_new(json, "stop_px", json_integer(motion->stop_px));
        json_object_set_new(json, "stand_px", json_integer(motion->stand_px));
    }
    if (is_paged(motion)) {
        json_object_set_new(json, "transition", json_string(transition_name(motion->transition)));
        json_object_set_new(json, "transition_ms", json_integer(motion->transition_ms));
    }
    return json;
}

static json_t *zone_to_json(const struct zone *zone, int64_t origin_ns,
                            const struct scene_key *keys, size_t count)
{
    json_t *colours = json_array();
    for (int role = 0; role < TEXT_ROLES; role++)
        json_array_append_new(colours, colour_to_json(zone->colours[role]));
    return json_pack("{s:i, s:i, s:i, s:i, s:o, s:i, s:o, s:o, s:o, s:i, s:b}", "x", zone->x, "y",
                     zone->y, "width", zone->width, "height", zone->height, "strip",
                     strip_to_json(zone->strip, keys, count), "strip_y", zone->strip_y, "motion",
                     motion_to_json(&zone->motion, origin_ns), "colours", colours, "background",
                     colour_to_json(zone->background), "image_loss", zone->image_loss, "ink",
                     (int)zone->ink);
}

json_t *scene_to_json(const struct scene *scene, const struct scene_key *keys, size_t key_count)
{
    int64_t origin_ns = scene->valid_from_ns;
    json_t *zones = json_array();
    for (size_t i = 0; i < scene->zone_count; i++)
        json_array_append_new(zones, zone_to_json(&scene->zones[i], origin_ns, keys, key_count));
    json_t *still = scene->still_from_ns == INT64_MAX
                        ? json_null()
                        : json_integer(scene->still_from_ns - origin_ns);
    return json_pack("{s:i, s:i, s:o, s:o, s:o}", "width", scene->width, "height", scene->height,
                     "still_ns", still, "background", colour_to_json(scene->background), "zones",
                     zones);
}

struct scene_key scene_key_of(const struct strip *strip)
{
    struct scene_key key = {.strip = strip};
    struct buffer bytes = {0};
    strip_bytes_write(strip, &bytes);
    asrun_strip_key(bytes.data, bytes.length, key.key);
    buffer_finish(&bytes);
    return key;
}

json_t *scene_strip_to_json(const struct strip *strip)
{
    struct buffer bytes = {0};
    struct buffer text = {0};
    strip_bytes_write(strip, &bytes);
    uLongf room = compressBound((uLong)bytes.length);
    Bytef *packed = memory_alloc(room, 1);
    if (compress2(packed, &room, (const Bytef *)bytes.data, (uLong)bytes.length,
                  Z_BEST_COMPRESSION) != Z_OK)
        abort(); /* there is room, and memory_alloc would have told that there is none */
    base64_put(&text, packed, room);
    json_t *json = json_pack("{s:I, s:s}", "size", (json_int_t)bytes.length, "zlib", text.data);
    free(packed);
    buffer_finish(&text);
    buffer_finish(&bytes);
    return json;
}

struct strip *scene_strip_unpack(const void *packed, size_t size)
{
    z_stream stream = {.next_in = (Bytef *)packed, .avail_in = (uInt)size};
    struct buffer bytes = {0};
    Bytef part[UNPACK_PART];
    int code = inflateInit(&stream);
    while (code == Z_OK && bytes.length < UNPACKED_MAX) {
        stream.next_out = part;
        stream.avail_out = sizeof part;
        code = inflate(&stream, Z_NO_FLUSH);
        buffer_add(&bytes, (const char *)part, sizeof part - stream.avail_out);
    }
    inflateEnd(&stream);
    struct strip *strip = code == Z_STREAM_END ? strip_bytes_read(bytes.data, bytes.length) : NULL;
    buffer_finish(&bytes);
    return strip;
}
