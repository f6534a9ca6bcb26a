/* What viewers may see, and the table of what can be asked for. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "check.h"
#include "config/config.h"
#include "serve/reply.h"
#include "serve/route.h"
#include "serve/visible.h"

#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define HELLO "{\"event\":\"hello\",\"levels\":[0,1]}"
#define STATUS                                                                                     \
    "{\"event\":\"status\",\"version\":\"1\",\"paused\":false,\"dark\":%s,\"config\":\"/etc/"      \
    "secret.cfg\",\"needs_restart\":\"panel.secret\",\"output\":{\"healthy\":%s,\"path\":\"/dev/"  \
    "secret\"}}"

static const char *const readable[] = {
    "/",
    "/style.css",
    "/draw.js",
    "/wall.js",
    "/api/v1/status",
    "/api/v1/scene",
    "/api/v1/openapi.json",
    "/metrics",
    "/healthz",
};

static void take(struct visible *visible, const char *text)
{
    json_t *event = json_loads(text, 0, NULL);
    assert_non_null(event);
    visible_take(visible, event);
    json_decref(event);
}

static void take_status(struct visible *visible, bool dark, bool healthy)
{
    struct buffer text = {0};
    buffer_format(&text, STATUS, dark ? "true" : "false", healthy ? "true" : "false");
    take(visible, text.data);
    buffer_finish(&text);
}

static void take_scene(struct visible *visible, const char *key)
{
    struct buffer text = {0};
    buffer_format(&text, "{\"event\":\"strip\",\"sha256\":\"%s\",\"zlib\":\"Zm9v\"}", key);
    take(visible, text.data);
    buffer_clear(&text);
    buffer_format(&text,
                  "{\"event\":\"scene\",\"from_ns\":5,\"scene\":{\"zones\":[{\"strip\":\"%s\"}]}}",
                  key);
    take(visible, text.data);
    buffer_finish(&text);
}

static void fill(struct visible *visible)
{
    take(visible, HELLO);
    take_scene(visible, KEY);
    take(visible, "{\"event\":\"on_air\",\"zone\":null,\"on_air\":{\"id\":1,\"text\":\"Up\"}}");
    take(visible, "{\"event\":\"next\",\"zone\":null,\"next\":\"Down\"}");
    take_status(visible, false, true);
    take(visible, "{\"event\":\"store\",\"store\":\"/secret/news.db\",\"store_trouble\":null,"
                  "\"pending\":0,\"due\":77}");
    take(visible, "{\"event\":\"log\",\"level\":\"info\",\"text\":\"secret log\"}");
}

static const char *no_query(void *user, const char *name)
{
    (void)user, (void)name;
    return NULL;
}

/* The route that reads a path, and what stands for its hole, for the caller to free; NULL: none. */
static const struct route *find(const char *path, char **key)
{
    char *methods = NULL;
    *key = NULL;
    const struct route *route = route_find("GET", path, "", key, &methods);
    free(methods);
    return route;
}

static int64_t heard_ns; /* when the ticker said something last */

/* The answer to a path, without a token; the caller finishes its body. */
static struct route_reply ask(const struct visible *visible, const char *path, int64_t silent_ns)
{
    static struct config config;
    char *key;
    size_t count;
    struct route_reply reply = {.status = STATUS_GOOD};
    const struct route *route = find(path, &key);
    assert_non_null(route);
    const struct asked asked = {.key = key, .query = no_query};
    const struct route *routes = route_table(&count);
    const struct route_world world = {.visible = visible,
                                      .config = &config,
                                      .routes = routes,
                                      .route_count = count,
                                      .heard_ns = heard_ns,
                                      .now_ns = silent_ns};
    reply.type = route->type;
    route->answer(&world, &asked, &reply);
    free(key);
    return reply;
}

static int status_of(const struct visible *visible, const char *path, int64_t silent_ns)
{
    struct route_reply reply = ask(visible, path, silent_ns);
    int status = reply.status;
    buffer_finish(&reply.body);
    return status;
}

static void nothing_but_the_wall_is_told(void **state)
{
    (void)state;
    struct visible visible = {0};
    struct buffer events = {0};
    fill(&visible);
    visible_events(&visible, 0, 1, &events);
    assert_null(strstr(events.data, "secret"));
    assert_null(strstr(events.data, "77"));
    assert_non_null(strstr(events.data, "\"text\":\"Up\""));
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++) {
        struct route_reply reply = ask(&visible, readable[i], 0);
        assert_int_equal(reply.status, 200);
        assert_null(strstr(reply.body.data, "secret"));
        buffer_finish(&reply.body);
    }
    buffer_finish(&events);
    visible_finish(&visible);
}

static void who_comes_back_is_told_only_what_has_changed(void **state)
{
    (void)state;
    struct visible visible = {0};
    struct buffer events = {0};
    fill(&visible);
    int64_t seen = visible.last;
    visible_events(&visible, seen, 1, &events);
    assert_int_equal(events.length, 0);
    take(&visible, "{\"event\":\"on_air\",\"zone\":null,\"on_air\":{\"id\":2,\"text\":\"Left\"}}");
    take(&visible, "{\"event\":\"on_air\",\"zone\":null,\"on_air\":{\"id\":3,\"text\":\"Right\"}}");
    visible_events(&visible, seen, 1, &events);
    assert_null(strstr(events.data, "event: scene"));
    assert_null(strstr(events.data, "Left")); /* it is over, and may have been killed */
    assert_non_null(strstr(events.data, "Right"));
    seen = visible.last;
    take_status(&visible, false, true); /* as it was */
    assert_int_equal(visible.last, seen);
    buffer_finish(&events);
    visible_finish(&visible);
}

static void a_strip_that_left_the_wall_is_gone(void **state)
{
    (void)state;
    struct visible visible = {0};
    fill(&visible);
    assert_int_equal(status_of(&visible, "/api/v1/strips/" KEY, 0), 200);
    take_scene(&visible, OTHER);
    assert_int_equal(status_of(&visible, "/api/v1/strips/" KEY, 0), 404);
    assert_int_equal(status_of(&visible, "/api/v1/strips/" OTHER, 0), 200);
    take(&visible, "{\"event\":\"dark\",\"from_ns\":9}");
    assert_int_equal(status_of(&visible, "/api/v1/strips/" OTHER, 0), 404);
    visible_finish(&visible);
}

static void of_a_ticker_that_has_gone_nothing_is_shown(void **state)
{
    (void)state;
    struct visible visible = {0};
    struct buffer out = {0};
    fill(&visible);
    assert_int_equal(status_of(&visible, "/api/v1/strips/" KEY, 0), 200);
    visible_lose(&visible);
    assert_int_equal(status_of(&visible, "/api/v1/strips/" KEY, 0), 404);
    visible_events(&visible, 0, 1, &out);
    assert_non_null(strstr(out.data, "event: dark"));
    assert_null(strstr(out.data, "on_air"));
    assert_null(strstr(out.data, "event: strip"));
    assert_null(visible.scene_bytes);
    buffer_finish(&out);
    visible_finish(&visible);
}

static void health_is_that_of_the_output(void **state)
{
    (void)state;
    struct visible visible = {0};
    assert_int_equal(status_of(&visible, "/healthz", 0), 503);
    fill(&visible);
    assert_int_equal(status_of(&visible, "/healthz", 0), 200);
    assert_int_equal(status_of(&visible, "/healthz", 60 * CLOCK_NS_PER_S), 503);
    take_status(&visible, true, true);
    assert_int_equal(status_of(&visible, "/healthz", 0), 200); /* as was wanted */
    take_status(&visible, false, false);
    assert_int_equal(status_of(&visible, "/healthz", 0), 503);
    take_status(&visible, false, true);
    visible_lose(&visible);
    assert_int_equal(status_of(&visible, "/healthz", 0), 503);
    visible_finish(&visible);
}

/* How often it was told that the output goes on. */
static int64_t lives_after(struct visible *visible, int64_t beats, bool dark)
{
    struct buffer text = {0};
    buffer_format(&text,
                  "{\"event\":\"status\",\"dark\":%s,\"output\":{\"healthy\":true,"
                  "\"beats\":%lld}}",
                  dark ? "true" : "false", (long long)beats);
    take(visible, text.data);
    buffer_finish(&text);
    return visible->lives;
}

static void an_output_lives_while_it_beats(void **state)
{
    (void)state;
    struct visible visible = {0};
    take(&visible, HELLO);
    assert_int_equal(lives_after(&visible, 7, false), 1);
    assert_int_equal(lives_after(&visible, 8, false), 2);
    assert_int_equal(lives_after(&visible, 8, false), 2); /* the panel stands */
    assert_int_equal(lives_after(&visible, 8, true), 3);  /* dark, as was wanted */
    assert_int_equal(lives_after(&visible, 0, false), 4); /* it has none */
    assert_int_equal(lives_after(&visible, 0, false), 5);
    assert_int_equal(status_of(&visible, "/healthz", 0), 200);
    heard_ns = 60 * CLOCK_NS_PER_S; /* the ticker talks, and its output has done nothing since */
    assert_int_equal(status_of(&visible, "/healthz", heard_ns), 503);
    heard_ns = 0;
    visible_finish(&visible);
}

static void what_is_not_in_the_table_is_nothing(void **state)
{
    static const char *const bad[] = {
        "",
        "/.",
        "//",
        "/index.html",
        "/../etc/passwd",
        "/api",
        "/api/v1/",
        "/api/v1/status/",
        "/API/v1/status",
        "/api/v1/strips/",
        "/draw.js/",
        "/api/v1/strips/..",
        "/api/v1/strips/" KEY "0",
        "/api/v1/strips/" KEY "/",
        "/api/v1/strips/0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
    };
    (void)state;
    char *key;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (find(bad[i], &key))
            fail_msg("%s is found", bad[i]);
}

/* How often the description has an operation of that name. */
static int described(const json_t *paths, const struct route *route)
{
    char method[8] = "";
    for (size_t i = 0; route->method[i]; i++)
        method[i] = (char)(route->method[i] | 0x20);
    const json_t *operation = json_object_get(json_object_get(paths, route->path), method);
    const char *name = json_string_value(json_object_get(operation, "operationId"));
    return name && strcmp(name, route->name) == 0;
}

static void the_description_has_each_route_once(void **state)
{
    (void)state;
    size_t count;
    size_t operations = 0;
    size_t routes_described = 0;
    struct visible visible = {0};
    struct route_reply reply = ask(&visible, "/api/v1/openapi.json", 0);
    json_t *json = json_loadb(reply.body.data, reply.body.length, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    const json_t *paths = json_object_get(json, "paths");
    const struct route *routes = route_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (!routes[i].name)
            continue;
        routes_described++;
        if (!described(paths, &routes[i]))
            fail_msg("%s %s is not described", routes[i].method, routes[i].path);
    }
    const char *path;
    json_t *methods;
    json_object_foreach((json_t *)paths, path, methods) operations += json_object_size(methods);
    assert_int_equal(operations, routes_described);
    json_decref(json);
    buffer_finish(&reply.body);
}

static void what_writes_or_tells_secrets_is_never_open(void **state)
{
    (void)state;
    size_t count;
    const struct route *routes = route_table(&count);
    for (size_t i = 0; i < count; i++) {
        bool reads = strcmp(routes[i].method, "GET") == 0;
        assert_true(reads || !routes[i].open);
        assert_true(!routes[i].ask || routes[i].role >= TOKEN_EDITOR);
        assert_int_equal((routes[i].answer != NULL) + (routes[i].work != NULL) +
                             (routes[i].ask != NULL) + routes[i].stream,
                         1);
        assert_int_equal(routes[i].ask != NULL, routes[i].done != NULL);
    }
}

static void a_refusal_is_json_whatever_was_found(void **state)
{
    (void)state;
    struct route_reply reply = {0};
    reply_refuse(&reply, 400, "code", "message", "field", "\xff\xfe", "allowed");
    json_t *json = json_loadb(reply.body.data, reply.body.length, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(json_object_get(json, "error"), "code")),
                        "code");
    json_decref(json);
    buffer_finish(&reply.body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Of a ticker that has gone nothing is shown",
             of_a_ticker_that_has_gone_nothing_is_shown),
        TEST("Nothing but the wall and what it shows is told", nothing_but_the_wall_is_told),
        TEST("Who comes back is told only what has changed, and nothing that is over",
             who_comes_back_is_told_only_what_has_changed),
        TEST("A strip that left the wall can't be asked for", a_strip_that_left_the_wall_is_gone),
        TEST("Health is that of the output; a wanted darkness is healthy",
             health_is_that_of_the_output),
        TEST("An output lives while it beats; else health is not good, though the ticker talks",
             an_output_lives_while_it_beats),
        TEST("What is not in the table is nothing", what_is_not_in_the_table_is_nothing),
        TEST("The description has each route that is no part of the page",
             the_description_has_each_route_once),
        TEST("What writes is never open, and each route has one way to be answered",
             what_writes_or_tells_secrets_is_never_open),
        TEST("A refusal is JSON, whatever was found", a_refusal_is_json_whatever_was_found),
    };
    return cmocka_run_group_tests_name("serve/visible", tests, NULL, NULL);
}
