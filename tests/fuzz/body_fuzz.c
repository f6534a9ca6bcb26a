/* Any bytes as the body of each route that takes JSON, or a dialect's: what is refused is refused
 * with a code, what is asked of the ticker comes out of its line of JSON as it went in. The first
 * byte says which route. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/config.h"
#include "control/json.h"
#include "serve/route.h"

#include "fuzz.h"

#define NOW_MS INT64_C(1764000000000)
#define STEPS_MOST 64 /* lines of one document */

static const char *query(void *user, const char *name)
{
    (void)user, (void)name;
    return NULL;
}

/* Whether it reads JSON by itself: articles have fuzzers of their own, and hooks. */
static bool reads_json(const struct route *route)
{
    return !route->before &&
           (route->takes == TAKES_JSON || (route->takes == TAKES_BYTES && route->dialect));
}

/* The route that a byte chooses: the so-manyth of those, round and round. */
static const struct route *choose(unsigned number)
{
    size_t count;
    const struct route *routes = route_table(&count);
    for (size_t i = 0;; i = (i + 1) % count)
        if (reads_json(&routes[i]) && number-- == 0)
            return &routes[i];
}

static void check_reply(const struct route_reply *reply)
{
    json_t *json = json_loadb(reply->body.data, reply->body.length, 0, NULL);
    bool good = reply->status >= STATUS_GOOD && reply->status < 300;
    require(json_is_object(json));
    require(good || json_is_string(json_object_get(json_object_get(json, "error"), "code")));
    json_decref(json);
}

/* As the ticker reads it. */
static void check_request(const struct request *request)
{
    struct diag diag = {0};
    struct request again = {0};
    json_t *json = request_to_json(request);
    char *line = json ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    require(line && !strchr(line, '\n'));
    json_t *read = json_loads(line, 0, NULL);
    if (request_from_json(read, &again, &diag)) {
        json_t *second = request_to_json(&again);
        require(json_equal(json, second));
        json_decref(second);
        if (!request_check(&again, 120, &diag))
            require(diag.count > 0);
    } else {
        require(diag.count > 0);
    }
    diag_finish(&diag);
    json_decref(read);
    json_decref(json);
    free(line);
}

/* True: it asks again. */
static bool step(const struct route *route, const struct route_world *world, struct asked *asked)
{
    struct route_reply reply = {.status = STATUS_GOOD, .type = route->type};
    struct request request = {0};
    json_t *keep = json_array();
    bool asks = route->ask && route->ask(world, asked, &request, keep, &reply);
    if (asks)
        check_request(&request);
    else if (route->work)
        route->work(world, asked, &reply);
    else if (route->answer)
        route->answer(world, asked, &reply);
    if (!asks)
        check_reply(&reply);
    buffer_finish(&reply.body);
    json_decref(keep);
    return asks && route->again && ++asked->step < STEPS_MOST;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct config config;
    static const struct visible visible;
    static const struct token_list tokens;
    if (size < 1)
        return 0;
    if (!config.snippet.max_chars)
        configuration_init(&config);
    const struct route_world world = {
        .config = &config, .visible = &visible, .tokens = &tokens, .now_ms = NOW_MS};
    const struct route *route = choose(data[0]);
    char *body = memory_copy_bytes((const char *)data + 1, size - 1);
    struct asked asked = {.key = "app",
                          .role = TOKEN_CHIEF,
                          .name = "fuzz",
                          .query = query,
                          .body = body,
                          .size = size - 1,
                          .type = "application/json"};
    if (route->takes == TAKES_JSON)
        asked.json = json_loadb(body, size - 1, JSON_REJECT_DUPLICATES, NULL);
    if (route->takes == TAKES_BYTES || json_is_object(asked.json))
        while (step(route, &world, &asked)) {
        }
    json_decref(asked.json);
    free(body);
    return 0;
}
