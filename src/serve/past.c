#include "past.h"

#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "base/memory.h"
#include "control/scene_json.h"
#include "query.h"
#include "serve/reply.h"
#include "serve/still.h"
#include "shown.h"

#define SECONDS_USUAL 60
#define SECONDS_MOST 300

static void drop_scene(struct scene_moment *moment)
{
    scene_unref(moment->scene);
    moment->scene = NULL;
}

/* What began while an airing stood has its words in sight, too, whosever scene it is. */
static void hide_airing(struct replay *replay, struct replay_airing *hidden)
{
    for (size_t i = 0; i < hidden->moment_count; i++)
        drop_scene(&replay->moments[hidden->moment + i]);
    for (size_t i = 0; i < replay->moment_count; i++) {
        int64_t at_ns = replay->moments[i].at_ns;
        if (at_ns >= hidden->start_ns && at_ns < hidden->end_ns + CLOCK_NS_PER_MS)
            drop_scene(&replay->moments[i]);
    }
    hidden->text[0] = '\0';
}

/* Rows of no length say what was done, not what was to be seen. */
static void hide(const struct route_world *world, enum token_role role, struct replay *replay)
{
    for (size_t i = 0; i < replay->count; i++) {
        struct replay_airing *airing = &replay->airings[i];
        bool seen = airing->kept || airing->end_ns > airing->start_ns;
        if (seen && !shown_to(world, role, airing->snippet, airing->reason))
            hide_airing(replay, airing);
    }
}

/* The log has an airing when it is over. */
static void add_airing(struct replay *replay, const char *text, int64_t start_ns)
{
    replay->airings = memory_resize(replay->airings, replay->count + 1, sizeof *replay->airings);
    replay->airings[replay->count++] = (struct replay_airing){.text = memory_copy_string(text),
                                                              .reason = memory_copy_string(""),
                                                              .start_ns = start_ns,
                                                              .end_ns = INT64_MAX};
}

/* When it began: told by the second, and not before the last one ended. */
static int64_t begin_of(const struct replay *replay, const json_t *on_air, int64_t scene_ns)
{
    const char *since = json_string_value(json_object_get(on_air, "since"));
    int64_t begin_ns = scene_ns;
    if (!since || !clock_parse_ns(since, &begin_ns))
        return scene_ns;
    for (size_t i = 0; i < replay->count; i++)
        if (replay->airings[i].end_ns > begin_ns &&
            replay->airings[i].end_ns <= begin_ns + CLOCK_NS_PER_S)
            begin_ns = replay->airings[i].end_ns;
    return begin_ns < scene_ns ? begin_ns : scene_ns;
}

/* What is on the wall now belongs to it, if the time that is asked for comes to it. */
static bool add_present(const struct visible *visible, struct replay *replay, int64_t to_ns)
{
    struct scene *scene = still_scene(visible);
    const json_t *zone;
    size_t i;
    int64_t first_ns = visible->scene_ns;
    size_t before = replay->count;
    if (!scene)
        return false;
    json_array_foreach(visible->zones, i, zone)
    {
        const json_t *on_air = json_object_get(zone, "on_air");
        const char *text = json_string_value(json_object_get(on_air, "text"));
        int64_t begin_ns = begin_of(replay, on_air, visible->scene_ns);
        if (text && begin_ns < to_ns)
            add_airing(replay, text, begin_ns);
        if (text && begin_ns < first_ns)
            first_ns = begin_ns;
    }
    if (first_ns >= to_ns) {
        scene_unref(scene);
        return replay->count > before;
    }
    replay->moments =
        memory_resize(replay->moments, replay->moment_count + 1, sizeof *replay->moments);
    replay->moments[replay->moment_count++] = (struct scene_moment){first_ns, scene};
    if (!replay->width) {
        replay->width = scene->width;
        replay->height = scene->height;
    }
    return true;
}

bool past_load(const struct route_world *world, enum token_role role, int64_t from_ns,
               int64_t to_ns, struct replay *replay, struct diag *diag)
{
    *replay = (struct replay){0};
    if (!world->store)
        return diag_error(diag, "the store can't be read");
    bool good = replay_load(replay, world->store, from_ns, to_ns, diag);
    hide(world, role, replay);
    if (add_present(world->visible, replay, to_ns) && !good) {
        good = true; /* there is nothing but that yet */
        diag_finish(diag);
        *diag = (struct diag){0};
    }
    return good;
}

/* --- as a document --- */

static json_t *scene_json(const struct scene *scene, json_t *strips)
{
    struct scene_key keys[SCENE_ZONES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < scene->zone_count; i++) {
        char name[SCENE_KEY_TEXT_SIZE];
        const struct strip *strip = scene->zones[i].strip;
        size_t at = 0;
        while (at < count && keys[at].strip != strip)
            at++;
        if (!strip || at < count)
            continue;
        keys[count] = scene_key_of(strip);
        scene_key_text(keys[count].key, name);
        if (!json_object_get(strips, name))
            json_object_set_new(strips, name, scene_strip_to_json(strip));
        count++;
    }
    return scene_to_json(scene, keys, count);
}

/* In the order of time. */
struct in_time {
    const struct scene_moment *moment;
};

static int by_instant(const void *a, const void *b)
{
    const struct scene_moment *one = ((const struct in_time *)a)->moment;
    const struct scene_moment *other = ((const struct in_time *)b)->moment;
    if (one->at_ns != other->at_ns)
        return one->at_ns < other->at_ns ? -1 : 1;
    return one < other ? -1 : one > other;
}

/* Of what began at one instant the last holds; of what began before from_ns as well. */
static json_t *scenes_json(const struct replay *replay, int64_t from_ns, int64_t to_ns,
                           json_t *strips)
{
    json_t *scenes = json_array();
    size_t count = replay->moment_count;
    struct in_time *order = memory_alloc(count + 1, sizeof *order);
    for (size_t i = 0; i < count; i++)
        order[i].moment = &replay->moments[i];
    qsort(order, count, sizeof *order, by_instant);
    for (size_t i = 0; i < count && order[i].moment->at_ns < to_ns; i++) {
        bool last = i + 1 == count || order[i + 1].moment->at_ns > order[i].moment->at_ns;
        if (!last || (i + 1 < count && order[i + 1].moment->at_ns <= from_ns))
            continue;
        const struct scene *scene = order[i].moment->scene;
        /* Its instants are relative to valid_from_ns, by the clock of its day. */
        json_int_t valid_ns = scene ? scene->valid_from_ns : order[i].moment->at_ns;
        json_array_append_new(scenes, json_pack("{s:I, s:I, s:o}", "from_ns", valid_ns, "at_ns",
                                                (json_int_t)order[i].moment->at_ns, "scene",
                                                scene ? scene_json(scene, strips) : json_null()));
    }
    free(order);
    return scenes;
}

static json_t *airings_json(const struct replay *replay, int64_t from_ns, int64_t to_ns)
{
    json_t *airings = json_array();
    for (size_t i = 0; i < replay->count; i++) {
        const struct replay_airing *airing = &replay->airings[i];
        char start[CLOCK_TEXT_SIZE], end[CLOCK_TEXT_SIZE];
        if (airing->end_ns <= from_ns || airing->start_ns >= to_ns || !*airing->text ||
            airing->end_ns == airing->start_ns)
            continue;
        clock_format_utc_exact(airing->start_ns / CLOCK_NS_PER_MS, start);
        clock_format_utc_exact(airing->end_ns / CLOCK_NS_PER_MS, end);
        json_array_append_new(airings, json_pack("{s:s, s:s?, s:s}", "start", start, "end",
                                                 airing->end_ns == INT64_MAX ? NULL : end, "text",
                                                 airing->text));
    }
    return airings;
}

void work_past(const struct route_world *world, const struct asked *asked,
               struct route_reply *reply)
{
    struct replay replay;
    struct diag diag = {0};
    int64_t seconds = SECONDS_USUAL;
    int64_t from_ns = (world->now_ms - SECONDS_USUAL * CLOCK_MS_PER_S) * CLOCK_NS_PER_MS;
    if (!query_time(world, asked, "at", &from_ns, reply) ||
        !query_number(asked, "seconds", 1, SECONDS_MOST, &seconds, reply))
        return;
    int64_t to_ns = from_ns + seconds * CLOCK_NS_PER_S;
    if (past_load(world, asked->role, from_ns, to_ns, &replay, &diag)) {
        json_t *strips = json_object();
        json_t *scenes = scenes_json(&replay, from_ns, to_ns, strips);
        reply_json(reply, STATUS_GOOD,
                   json_pack("{s:I, s:I, s:i, s:i, s:o, s:o, s:o}", "from_ns", (json_int_t)from_ns,
                             "to_ns", (json_int_t)to_ns, "width", replay.width, "height",
                             replay.height, "scenes", scenes, "strips", strips, "airings",
                             airings_json(&replay, from_ns, to_ns)));
    } else {
        reply_refuse(reply, STATUS_NOT_FOUND, "nothing_shown", "Nothing is known of the wall then.",
                     "at", asked->query(asked->user, "at"), "a time of GET /api/v1/asrun");
    }
    replay_finish(&replay);
    diag_finish(&diag);
}
