#include "serve/visible.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/memory.h"
#include "control/scene_json.h"
#include "text/strip_bytes.h"

static void set_part(struct visible *visible, enum visible_part part, const char *name,
                     json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT);
    json_decref(value);
    if (text && visible->texts[part] && strcmp(text, visible->texts[part]) == 0 &&
        strcmp(name, visible->names[part]) == 0) {
        free(text); /* it is known */
        return;
    }
    free(visible->texts[part]);
    visible->texts[part] = text;
    visible->names[part] = name;
    visible->numbers[part] = ++visible->last;
}

/* --- the wall --- */

static void free_strip(struct visible_strip *strip)
{
    free(strip->key);
    free(strip->text);
    buffer_finish(&strip->packed);
}

static struct visible_strip *find_strip(const struct visible *visible, const char *key)
{
    for (size_t i = 0; key && i < visible->strip_count; i++)
        if (strcmp(visible->strips[i].key, key) == 0)
            return &visible->strips[i];
    return NULL;
}

/* As a viewer is told: short, and a letter that comes again is the same text again. */
static char *text_of(const struct visible_strip *packed)
{
    struct strip *strip = scene_strip_unpack(packed->packed.data, packed->packed.length);
    struct buffer bytes = {0};
    struct buffer text = {0};
    if (!strip)
        return NULL;
    strip_bytes_write_columns(strip, &bytes);
    buffer_format(&text, "{\"sha256\":\"%s\",\"columns\":\"", packed->key);
    base64_put(&text, bytes.data, bytes.length);
    buffer_add_string(&text, "\"}");
    buffer_finish(&bytes);
    strip_unref(strip);
    return buffer_detach(&text);
}

static void take_strip(struct visible *visible, const json_t *event)
{
    const char *key = json_string_value(json_object_get(event, "sha256"));
    const char *text = json_string_value(json_object_get(event, "zlib"));
    struct visible_strip strip = {0};
    if (!key || !text || find_strip(visible, key) ||
        !base64_take(&strip.packed, text, strlen(text))) {
        buffer_finish(&strip.packed);
        return;
    }
    strip.key = memory_copy_string(key);
    strip.text = text_of(&strip);
    strip.number = ++visible->last;
    visible->strips =
        memory_resize(visible->strips, visible->strip_count + 1, sizeof *visible->strips);
    visible->strips[visible->strip_count++] = strip;
}

/* What is on the wall no more can't be asked for: it may have been killed. */
static void keep_strips(struct visible *visible, const json_t *scene)
{
    const json_t *zone;
    size_t i;
    size_t kept = 0;
    json_array_foreach(json_object_get(scene, "zones"), i, zone)
    {
        struct visible_strip *strip =
            find_strip(visible, json_string_value(json_object_get(zone, "strip")));
        if (strip)
            strip->needed = true;
    }
    for (i = 0; i < visible->strip_count; i++) {
        if (!visible->strips[i].needed) {
            free_strip(&visible->strips[i]);
            continue;
        }
        visible->strips[kept] = visible->strips[i];
        visible->strips[kept++].needed = false;
    }
    visible->strip_count = kept;
}

static void take_scene(struct visible *visible, const json_t *event)
{
    json_t *scene = json_object_get(event, "scene");
    keep_strips(visible, scene);
    free(visible->scene_bytes);
    visible->scene_bytes = memory_copy_string(json_string_value(json_object_get(event, "bytes")));
    visible->scene_ns = json_integer_value(json_object_get(event, "from_ns"));
    if (scene)
        set_part(
            visible, VISIBLE_SCENE, "scene",
            json_pack("{s:O, s:O}", "from_ns", json_object_get(event, "from_ns"), "scene", scene));
    else
        set_part(visible, VISIBLE_SCENE, "dark",
                 json_pack("{s:O}", "from_ns", json_object_get(event, "from_ns")));
}

/* --- what is on air --- */

static json_t *zone_of(struct visible *visible, json_t *name)
{
    json_t *zone;
    size_t i;
    if (!visible->zones)
        visible->zones = json_array();
    json_array_foreach(visible->zones, i, zone)
    {
        if (json_equal(json_object_get(zone, "zone"), name))
            return zone;
    }
    zone = json_pack("{s:O, s:n, s:n}", "zone", name, "on_air", "next");
    json_array_append_new(visible->zones, zone);
    return zone;
}

static void take_air(struct visible *visible, const json_t *event, const char *member)
{
    json_t *name = json_object_get(event, "zone");
    json_t *value = json_object_get(event, member);
    if (!name || !value)
        return;
    json_object_set(zone_of(visible, name), member, value);
    set_part(visible, VISIBLE_AIR, "air", json_pack("{s:O}", "zones", visible->zones));
}

/* --- how it is --- */

bool visible_is_healthy(const struct visible *visible)
{
    return visible->connected &&
           json_is_true(json_object_get(json_object_get(visible->status, "output"), "healthy"));
}

/* Paths, keys and what is due are not for viewers. */
static void tell_state(struct visible *visible)
{
    static const char *const members[] = {"version",  "paused",     "why_paused", "dark",
                                          "why_dark", "taken_over", "time_known"};
    json_t *state = json_pack("{s:b, s:b}", "connected", visible->connected, "healthy",
                              visible_is_healthy(visible));
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        json_t *value = json_object_get(visible->status, members[i]);
        json_object_set_new(state, members[i], value ? json_incref(value) : json_null());
    }
    set_part(visible, VISIBLE_STATE, "state", state);
}

/* A panel's refreshes, a Pico's reports: that they are others says that the wall lives. An output
 * without any lives as the ticker does, and where the dark is wanted nothing needs to. */
static void look_at_output(struct visible *visible)
{
    int64_t beats =
        json_integer_value(json_object_get(json_object_get(visible->status, "output"), "beats"));
    if (beats == 0 || beats != visible->beats ||
        json_is_true(json_object_get(visible->status, "dark")))
        visible->lives++;
    visible->beats = beats;
}

static void keep(json_t **kept, const json_t *event)
{
    json_decref(*kept);
    *kept = json_deep_copy(event);
}

static void take_hello(struct visible *visible, const json_t *event)
{
    free(visible->levels);
    visible->levels = json_dumps(json_object_get(event, "levels"), JSON_COMPACT);
    visible->connected = true;
    json_decref(visible->zones); /* all of them follow */
    visible->zones = NULL;
}

void visible_take(struct visible *visible, const json_t *event)
{
    const char *name = json_string_value(json_object_get(event, "event"));
    if (!name)
        return;
    if (strcmp(name, "hello") == 0) {
        take_hello(visible, event);
    } else if (strcmp(name, "strip") == 0) {
        take_strip(visible, event);
    } else if (strcmp(name, "scene") == 0 || strcmp(name, "dark") == 0) {
        take_scene(visible, event);
    } else if (strcmp(name, "on_air") == 0 || strcmp(name, "next") == 0) {
        take_air(visible, event, name);
    } else if (strcmp(name, "status") == 0) {
        keep(&visible->status, event);
        look_at_output(visible);
        tell_state(visible);
    } else if (strcmp(name, "store") == 0) {
        keep(&visible->store, event);
    }
}

/* What is killed meanwhile nobody tells; and a panel whose ticker has gone is dark. */
void visible_lose(struct visible *visible)
{
    visible->connected = false;
    if (visible->texts[VISIBLE_SCENE]) {
        json_t *dark = json_pack("{s:I}", "from_ns", (json_int_t)visible->scene_ns);
        take_scene(visible, dark);
        json_decref(dark);
    }
    if (visible->zones) {
        json_array_clear(visible->zones);
        set_part(visible, VISIBLE_AIR, "air", json_pack("{s:O}", "zones", visible->zones));
    }
    tell_state(visible);
}

const struct buffer *visible_strip(const struct visible *visible, const char *key)
{
    const struct visible_strip *strip = find_strip(visible, key);
    return strip ? &strip->packed : NULL;
}

/* The part that has changed first behind a number; VISIBLE_PARTS: none has. */
static enum visible_part first_since(const struct visible *visible, int64_t since)
{
    enum visible_part first = VISIBLE_PARTS;
    for (int part = 0; part < VISIBLE_PARTS; part++)
        if (visible->texts[part] && visible->numbers[part] > since &&
            (first == VISIBLE_PARTS || visible->numbers[part] < visible->numbers[first]))
            first = (enum visible_part)part;
    return first;
}

void visible_events(const struct visible *visible, int64_t since, int64_t epoch, struct buffer *out)
{
    enum visible_part part;
    assert(since >= 0);
    for (size_t i = 0; i < visible->strip_count; i++)
        if (visible->strips[i].text && visible->strips[i].number > since)
            buffer_format(out, "event: strip\ndata: %s\n\n", visible->strips[i].text);
    while ((part = first_since(visible, since)) < VISIBLE_PARTS) {
        since = visible->numbers[part];
        buffer_format(out, "id: %llx-%lld\nevent: %s\ndata: ", (long long)epoch, (long long)since,
                      visible->names[part]);
        buffer_add_string(out, visible->texts[part]);
        buffer_add_string(out, "\n\n");
    }
}

void visible_finish(struct visible *visible)
{
    for (int part = 0; part < VISIBLE_PARTS; part++)
        free(visible->texts[part]);
    for (size_t i = 0; i < visible->strip_count; i++)
        free_strip(&visible->strips[i]);
    free(visible->strips);
    free(visible->levels);
    free(visible->scene_bytes);
    json_decref(visible->zones);
    json_decref(visible->status);
    json_decref(visible->store);
    *visible = (struct visible){0};
}
