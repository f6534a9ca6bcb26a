#include "answers.h"

#include <string.h>

#include "base/clock.h"
#include "serve/reply.h"

/* Two and a half beats of the ticker (STREAM_BEAT_NS): one may be late. */
#define SILENT_NS (25 * CLOCK_NS_PER_S)

/* --- the state --- */

static json_t *part_of(const struct visible *visible, enum visible_part part)
{
    json_t *json = visible->texts[part] ? json_loads(visible->texts[part], 0, NULL) : NULL;
    return json ? json : json_object();
}

/* What is not for everybody. */
static void add_for_tokens(const struct route_world *world, json_t *state)
{
    static const char *const members[] = {"due",           "brightness",   "time_zone",
                                          "needs_restart", "reload_waits", "config_trouble",
                                          "settings",      "running_s",    "output"};
    static const char *const of_store[] = {"store_trouble", "store_note", "backup_trouble",
                                           "pending"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        json_object_set(state, members[i], json_object_get(world->visible->status, members[i]));
    for (size_t i = 0; i < sizeof of_store / sizeof *of_store; i++)
        json_object_set(state, of_store[i], json_object_get(world->visible->store, of_store[i]));
}

void answer_status(const struct route_world *world, const struct asked *asked,
                   struct route_reply *reply)
{
    json_t *state = part_of(world->visible, VISIBLE_STATE);
    json_t *air = part_of(world->visible, VISIBLE_AIR);
    json_object_update(state, air);
    json_decref(air);
    if (asked->role > TOKEN_NOBODY)
        add_for_tokens(world, state);
    reply_json(reply, STATUS_GOOD, state);
}

/* The events of it are on their way. */
void done_status(const struct route_world *world, const struct asked *asked, const json_t *answer,
                 struct route_reply *reply)
{
    static const char *const members[] = {"paused",     "why_paused", "dark", "why_dark",
                                          "brightness", "settings",   "zones"};
    json_t *state = part_of(world->visible, VISIBLE_STATE);
    (void)asked;
    add_for_tokens(world, state);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        json_object_set(state, members[i], json_object_get(answer, members[i]));
    reply_json(reply, STATUS_GOOD, state);
}

void answer_scene(const struct route_world *world, const struct asked *asked,
                  struct route_reply *reply)
{
    (void)asked;
    reply_json(reply, STATUS_GOOD, part_of(world->visible, VISIBLE_SCENE));
}

void answer_strip(const struct route_world *world, const struct asked *asked,
                  struct route_reply *reply)
{
    const struct buffer *packed = visible_strip(world->visible, asked->key);
    if (!packed) {
        reply_refuse(reply, STATUS_NOT_FOUND, "no_such_strip",
                     "No strip of this key is on the wall now.", "sha256", asked->key,
                     "a key that the scene names (GET /api/v1/scene)");
        return;
    }
    reply->status = STATUS_GOOD;
    reply->encoding = "deflate"; /* RFC 9110, 8.4.1.2: that is RFC 1950 */
    reply->cache = "public, max-age=31536000, immutable";
    buffer_add(&reply->body, packed->data, packed->length);
}

/* --- for machines --- */

/* Its output does nothing any more, though the ticker talks. */
static bool is_still(const struct route_world *world)
{
    return world->now_ns - world->advanced_ns > SILENT_NS;
}

static bool is_silent(const struct route_world *world)
{
    return world->now_ns - world->heard_ns > SILENT_NS;
}

void answer_health(const struct route_world *world, const struct asked *asked,
                   struct route_reply *reply)
{
    const struct visible *visible = world->visible;
    bool dark = json_is_true(json_object_get(visible->status, "dark"));
    bool silent = is_silent(world);
    bool still = is_still(world);
    bool good = visible_is_healthy(visible) && !silent && !still;
    const char *why = !visible->connected ? "no ticker answers"
                      : silent            ? "the ticker hangs: it says nothing any more"
                      : still             ? "the output stands still: no refresh, no report"
                      : !good             ? "the output reports a fault"
                      : dark              ? "the wall is dark, as was wanted"
                                          : "the wall is lit";
    (void)asked;
    reply_json(reply, good ? STATUS_GOOD : STATUS_UNAVAILABLE,
               json_pack("{s:b, s:s}", "healthy", good, "why", why));
}

static void put_metric(struct buffer *out, const char *name, const char *type, const char *help,
                       double value)
{
    buffer_format(out, "# HELP motograph_%s %s\n# TYPE motograph_%s %s\nmotograph_%s %.15g\n", name,
                  help, name, type, name, value);
}

/* The text format 0.0.4 of Prometheus. Nothing of what is held is counted. */
void answer_metrics(const struct route_world *world, const struct asked *asked,
                    struct route_reply *reply)
{
    const struct visible *visible = world->visible;
    const json_t *output = json_object_get(visible->status, "output");
    struct buffer *out = &reply->body;
    (void)asked;
    reply->status = STATUS_GOOD;
    reply->cache = "no-store";
    put_metric(out, "up", "gauge", "Whether the ticker answers.",
               visible->connected && !is_silent(world));
    put_metric(out, "healthy", "gauge", "Whether its output is well.",
               visible_is_healthy(visible) && !is_still(world));
    put_metric(out, "dark", "gauge", "Whether the wall is dark by wish.",
               json_is_true(json_object_get(visible->status, "dark")));
    put_metric(out, "refresh_hertz", "gauge", "Refreshes of the panel a second.",
               json_number_value(json_object_get(output, "refresh_hz")));
    put_metric(out, "running_seconds", "gauge", "Since the ticker began, as told last.",
               json_number_value(json_object_get(visible->status, "running_s")));
    put_metric(out, "store_writable", "gauge", "Whether its store can be written.",
               visible->store && json_is_null(json_object_get(visible->store, "store_trouble")));
    put_metric(out, "viewers", "gauge", "Event streams that are open.", (double)world->viewers);
}
