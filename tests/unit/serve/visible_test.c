/* What viewers may see, and the table of what can be asked for. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "check.h"
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

/* The answer to a path; the caller finishes its body. */
static struct route_reply ask(const struct visible *visible, const char *path, int64_t silent_ns)
{
    const char *key = "";
    struct route_reply reply = {0};
    const struct route *route = route_find(path, &key);
    assert_non_null(route);
    const struct route_world world = {.visible = visible, .now_ns = silent_ns};
    route->answer(&world, key, &reply);
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
    const char *key = "";
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (route_find(bad[i], &key))
            fail_msg("%s is found", bad[i]);
}

static void the_description_has_each_route_once(void **state)
{
    (void)state;
    struct visible visible = {0};
    const char *no_key = "";
    struct route_reply reply = ask(&visible, "/api/v1/openapi.json", 0);
    json_t *json = json_loadb(reply.body.data, reply.body.length, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    const json_t *paths = json_object_get(json, "paths");
    const char *path;
    json_t *described;
    json_object_foreach((json_t *)paths, path, described)
    {
        const char *key = "";
        char *asked = memory_copy_string(path);
        char *hole = strchr(asked, '{');
        if (hole)
            *hole = '\0';
        char *whole = memory_format("%s%s", asked, hole ? KEY : "");
        const struct route *route = route_find(whole, &key);
        assert_non_null(route);
        assert_string_equal(route->path, path);
        const json_t *get = json_object_get(described, "get");
        assert_string_equal(json_string_value(json_object_get(get, "operationId")), route->name);
        free(whole);
        free(asked);
    }
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
        assert_int_equal(json_object_get(paths, readable[i]) != NULL,
                         route_find(readable[i], &no_key)->name != NULL);
    json_decref(json);
    buffer_finish(&reply.body);
}

static void a_refusal_is_json_whatever_was_found(void **state)
{
    (void)state;
    struct route_reply reply = {0};
    route_refuse(&reply, 400, "code", "message", "field", "\xff\xfe", "allowed");
    json_t *json = json_loadb(reply.body.data, reply.body.length, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(json_object_get(json, "error"), "code")),
                        "code");
    json_decref(json);
    buffer_finish(&reply.body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Nothing but the wall and what it shows is told", nothing_but_the_wall_is_told),
        TEST("Who comes back is told only what has changed, and nothing that is over",
             who_comes_back_is_told_only_what_has_changed),
        TEST("A strip that left the wall can't be asked for", a_strip_that_left_the_wall_is_gone),
        TEST("Health is that of the output; a wanted darkness is healthy",
             health_is_that_of_the_output),
        TEST("What is not in the table is nothing", what_is_not_in_the_table_is_nothing),
        TEST("The description has each route that is no part of the page",
             the_description_has_each_route_once),
        TEST("A refusal is JSON, whatever was found", a_refusal_is_json_whatever_was_found),
    };
    return cmocka_run_group_tests_name("serve/visible", tests, NULL, NULL);
}
