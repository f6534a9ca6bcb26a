#include "serve/route.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "page.h"

#define JSON_TYPE "application/json"
#define SHA_KEY "{sha256}"
#define SHA_DIGITS 64
/* Two and a half beats of the ticker (STREAM_BEAT_NS): one may be late. */
#define SILENT_NS (25 * CLOCK_NS_PER_S)

enum {
    STATUS_GOOD = 200,
    STATUS_NOT_FOUND = 404,
    STATUS_UNAVAILABLE = 503,
};

static void put_json(struct route_reply *reply, int status, json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT);
    reply->status = status;
    reply->type = JSON_TYPE;
    reply->cache = "no-store";
    buffer_add_string(&reply->body, text ? text : "{}");
    buffer_add_byte(&reply->body, '\n');
    free(text);
    json_decref(json);
}

/* What was found may be any bytes. */
static json_t *text_or_null(const char *text)
{
    json_t *json = text ? json_string(text) : NULL;
    return json ? json : json_null();
}

void route_refuse(struct route_reply *reply, int status, const char *code, const char *message,
                  const char *field, const char *found, const char *allowed)
{
    put_json(reply, status,
             json_pack("{s:{s:s, s:s, s:s?, s:o, s:s?}}", "error", "code", code, "message", message,
                       "field", field, "found", text_or_null(found), "allowed", allowed));
}

/* --- the page --- */

static void answer_page(const struct page_file *file, struct route_reply *reply)
{
    reply->status = STATUS_GOOD;
    reply->cache = "no-cache";
    buffer_add(&reply->body, (const char *)file->bytes, file->size);
}

static void answer_index(const struct route_world *world, const char *key,
                         struct route_reply *reply)
{
    (void)world, (void)key;
    answer_page(page_index(), reply);
}

static void answer_style(const struct route_world *world, const char *key,
                         struct route_reply *reply)
{
    (void)world, (void)key;
    answer_page(page_style(), reply);
}

static void answer_draw(const struct route_world *world, const char *key, struct route_reply *reply)
{
    (void)world, (void)key;
    answer_page(page_draw(), reply);
}

static void answer_wall(const struct route_world *world, const char *key, struct route_reply *reply)
{
    (void)world, (void)key;
    answer_page(page_wall(), reply);
}

static void answer_words(const struct route_world *world, const char *key,
                         struct route_reply *reply)
{
    (void)world, (void)key;
    answer_page(page_words(), reply);
}

static void answer_desk(const struct route_world *world, const char *key, struct route_reply *reply)
{
    (void)world, (void)key;
    answer_page(page_desk(), reply);
}

static void answer_write(const struct route_world *world, const char *key,
                         struct route_reply *reply)
{
    (void)world, (void)key;
    answer_page(page_write(), reply);
}

/* --- the state --- */

static json_t *part_of(const struct visible *visible, enum visible_part part)
{
    json_t *json = visible->texts[part] ? json_loads(visible->texts[part], 0, NULL) : NULL;
    return json ? json : json_object();
}

static void answer_status(const struct route_world *world, const char *key,
                          struct route_reply *reply)
{
    json_t *state = part_of(world->visible, VISIBLE_STATE);
    json_t *air = part_of(world->visible, VISIBLE_AIR);
    (void)key;
    json_object_update(state, air);
    json_decref(air);
    put_json(reply, STATUS_GOOD, state);
}

static void answer_scene(const struct route_world *world, const char *key,
                         struct route_reply *reply)
{
    (void)key;
    put_json(reply, STATUS_GOOD, part_of(world->visible, VISIBLE_SCENE));
}

static void answer_strip(const struct route_world *world, const char *key,
                         struct route_reply *reply)
{
    const struct buffer *packed = visible_strip(world->visible, key);
    if (!packed) {
        route_refuse(reply, STATUS_NOT_FOUND, "no_such_strip",
                     "No strip of this key is on the wall now.", "sha256", key,
                     "a key that the scene names (GET /api/v1/scene)");
        return;
    }
    reply->status = STATUS_GOOD;
    reply->encoding = "deflate"; /* RFC 9110, 8.4.1.2: that is RFC 1950 */
    reply->cache = "public, max-age=31536000, immutable";
    buffer_add(&reply->body, packed->data, packed->length);
}

/* --- for machines --- */

static bool is_silent(const struct route_world *world)
{
    return world->now_ns - world->heard_ns > SILENT_NS;
}

static void answer_health(const struct route_world *world, const char *key,
                          struct route_reply *reply)
{
    const struct visible *visible = world->visible;
    bool dark = json_is_true(json_object_get(visible->status, "dark"));
    bool silent = is_silent(world);
    bool good = visible_is_healthy(visible) && !silent;
    const char *why = !visible->connected ? "no ticker answers"
                      : silent            ? "the ticker hangs: it says nothing any more"
                      : !good             ? "the output reports a fault"
                      : dark              ? "the wall is dark, as was wanted"
                                          : "the wall is lit";
    (void)key;
    put_json(reply, good ? STATUS_GOOD : STATUS_UNAVAILABLE,
             json_pack("{s:b, s:s}", "healthy", good, "why", why));
}

static void put_metric(struct buffer *out, const char *name, const char *type, const char *help,
                       double value)
{
    buffer_format(out, "# HELP motograph_%s %s\n# TYPE motograph_%s %s\nmotograph_%s %.15g\n", name,
                  help, name, type, name, value);
}

/* The text format 0.0.4 of Prometheus. Nothing of what is held is counted. */
static void answer_metrics(const struct route_world *world, const char *key,
                           struct route_reply *reply)
{
    const struct visible *visible = world->visible;
    const json_t *output = json_object_get(visible->status, "output");
    struct buffer *out = &reply->body;
    (void)key;
    reply->status = STATUS_GOOD;
    reply->cache = "no-store";
    put_metric(out, "up", "gauge", "Whether the ticker answers.",
               visible->connected && !is_silent(world));
    put_metric(out, "healthy", "gauge", "Whether its output is well.", visible_is_healthy(visible));
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

static route_fn answer_openapi;

/* --- the table --- */

static const struct route routes[] = {
    {"/", NULL, "text/html; charset=utf-8", NULL, answer_index},
    {"/style.css", NULL, "text/css; charset=utf-8", NULL, answer_style},
    {"/draw.js", NULL, "text/javascript; charset=utf-8", NULL, answer_draw},
    {"/words.js", NULL, "text/javascript; charset=utf-8", NULL, answer_words},
    {"/wall.js", NULL, "text/javascript; charset=utf-8", NULL, answer_wall},
    {"/desk.js", NULL, "text/javascript; charset=utf-8", NULL, answer_desk},
    {"/write.js", NULL, "text/javascript; charset=utf-8", NULL, answer_write},
    {"/api/v1/status", "status", JSON_TYPE, "What is on air, what is next, and how the wall is.",
     answer_status},
    {"/api/v1/scene", "scene", JSON_TYPE, "What is on the wall, as a function of time.",
     answer_scene},
    {"/api/v1/strips/" SHA_KEY, "strip", "application/octet-stream",
     "The words of a zone as a bitmap, under the SHA-256 of its bytes.", answer_strip},
    {"/api/v1/events", "events", "text/event-stream",
     "Scenes, what is on air and the state, as they change. Last-Event-ID goes on.", NULL},
    {"/api/v1/openapi.json", "openapi", JSON_TYPE, "This description.", answer_openapi},
    {"/metrics", "metrics", "text/plain; version=0.0.4; charset=utf-8", "Figures for Prometheus.",
     answer_metrics},
    {"/healthz", "health", JSON_TYPE,
     "200 while the ticker answers and its output is well, else 503.", answer_health},
};

#define ROUTES (sizeof routes / sizeof *routes)

/* 64 digits of 0 to f. */
static bool is_key(const char *text)
{
    return strlen(text) == SHA_DIGITS && strspn(text, "0123456789abcdef") == SHA_DIGITS;
}

const struct route *route_find(const char *path, const char **key)
{
    for (size_t i = 0; i < ROUTES; i++) {
        const char *hole = strstr(routes[i].path, SHA_KEY);
        size_t head = hole ? (size_t)(hole - routes[i].path) : strlen(routes[i].path);
        if (strncmp(path, routes[i].path, head) != 0)
            continue;
        *key = path + head;
        if (hole ? is_key(*key) : !**key)
            return &routes[i];
    }
    return NULL;
}

/* --- its description --- */

static json_t *described(const struct route *route)
{
    json_t *good =
        json_pack("{s:s, s:{s:{}}}", "description", route->summary, "content", route->type);
    json_t *refused =
        json_pack("{s:s, s:{s:{s:{s:s}}}}", "description", "It is said why not.", "content",
                  JSON_TYPE, "schema", "$ref", "#/components/schemas/Error");
    json_t *get = json_pack("{s:s, s:s, s:{s:o, s:o}}", "operationId", route->name, "summary",
                            route->summary, "responses", "200", good, "default", refused);
    if (strstr(route->path, SHA_KEY))
        json_object_set_new(get, "parameters",
                            json_pack("[{s:s, s:s, s:b, s:{s:s, s:s}}]", "name", "sha256", "in",
                                      "path", "required", 1, "schema", "type", "string", "pattern",
                                      "^[0-9a-f]{64}$"));
    return json_pack("{s:o}", "get", get);
}

static json_t *error_schema(void)
{
    json_t *members = json_object();
    static const char *const optional[] = {"field", "found", "allowed"};
    json_object_set_new(members, "code", json_pack("{s:s}", "type", "string"));
    json_object_set_new(members, "message", json_pack("{s:s}", "type", "string"));
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        json_object_set_new(members, optional[i],
                            json_pack("{s:[s, s]}", "type", "string", "null"));
    return json_pack("{s:s, s:{s:{s:s, s:[s, s], s:o}}}", "type", "object", "properties", "error",
                     "type", "object", "required", "code", "message", "properties", members);
}

static void answer_openapi(const struct route_world *world, const char *key,
                           struct route_reply *reply)
{
    json_t *paths = json_object();
    (void)world, (void)key;
    for (size_t i = 0; i < ROUTES; i++)
        if (routes[i].name)
            json_object_set_new(paths, routes[i].path, described(&routes[i]));
    put_json(reply, STATUS_GOOD,
             json_pack("{s:s, s:{s:s, s:s}, s:o, s:{s:{s:o}}}", "openapi", "3.1.0", "info", "title",
                       "Motograph", "version", MOTOGRAPH_VERSION, "paths", paths, "components",
                       "schemas", "Error", error_schema()));
}
