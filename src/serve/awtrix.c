#include "control/awtrix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "base/clock.h"
#include "config/config.h"
#include "intake/written.h"
#include "serve/reply.h"

#define WEIGHT_USUAL 10
#define BRIGHTNESS_MOST 255 /* AWTRIX's BRI */

static const char *kept(json_t *keep, const char *text)
{
    json_t *copy = json_string(text);
    json_array_append_new(keep, copy);
    return json_string_value(copy);
}

static void tell(json_t *ignored, struct route_reply *reply)
{
    reply_json(reply, STATUS_GOOD, json_pack("{s:b, s:O}", "ok", 1, "ignored", ignored));
}

/* What the lines ask for, one after the other. */
static bool ask_lines(const struct route_world *world, const struct asked *asked,
                      const struct hook_lines *lines, const struct awtrix_terms *terms,
                      struct request *request, json_t *keep, json_t *ignored,
                      struct route_reply *reply)
{
    if (asked->step >= lines->count) {
        tell(ignored, reply);
        return false;
    }
    const struct hook_line *line = &lines->items[asked->step];
    if (line->over) {
        request->kind = REQUEST_REMOVE;
        request->decide.key = kept(keep, line->key);
        return true;
    }
    request->kind = REQUEST_PUT;
    request->put = (struct written_item){.key = kept(keep, line->key),
                                         .text = kept(keep, line->text),
                                         .weight = WEIGHT_USUAL,
                                         .priority = terms->priority,
                                         .airings = terms->airings,
                                         .ends = world->now_ms + terms->lasts_s * CLOCK_MS_PER_S};
    return true;
}

static bool ask_document(const struct route_world *world, const struct asked *asked,
                         const char *name, struct request *request, json_t *keep,
                         struct route_reply *reply)
{
    struct hook_lines lines = {0};
    struct awtrix_terms terms;
    const char *field = NULL;
    json_t *ignored = json_array();
    json_t *json = asked->size ? json_loadb(asked->body, asked->size, 0, NULL) : json_object();
    size_t most = (size_t)world->config->snippet.max_chars;
    bool asks = false;
    if (!json)
        reply_refuse(reply, STATUS_BAD, "no_json", "The body is no JSON.", NULL, NULL,
                     "an object of JSON");
    else if (!awtrix_read(json, name, most, &lines, &terms, ignored, &field))
        reply_refuse(reply, STATUS_FIELD, "field", "A member is not as it may be.", field, NULL,
                     "as AWTRIX has it");
    else
        asks = ask_lines(world, asked, &lines, &terms, request, keep, ignored, reply);
    json_decref(json);
    json_decref(ignored);
    hook_lines_finish(&lines);
    return asks;
}

bool ask_awtrix_notify(const struct route_world *world, const struct asked *asked,
                       struct request *request, json_t *keep, struct route_reply *reply)
{
    return ask_document(world, asked, NULL, request, keep, reply);
}

/* The name stands in the path, or in ?name=. */
bool ask_awtrix_custom(const struct route_world *world, const struct asked *asked,
                       struct request *request, json_t *keep, struct route_reply *reply)
{
    const char *name = *asked->key ? asked->key : asked->query(asked->user, "name");
    if (name && *name)
        return ask_document(world, asked, name, request, keep, reply);
    reply_refuse(reply, STATUS_FIELD, "field", "The application has no name.", "name", name,
                 "a name");
    return false;
}

/* The notification that is meant: it is on air, or else it was there first. */
struct dismissed {
    const struct route_world *world;
    char key[HOOK_KEY_SIZE]; /* "": there is none */
};

static bool is_on_air(const struct visible *visible, int64_t id)
{
    const json_t *zone;
    size_t i;
    json_array_foreach(visible->zones, i, zone)
    {
        if (json_integer_value(json_object_get(json_object_get(zone, "on_air"), "id")) == id)
            return true;
    }
    return false;
}

static bool take_notification(void *user, const struct store_row *row)
{
    struct dismissed *dismissed = user;
    const struct snippet *snippet = &row->snippet;
    const char *key = written_key(snippet->origin);
    bool aired = snippet->most_airings > 0 && row->airings >= snippet->most_airings;
    bool on_air = is_on_air(dismissed->world->visible, snippet->id);
    if (row->state == STORE_LIVE && snippet->expires_ms > dismissed->world->now_ms &&
        awtrix_is_notification(key) && (on_air || (!aired && !*dismissed->key)))
        snprintf(dismissed->key, sizeof dismissed->key, "%s", key);
    return !on_air || !*dismissed->key;
}

bool ask_awtrix_dismiss(const struct route_world *world, const struct asked *asked,
                        struct request *request, json_t *keep, struct route_reply *reply)
{
    struct hook_lines lines = {0};
    const struct awtrix_terms terms = {0};
    struct dismissed dismissed = {.world = world};
    struct diag ignored_errors = {0};
    json_t *ignored = json_array();
    if (asked->step == 0 && world->store)
        store_each(world->store, take_notification, &dismissed, &ignored_errors);
    if (*dismissed.key)
        awtrix_dismiss(dismissed.key, &lines);
    bool asks = ask_lines(world, asked, &lines, &terms, request, keep, ignored, reply);
    hook_lines_finish(&lines);
    json_decref(ignored);
    diag_finish(&ignored_errors);
    return asks;
}

bool ask_awtrix_next(const struct route_world *world, const struct asked *asked,
                     struct request *request, json_t *keep, struct route_reply *reply)
{
    (void)world, (void)asked, (void)keep, (void)reply;
    request->kind = REQUEST_NEXT;
    return true;
}

bool ask_awtrix_power(const struct route_world *world, const struct asked *asked,
                      struct request *request, json_t *keep, struct route_reply *reply)
{
    const json_t *power = json_object_get(asked->json, "power");
    (void)world, (void)keep;
    request->kind = REQUEST_BLANK;
    request->blank.on = json_is_true(power) || json_integer_value(power) ? REQUEST_OFF : REQUEST_ON;
    if (!json_is_boolean(power) && !json_is_integer(power))
        reply_refuse(reply, STATUS_FIELD, "field", "A member is not as it may be.", "power", NULL,
                     "true or false");
    return json_is_boolean(power) || json_is_integer(power);
}

/* BRI is the light; MATP whether there is any. */
bool ask_awtrix_settings(const struct route_world *world, const struct asked *asked,
                         struct request *request, json_t *keep, struct route_reply *reply)
{
    const json_t *light = json_object_get(asked->json, "BRI");
    const json_t *on = json_object_get(asked->json, "MATP");
    json_t *ignored = json_array();
    const char *name;
    json_t *value;
    (void)world, (void)keep;
    json_object_foreach(asked->json, name, value) if (value != light && value != on)
        json_array_append_new(ignored, json_string(name));
    json_int_t level = json_integer_value(light);
    bool dims = json_is_integer(light) && level > 0 && level <= BRIGHTNESS_MOST;
    request->kind = dims ? REQUEST_BRIGHTNESS : REQUEST_BLANK;
    if (dims)
        request->brightness.percent = (level * 100 + BRIGHTNESS_MOST - 1) / BRIGHTNESS_MOST;
    else
        request->blank.on = json_is_true(on) ? REQUEST_OFF : REQUEST_ON;
    bool asks = dims || json_is_boolean(on);
    if (!asks)
        tell(ignored, reply);
    json_decref(ignored);
    return asks;
}

void done_awtrix(const struct route_world *world, const struct asked *asked, const json_t *answer,
                 struct route_reply *reply)
{
    json_t *ignored = json_array();
    (void)world, (void)asked, (void)answer;
    tell(ignored, reply);
    json_decref(ignored);
}

/* What means nothing for words is accepted, and named. */
void answer_awtrix_nothing(const struct route_world *world, const struct asked *asked,
                           struct route_reply *reply)
{
    json_t *ignored = json_pack("[s]", *asked->key ? asked->key : "this");
    (void)world;
    tell(ignored, reply);
    json_decref(ignored);
}

void answer_awtrix_stats(const struct route_world *world, const struct asked *asked,
                         struct route_reply *reply)
{
    const json_t *status = world->visible->status;
    bool dark = json_is_true(json_object_get(status, "dark"));
    (void)asked;
    reply_json(reply, STATUS_GOOD,
               json_pack("{s:s, s:s, s:I, s:b, s:I}", "type", "motograph", "version",
                         MOTOGRAPH_VERSION, "uptime",
                         json_integer_value(json_object_get(status, "running_s")), "matrix", !dark,
                         "bri",
                         json_integer_value(json_object_get(status, "brightness")) *
                             BRIGHTNESS_MOST / 100));
}

void answer_awtrix_settings(const struct route_world *world, const struct asked *asked,
                            struct route_reply *reply)
{
    const json_t *status = world->visible->status;
    (void)asked;
    reply_json(reply, STATUS_GOOD,
               json_pack("{s:b, s:I}", "MATP", !json_is_true(json_object_get(status, "dark")),
                         "BRI",
                         json_integer_value(json_object_get(status, "brightness")) *
                             BRIGHTNESS_MOST / 100));
}
