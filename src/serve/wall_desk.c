#include <stdio.h>
#include <string.h>

#include "answers.h"
#include "base/asked_time.h"
#include "item_json.h"
#include "serve/reply.h"

static bool refuse_member(struct route_reply *reply, const char *name, const json_t *value,
                          const char *allowed)
{
    reply_refuse(reply, STATUS_FIELD, "field", "A member is not as it may be.", name,
                 json_is_string(value) ? json_string_value(value)
                 : value               ? "something else"
                                       : "nothing",
                 allowed);
    return false;
}

/* No other members than these, which NULL ends. */
static bool only_has(const json_t *json, const char *const *names, const char *allowed,
                     struct route_reply *reply)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)json, name, value)
    {
        size_t i = 0;
        while (names[i] && strcmp(names[i], name) != 0)
            i++;
        if (!names[i])
            return refuse_member(reply, name, value, allowed);
    }
    return true;
}

static bool take_number(const json_t *json, const char *name, int64_t least, int64_t most,
                        int64_t *number, struct route_reply *reply)
{
    char allowed[64];
    const json_t *value = json_object_get(json, name);
    if (!value || json_is_null(value))
        return true;
    *number = json_integer_value(value);
    snprintf(allowed, sizeof allowed, "a whole number from %lld to %lld", (long long)least,
             (long long)most);
    return (json_is_integer(value) && *number >= least && *number <= most) ||
           refuse_member(reply, name, value, allowed);
}

/* An instant to come. */
static bool take_end(const struct route_world *world, const json_t *json, const char *name,
                     int64_t *at_ms, struct route_reply *reply)
{
    const json_t *value = json_object_get(json, name);
    const char *text = json_string_value(value);
    struct diag ignored = {0};
    if (!value || json_is_null(value))
        return true;
    bool good = text && asked_time_parse(text, world->now_ms, ASKED_TIME_END, at_ms, &ignored) &&
                *at_ms > world->now_ms;
    diag_finish(&ignored);
    return good || refuse_member(reply, name, value,
                                 "a time to come, as 18:00, 90m or 2026-11-29T18:00:00Z");
}

bool ask_breaking(const struct route_world *world, const struct asked *asked,
                  struct request *request, json_t *keep, struct route_reply *reply)
{
    static const char *const names[] = {"text",  "level", "airings", "minutes",
                                        "until", "key",   NULL};
    const json_t *key = json_object_get(asked->json, "key");
    (void)keep;
    *request = (struct request){.kind = REQUEST_BREAKING, .editor = asked->name};
    request->breaking.level = 1;
    request->breaking.text = json_string_value(json_object_get(asked->json, "text"));
    request->breaking.key = json_string_value(key);
    if (!only_has(asked->json, names, "text, level, airings, minutes, until, key", reply) ||
        !take_number(asked->json, "level", 1, SNIPPET_LEVEL_MAX, &request->breaking.level, reply) ||
        !take_number(asked->json, "airings", 0, 10000, &request->breaking.airings, reply) ||
        !take_number(asked->json, "minutes", 0, 525600, &request->breaking.minutes, reply) ||
        !take_end(world, asked->json, "until", &request->breaking.ends, reply))
        return false;
    if (!request->breaking.text)
        return refuse_member(reply, "text", json_object_get(asked->json, "text"), "the words");
    return !key || json_is_null(key) ||
           (request->breaking.key && item_is_key(request->breaking.key)) ||
           refuse_member(reply, "key", key, "a name: a letter, then letters, digits, . _ -");
}

void done_breaking(const struct route_world *world, const struct asked *asked, const json_t *answer,
                   struct route_reply *reply)
{
    (void)world, (void)asked;
    reply_json(reply, STATUS_CREATED,
               json_pack("{s:O}", "id", json_object_get(json_object_get(answer, "taken"), "id")));
}

bool ask_clear(const struct route_world *world, const struct asked *asked, struct request *request,
               json_t *keep, struct route_reply *reply)
{
    (void)world, (void)asked, (void)keep, (void)reply;
    request->kind = REQUEST_CLEAR;
    return true;
}

bool ask_clear_one(const struct route_world *world, const struct asked *asked,
                   struct request *request, json_t *keep, struct route_reply *reply)
{
    struct store_row row;
    (void)keep;
    if (!item_find(world, asked->key, &row, reply))
        return false;
    bool takes_over = row.snippet.breaking > 0;
    request->kind = REQUEST_KILL;
    request->kill.id = row.snippet.id;
    store_row_finish(&row);
    if (!takes_over)
        reply_refuse(reply, STATUS_NOT_FOUND, "no_such_item", "This takes nothing over.", "key",
                     asked->key, "the key of a take-over");
    return takes_over;
}

void done_clear(const struct route_world *world, const struct asked *asked, const json_t *answer,
                struct route_reply *reply)
{
    json_int_t ended =
        json_integer_value(json_object_get(json_object_get(answer, "taken"), "ended"));
    (void)world;
    reply_json(reply, STATUS_GOOD,
               json_pack("{s:I}", "ended", *asked->key ? (json_int_t)1 : ended));
}

bool ask_next(const struct route_world *world, const struct asked *asked, struct request *request,
              json_t *keep, struct route_reply *reply)
{
    static const char *const names[] = {"zone", NULL};
    const json_t *zone = json_object_get(asked->json, "zone");
    (void)world, (void)keep;
    request->kind = REQUEST_NEXT;
    request->next.zone = json_string_value(zone);
    return only_has(asked->json, names, "zone", reply) &&
           (!zone || json_is_null(zone) || json_is_string(zone) ||
            refuse_member(reply, "zone", zone, "a zone's name, or null"));
}

/* {"on": true}; without it as the command does. */
static bool take_switch(const struct asked *asked, enum request_switch *on,
                        struct route_reply *reply)
{
    static const char *const names[] = {"on", NULL};
    const json_t *value = json_object_get(asked->json, "on");
    *on = !value ? REQUEST_TOGGLE : json_is_true(value) ? REQUEST_ON : REQUEST_OFF;
    return only_has(asked->json, names, "on", reply) &&
           (!value || json_is_boolean(value) || refuse_member(reply, "on", value, "true or false"));
}

bool ask_pause(const struct route_world *world, const struct asked *asked, struct request *request,
               json_t *keep, struct route_reply *reply)
{
    (void)world, (void)keep;
    request->kind = REQUEST_PAUSE;
    return take_switch(asked, &request->pause.on, reply);
}

bool ask_blank(const struct route_world *world, const struct asked *asked, struct request *request,
               json_t *keep, struct route_reply *reply)
{
    (void)world, (void)keep;
    request->kind = REQUEST_BLANK;
    return take_switch(asked, &request->blank.on, reply);
}

bool ask_brightness(const struct route_world *world, const struct asked *asked,
                    struct request *request, json_t *keep, struct route_reply *reply)
{
    static const char *const names[] = {"percent", NULL};
    (void)world, (void)keep;
    request->kind = REQUEST_BRIGHTNESS;
    return only_has(asked->json, names, "percent", reply) &&
           take_number(asked->json, "percent", 1, 100, &request->brightness.percent, reply) &&
           (request->brightness.percent ||
            refuse_member(reply, "percent", NULL, "a whole number from 1 to 100"));
}
