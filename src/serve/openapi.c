#include <string.h>
#include <strings.h>

#include "answers.h"
#include "serve/reply.h"

#define METHOD_SIZE 16

static const char *good_status(const struct route *route)
{
    return strcmp(route->method, "DELETE") == 0 && !route->done ? "204" : "200";
}

/* What stands for the hole of a path. */
static json_t *parameter_of(const char *path)
{
    bool strip = strstr(path, "{sha256}") != NULL;
    return json_pack("[{s:s, s:s, s:b, s:{s:s, s:s}}]", "name", strip ? "sha256" : "key", "in",
                     "path", "required", 1, "schema", "type", "string", "pattern",
                     strip ? "^[0-9a-f]{64}$" : "^([0-9]+|[A-Za-z][A-Za-z0-9._-]{0,63})$");
}

static json_t *described(const struct route *route)
{
    json_t *good =
        json_pack("{s:s, s:{s:{}}}", "description", route->summary, "content", route->type);
    json_t *refused =
        json_pack("{s:s, s:{s:{s:{s:s}}}}", "description", "It is said why not.", "content",
                  REPLY_JSON, "schema", "$ref", "#/components/schemas/Error");
    json_t *made =
        json_pack("{s:s, s:s, s:s, s:b, s:{s:o, s:o}}", "operationId", route->name, "summary",
                  route->summary, "x-role", route->role ? token_role_name(route->role) : "none",
                  "x-open", route->open, "responses", good_status(route), good, "default", refused);
    if (strchr(route->path, '{'))
        json_object_set_new(made, "parameters", parameter_of(route->path));
    if (route->takes == TAKES_JSON)
        json_object_set_new(
            made, "requestBody",
            json_pack("{s:{s:{s:{s:s}}}}", "content", REPLY_JSON, "schema", "type", "object"));
    if (route->role && !route->open)
        json_object_set_new(made, "security", json_pack("[{s:[]}, {s:[]}]", "bearer", "cookie"));
    return made;
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

static json_t *paths_of(const struct route *routes, size_t count)
{
    json_t *paths = json_object();
    for (size_t i = 0; i < count; i++) {
        char method[METHOD_SIZE] = "";
        if (!routes[i].name)
            continue;
        for (size_t at = 0; routes[i].method[at] && at + 1 < sizeof method; at++)
            method[at] = (char)(routes[i].method[at] | 0x20); /* in small letters */
        json_t *path = json_object_get(paths, routes[i].path);
        if (!path) {
            json_object_set_new(paths, routes[i].path, json_object());
            path = json_object_get(paths, routes[i].path);
        }
        json_object_set_new(path, method, described(&routes[i]));
    }
    return paths;
}

void answer_openapi(const struct route_world *world, const struct asked *asked,
                    struct route_reply *reply)
{
    json_t *schemes =
        json_pack("{s:{s:s, s:s}, s:{s:s, s:s, s:s}}", "bearer", "type", "http", "scheme", "bearer",
                  "cookie", "type", "apiKey", "in", "cookie", "name", "motograph");
    (void)asked;
    reply_json(reply, STATUS_GOOD,
               json_pack("{s:s, s:{s:s, s:s}, s:o, s:{s:{s:o}, s:o}}", "openapi", "3.1.0", "info",
                         "title", "Motograph", "version", MOTOGRAPH_VERSION, "paths",
                         paths_of(world->routes, world->route_count), "components", "schemas",
                         "Error", error_schema(), "securitySchemes", schemes));
}
