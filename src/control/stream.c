#include "control/stream.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/log.h"
#include "base/memory.h"
#include "control/json.h"
#include "control/scene_json.h"
#include "display/lightness.h"

#define PROTOCOL 1
#define LEVELS 256
/* The wall clock may go away from the monotonic one by so much before the scene is told anew: a
 * third of a step at 30 px a second. */
#define DRIFT_NS (10 * CLOCK_NS_PER_MS)

struct stream {
    struct loop *loop;
    const struct clock *clock;
    struct loop_timer *look, *soon;
    pthread_t thread;
    struct scene *scene; /* a reference; NULL: dark */
    bool shown;          /* anything was, be it darkness */
    control_fn fn;
    void *fn_user;
    stream_tell_fn *tell; /* NULL: nobody watches */
    void *tell_user;
    int64_t number; /* of the last event */
    int64_t beat_ns;
    int64_t offset_ns;              /* of the wall clock, as told with the scene */
    struct scene *told;             /* what was told last; a reference */
    bool told_any;                  /* ... be it darkness */
    struct scene_key *keys;         /* of its strips */
    size_t key_count;               /* at most one a zone */
    json_t *zones, *status, *store; /* as told last */
};

/* --- events --- */

/* Where events go: to everybody, or into the buffer of one. */
struct sink {
    struct stream *stream;
    struct buffer *out; /* NULL: to everybody */
};

/* Numbers the event and sends it; it is dropped. */
static void emit(const struct sink *sink, const char *name, json_t *event)
{
    struct stream *stream = sink->stream;
    struct buffer line = {0};
    if (!sink->out)
        stream->number++;
    json_t *json = json_pack("{s:I, s:s}", "n", (json_int_t)stream->number, "event", name);
    json_object_update(json, event);
    char *text = json_dumps(json, JSON_COMPACT | JSON_ENSURE_ASCII);
    if (text) {
        buffer_add_string(&line, text);
        buffer_add_byte(&line, '\n');
        if (sink->out)
            buffer_add(sink->out, line.data, line.length);
        else
            stream->tell(stream->tell_user, line.data, line.length);
    }
    free(text);
    buffer_finish(&line);
    json_decref(json);
    json_decref(event);
}

/* --- scenes and strips --- */

static int64_t wall_offset_ns(const struct stream *stream)
{
    return clock_wall_ns(stream->clock) - clock_monotonic_ns(stream->clock);
}

static const struct scene_key *key_of(const struct stream *stream, const struct strip *strip)
{
    for (size_t i = 0; i < stream->key_count; i++)
        if (stream->keys[i].strip == strip)
            return &stream->keys[i];
    return NULL;
}

static void tell_strip(const struct sink *sink, const struct scene_key *key)
{
    char name[SCENE_KEY_TEXT_SIZE];
    json_t *strip = scene_strip_to_json(key->strip);
    scene_key_text(key->key, name);
    json_object_set_new(strip, "sha256", json_string(name));
    emit(sink, "strip", strip);
}

/* Another strip of the same bytes was: a label is made anew with each scene. */
static bool was_told(const struct stream *stream, const uint8_t key[SCENE_KEY_SIZE])
{
    for (size_t i = 0; i < stream->key_count; i++)
        if (memcmp(stream->keys[i].key, key, SCENE_KEY_SIZE) == 0)
            return true;
    return false;
}

/* The keys of the scene's strips; those that were told with the one before are told no more. */
static void take_keys(const struct sink *sink, const struct scene *scene)
{
    struct stream *stream = sink->stream;
    struct scene_key *keys = memory_alloc(SCENE_ZONES_MAX, sizeof *keys);
    size_t count = 0;
    for (size_t i = 0; scene && i < scene->zone_count; i++) {
        const struct strip *strip = scene->zones[i].strip;
        size_t at = 0;
        while (at < count && keys[at].strip != strip)
            at++;
        if (!strip || at < count)
            continue;
        const struct scene_key *known = key_of(stream, strip);
        keys[count] = known ? *known : scene_key_of(strip);
        if (!known && !was_told(stream, keys[count].key))
            tell_strip(sink, &keys[count]);
        count++;
    }
    free(stream->keys);
    stream->keys = keys;
    stream->key_count = count;
}

/* The same for programs that draw it as this one does: relative to from_ns. */
static json_t *bytes_of(const struct stream *stream, struct scene *scene)
{
    struct buffer bytes = {0};
    struct buffer text = {0};
    const struct scene_moment moment = {scene->valid_from_ns, scene};
    scene_bytes_write(&moment, 1, scene->valid_from_ns, scene->valid_from_ns, stream->keys,
                      stream->key_count, &bytes);
    base64_put(&text, bytes.data, bytes.length);
    json_t *json = json_string(text.data);
    buffer_finish(&bytes);
    buffer_finish(&text);
    return json;
}

static void tell_scene(const struct sink *sink)
{
    const struct stream *stream = sink->stream;
    struct scene *scene = stream->told;
    json_int_t from_ns =
        (scene ? scene->valid_from_ns : clock_monotonic_ns(stream->clock)) + stream->offset_ns;
    if (scene)
        emit(sink, "scene",
             json_pack("{s:I, s:o, s:o}", "from_ns", from_ns, "scene",
                       scene_to_json(scene, stream->keys, stream->key_count), "bytes",
                       bytes_of(stream, scene)));
    else
        emit(sink, "dark", json_pack("{s:I}", "from_ns", from_ns));
}

static void follow_scene(const struct sink *sink)
{
    struct stream *stream = sink->stream;
    int64_t offset_ns = wall_offset_ns(stream);
    bool drifted = llabs(offset_ns - stream->offset_ns) > DRIFT_NS;
    if (!stream->shown ||
        (stream->told_any && stream->told == stream->scene && (!drifted || !stream->told)))
        return;
    take_keys(sink, stream->scene);
    struct scene *before = stream->told;
    stream->told = stream->scene ? scene_ref(stream->scene) : NULL;
    scene_unref(before); /* last: a strip of it may be in the new one, and is known by its place */
    stream->told_any = true;
    stream->offset_ns = offset_ns;
    tell_scene(sink);
}

/* --- the state --- */

/* Takes a member out of an object; the caller json_decrefs. */
static json_t *take_out(json_t *json, const char *name)
{
    json_t *value = json_incref(json_object_get(json, name));
    json_object_del(json, name);
    return value;
}

static const char *const store_members[] = {"store",          "store_trouble", "store_note",
                                            "backup_trouble", "pending",       "due"};
#define STORE_MEMBERS (sizeof store_members / sizeof *store_members)

static json_t *take_store(json_t *state)
{
    json_t *store = json_object();
    for (size_t i = 0; i < STORE_MEMBERS; i++) {
        json_t *value = take_out(state, store_members[i]);
        json_object_set_new(store, store_members[i], value);
    }
    return store;
}

/* What is measured changes all the time, and is told with each beat. */
static json_t *without_measures(const json_t *status)
{
    json_t *copy = json_deep_copy(status);
    json_t *output = json_object_get(copy, "output");
    json_object_del(copy, "running_s");
    json_object_del(output, "refresh_hz");
    json_object_del(output, "beats");
    json_object_del(output, "frames_per_second");
    return copy;
}

static bool status_changed(const struct stream *stream, const json_t *status)
{
    json_t *now = without_measures(status);
    json_t *before = without_measures(stream->status);
    bool changed = !json_equal(now, before);
    json_decref(now);
    json_decref(before);
    return changed;
}

static void tell_zone(const struct sink *sink, const json_t *zone, const json_t *before)
{
    json_t *name = json_object_get(zone, "zone");
    json_t *on_air = json_object_get(zone, "on_air");
    json_t *next = json_object_get(zone, "next");
    if (!before || !json_equal(on_air, json_object_get(before, "on_air")))
        emit(sink, "on_air", json_pack("{s:O, s:O}", "zone", name, "on_air", on_air));
    if (!before || !json_equal(next, json_object_get(before, "next")))
        emit(sink, "next", json_pack("{s:O, s:O}", "zone", name, "next", next));
}

static void tell_zones(const struct sink *sink, const json_t *zones, const json_t *before)
{
    for (size_t i = 0; i < json_array_size(zones); i++) {
        const json_t *zone = json_array_get(zones, i);
        const json_t *old = json_array_get(before, i);
        if (!json_equal(json_object_get(zone, "zone"), json_object_get(old, "zone")))
            old = NULL; /* the zones are others since a reload */
        tell_zone(sink, zone, old);
    }
}

/* NULL where the ticker does not say. The caller json_decrefs. */
static json_t *ask_state(const struct stream *stream)
{
    const struct request request = {.kind = REQUEST_STATUS};
    struct state state;
    struct diag diag = {0};
    json_t *json = NULL;
    if (stream->fn(stream->fn_user, &request, &state, &diag)) {
        json = json_object();
        state_to_json(&state, json);
    }
    diag_finish(&diag);
    return json;
}

static void keep(json_t **kept, json_t *value)
{
    json_decref(*kept);
    *kept = value;
}

static void follow_state(const struct sink *sink)
{
    struct stream *stream = sink->stream;
    json_t *status = ask_state(stream);
    int64_t now_ns = loop_now_ns(stream->loop);
    if (!status)
        return;
    json_t *zones = take_out(status, "zones");
    json_t *store = take_store(status);
    json_object_del(status, "on_air"); /* the main zone's, which are among the zones' */
    json_object_del(status, "next");
    tell_zones(sink, zones, stream->zones);
    if (now_ns >= stream->beat_ns || !stream->status || status_changed(stream, status)) {
        emit(sink, "status", json_deep_copy(status));
        stream->beat_ns = now_ns + STREAM_BEAT_NS;
    }
    if (!json_equal(store, stream->store))
        emit(sink, "store", json_deep_copy(store));
    keep(&stream->zones, zones);
    keep(&stream->status, status);
    keep(&stream->store, store);
}

static void follow(struct stream *stream)
{
    const struct sink all = {stream, NULL};
    if (!stream->tell)
        return;
    follow_scene(&all);
    follow_state(&all);
}

/* --- the log --- */

static const char *level_name(enum log_level level)
{
    switch (level) {
    case LOG_LEVEL_ERROR:
        return "error";
    case LOG_LEVEL_WARNING:
        return "warning";
    case LOG_LEVEL_DEBUG:
        return "debug";
    case LOG_LEVEL_INFO:
        break;
    }
    return "info";
}

/* Another thread's lines go to the log alone: events are of the loop. */
static void on_log(void *user, enum log_level level, const char *line)
{
    struct stream *stream = user;
    if (!pthread_equal(pthread_self(), stream->thread) || !stream->tell)
        return;
    json_t *text = json_string(line);
    emit(&(struct sink){stream, NULL}, "log",
         json_pack("{s:s, s:o}", "level", level_name(level), "text", text ? text : json_null()));
}

/* --- its life --- */

static void on_look(void *user, int64_t now_ns)
{
    struct stream *stream = user;
    follow(stream);
    if (stream->tell)
        loop_set_timer(stream->look, now_ns + STREAM_LOOK_NS);
}

static void on_soon(void *user, int64_t now_ns)
{
    (void)now_ns;
    follow(user);
}

struct stream *stream_create(struct loop *loop, const struct clock *clock)
{
    struct stream *stream = memory_alloc(1, sizeof *stream);
    *stream = (struct stream){.loop = loop, .clock = clock, .thread = pthread_self()};
    stream->look = loop_add_timer(loop, on_look, stream);
    stream->soon = loop_add_timer(loop, on_soon, stream);
    log_set_listener(on_log, stream);
    return stream;
}

void stream_stop(struct stream *stream)
{
    stream->tell = NULL;
    scene_unref(stream->told);
    stream->told = NULL;
    stream->told_any = false;
    free(stream->keys);
    stream->keys = NULL;
    stream->key_count = 0;
    keep(&stream->zones, NULL);
    keep(&stream->status, NULL);
    keep(&stream->store, NULL);
}

void stream_destroy(struct stream *stream)
{
    if (!stream)
        return;
    log_set_listener(NULL, NULL);
    stream_stop(stream);
    loop_remove_timer(stream->loop, stream->look);
    loop_remove_timer(stream->loop, stream->soon);
    scene_unref(stream->scene);
    free(stream);
}

void stream_show(struct stream *stream, struct scene *scene)
{
    struct scene *before = stream->scene;
    stream->scene = scene ? scene_ref(scene) : NULL;
    stream->shown = true;
    scene_unref(before);
    if (stream->tell)
        loop_set_timer(stream->soon, loop_now_ns(stream->loop));
}

void stream_start(struct stream *stream, control_fn fn, void *fn_user, stream_tell_fn *tell,
                  void *tell_user)
{
    assert(fn && tell && !stream->tell);
    stream->fn = fn;
    stream->fn_user = fn_user;
    stream->tell = tell;
    stream->tell_user = tell_user;
    follow(stream); /* who is told is nobody yet: it is what the next one catches up with */
    loop_set_timer(stream->look, loop_now_ns(stream->loop) + STREAM_LOOK_NS);
}

static json_t *levels(void)
{
    json_t *values = json_array();
    for (int value = 0; value < LEVELS; value++)
        json_array_append_new(values, json_integer(lightness_to_linear((uint8_t)value)));
    return values;
}

void stream_catch_up(struct stream *stream, struct buffer *out)
{
    const struct sink one = {stream, out};
    emit(&one, "hello", json_pack("{s:i, s:o}", "protocol", PROTOCOL, "levels", levels()));
    for (size_t i = 0; i < stream->key_count; i++)
        tell_strip(&one, &stream->keys[i]);
    if (stream->told_any)
        tell_scene(&one);
    tell_zones(&one, stream->zones, NULL);
    if (stream->status)
        emit(&one, "status", json_deep_copy(stream->status));
    if (stream->store)
        emit(&one, "store", json_deep_copy(stream->store));
}

void stream_gap(const struct stream *stream, size_t lost, struct buffer *out)
{
    buffer_format(out, "{\"n\":%lld,\"event\":\"gap\",\"lost\":%zu}\n", (long long)stream->number,
                  lost);
}
