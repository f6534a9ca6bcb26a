#include "serve/route.h"

#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "serve/host.h"
#include "serve/reply.h"

#define SHA_DIGITS 64
#define KEY_MAX 80

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"
#define CSV "text/csv; charset=utf-8"
#define METRICS "text/plain; version=0.0.4; charset=utf-8"

#define V1 "/api/v1"
#define PAGE(at, file, fn)                                                                         \
    {                                                                                              \
        .method = "GET", .path = (at), .type = (file), .answer = (fn)                              \
    }
/* What reads, what asks the ticker, what works. */
#define READS(at, called, of, said, fn)                                                            \
    {                                                                                              \
        .method = "GET", .path = (at), .name = (called), .role = (of), .type = REPLY_JSON,         \
        .summary = (said), .answer = (fn)                                                          \
    }
#define ASKS(how, at, called, of, said, asks, then)                                                \
    {                                                                                              \
        .method = (how), .path = (at), .name = (called), .role = (of), .takes = TAKES_JSON,        \
        .type = REPLY_JSON, .summary = (said), .ask = (asks), .done = (then)                       \
    }

/* A dialect's: what writes lines asks as often as there are some. */
#define SAYS(how, at, called, of, kind, asks)                                                      \
    {                                                                                              \
        .method = (how), .path = (at), .name = (called), .role = TOKEN_EDITOR, .takes = (kind),    \
        .type = REPLY_JSON, .summary = "As " of " has it.", .ask = (asks), .done = done_awtrix,    \
        .again = (kind) == TAKES_BYTES, .hook = true, .dialect = (of)                              \
    }
#define TELLS(how, at, called, fn)                                                                 \
    {                                                                                              \
        .method = (how), .path = (at), .name = (called), .role = TOKEN_VIEWER, .type = REPLY_JSON, \
        .summary = "As " AWTRIX3 " has it.", .answer = (fn), .hook = true, .dialect = AWTRIX3      \
    }
#define AWTRIX3 "awtrix3"
#define AWTRIX_NG "awtrix-ng"

static const struct route routes[] = {
    PAGE("/", HTML, answer_index),
    PAGE("/style.css", CSS, answer_style),
    PAGE("/draw.js", SCRIPT, answer_draw),
    PAGE("/wall.js", SCRIPT, answer_wall),
    PAGE("/words.js", SCRIPT, answer_words),
    PAGE("/say.js", SCRIPT, answer_say),
    PAGE("/desk.js", SCRIPT, answer_desk),
    PAGE("/write.js", SCRIPT, answer_write),
    {.method = "GET",
     .path = V1 "/status",
     .name = "status",
     .role = TOKEN_VIEWER,
     .open = true,
     .type = REPLY_JSON,
     .summary = "What is on air, what is next, and how the wall is.",
     .answer = answer_status},
    {.method = "GET",
     .path = V1 "/scene",
     .name = "scene",
     .role = TOKEN_VIEWER,
     .open = true,
     .type = REPLY_JSON,
     .summary = "What is on the wall, as a function of time.",
     .answer = answer_scene},
    {.method = "GET",
     .path = V1 "/strips/{sha256}",
     .name = "strip",
     .role = TOKEN_VIEWER,
     .open = true,
     .type = "application/octet-stream",
     .summary = "The words of a zone as a bitmap, under the SHA-256 of its bytes.",
     .answer = answer_strip},
    {.method = "GET",
     .path = V1 "/events",
     .name = "events",
     .role = TOKEN_VIEWER,
     .open = true,
     .type = "text/event-stream",
     .stream = true,
     .summary = "Scenes, what is on air and the state, as they change. Last-Event-ID goes on."},
    {.method = "GET",
     .path = V1 "/wall.png",
     .name = "wallPng",
     .role = TOKEN_VIEWER,
     .open = true,
     .type = "image/png",
     .summary = "The wall, now or at a time (?at=).",
     .work = work_png},
    {.method = "GET",
     .path = V1 "/wall.gif",
     .name = "wallGif",
     .role = TOKEN_VIEWER,
     .open = true,
     .type = "image/gif",
     .summary = "Some seconds of the wall (?seconds=, ?at=).",
     .work = work_gif},
    {.method = "GET",
     .path = V1 "/past",
     .name = "past",
     .role = TOKEN_VIEWER,
     .open = true,
     .type = REPLY_JSON,
     .summary = "What the wall showed, as scenes (?at=, ?seconds=).",
     .work = work_past},
    {.method = "GET",
     .path = V1 "/asrun",
     .name = "asrun",
     .role = TOKEN_VIEWER,
     .open = true,
     .type = REPLY_JSON,
     .summary = "The log, the newest first (?from=, ?to=, ?search=, ?limit=, ?before=).",
     .work = work_asrun},
    {.method = "GET",
     .path = V1 "/asrun.csv",
     .name = "asrunCsv",
     .role = TOKEN_VIEWER,
     .type = CSV,
     .summary = "The same as a table.",
     .work = work_asrun_csv},
    {.method = "GET",
     .path = V1 "/session",
     .name = "session",
     .type = REPLY_JSON,
     .summary = "Whose token it is.",
     .answer = answer_session},
    {.method = "POST",
     .path = V1 "/session",
     .name = "login",
     .takes = TAKES_JSON,
     .guess = true,
     .type = REPLY_JSON,
     .summary = "Takes a token, and gives it back as a cookie.",
     .answer = answer_login},
    {.method = "DELETE",
     .path = V1 "/session",
     .name = "logout",
     .type = REPLY_JSON,
     .summary = "The cookie is gone.",
     .answer = answer_logout},
    READS(V1 "/items", "items", TOKEN_VIEWER,
          "What the store holds (?state=, ?category=, ?search=, ?limit=, ?after=).", answer_items),
    ASKS("POST", V1 "/items", "addItem", TOKEN_EDITOR, "A line, or a quotation.", ask_post,
         done_item),
    READS(V1 "/items/{key}", "item", TOKEN_VIEWER, "An item, with its tag.", answer_item),
    ASKS("PUT", V1 "/items/{key}", "putItem", TOKEN_EDITOR,
         "An item of that name, or other words or terms of one. If-Match, If-None-Match.", ask_put,
         done_item),
    ASKS("DELETE", V1 "/items/{key}", "removeItem", TOKEN_EDITOR, "It is taken out. If-Match.",
         ask_delete, done_delete),
    ASKS("POST", V1 "/items/{key}/approve", "approve", TOKEN_EDITOR,
         "What is held, or was killed, may air. If-Match.", ask_approve, done_item),
    ASKS("POST", V1 "/items/{key}/kill", "kill", TOKEN_CHIEF,
         "Off the wall at once, and never again on it.", ask_kill, done_item),
    READS(V1 "/held", "held", TOKEN_VIEWER, "What waits for an editor, and why.", answer_held),
    {.method = "POST",
     .path = V1 "/articles",
     .name = "addArticle",
     .role = TOKEN_EDITOR,
     .takes = TAKES_BYTES,
     .type = REPLY_JSON,
     .summary = "An article becomes headlines and quotations (?name=).",
     .before = work_article,
     .ask = ask_article,
     .done = done_article},
    {.method = "POST",
     .path = V1 "/articles/dry-run",
     .name = "readArticle",
     .role = TOKEN_EDITOR,
     .takes = TAKES_BYTES,
     .type = REPLY_JSON,
     .summary = "What would become of it.",
     .work = work_dry_run},
    {.method = "GET",
     .path = V1 "/forecast",
     .name = "forecasts",
     .role = TOKEN_VIEWER,
     .type = REPLY_JSON,
     .summary = "What airs when, and what does not, and why (?hours=).",
     .work = work_forecast},
    {.method = "POST",
     .path = V1 "/forecast",
     .name = "forecast",
     .role = TOKEN_VIEWER,
     .takes = TAKES_JSON,
     .type = REPLY_JSON,
     .summary = "How often an item would air, and how it would look (?hours=).",
     .work = work_forecast_item},
    READS(V1 "/breaking", "takeOvers", TOKEN_VIEWER, "What takes the wall over.", answer_breaking),
    ASKS("POST", V1 "/breaking", "breaking", TOKEN_CHIEF, "A take-over.", ask_breaking,
         done_breaking),
    ASKS("DELETE", V1 "/breaking", "clear", TOKEN_CHIEF, "Every take-over ends.", ask_clear,
         done_clear),
    ASKS("DELETE", V1 "/breaking/{key}", "clearOne", TOKEN_CHIEF, "That take-over ends.",
         ask_clear_one, done_clear),
    ASKS("POST", V1 "/next", "next", TOKEN_CHIEF, "On to the next item.", ask_next, done_status),
    ASKS("POST", V1 "/pause", "pause", TOKEN_CHIEF, "The picture stands, or goes on.", ask_pause,
         done_status),
    ASKS("POST", V1 "/blank", "blank", TOKEN_CHIEF, "Dark, or lit again.", ask_blank, done_status),
    ASKS("PUT", V1 "/brightness", "brightness", TOKEN_CHIEF,
         "A share of the light that the schedule gives.", ask_brightness, done_status),
    ASKS("PUT", V1 "/settings", "settings", TOKEN_CHIEF,
         "What holds in place of the configuration's: light, dayparts, the rota.", ask_settings,
         done_status),
    READS(V1 "/feeds", "feeds", TOKEN_VIEWER, "Which feeds are configured.", answer_feeds),
    READS(V1 "/config", "config", TOKEN_CHIEF, "The configuration.", answer_config),
    READS(V1 "/openapi.json", "openapi", TOKEN_NOBODY, "This description.", answer_openapi),
    {.method = "POST",
     .path = "/hooks/{key}",
     .name = "hook",
     .role = TOKEN_EDITOR,
     .takes = TAKES_BYTES,
     .type = REPLY_JSON,
     .again = true,
     .hook = true,
     .summary = "What another program sends (config/hooks); the token may stand in ?token=.",
     .ask = ask_hook,
     .done = done_hook},
    {.method = "GET",
     .path = "/metrics",
     .name = "metrics",
     .role = TOKEN_VIEWER,
     .open = true,
     .type = METRICS,
     .summary = "Figures for Prometheus.",
     .answer = answer_metrics},
    SAYS("POST", "/api/notify", "awtrixNotify", AWTRIX3, TAKES_BYTES, ask_awtrix_notify),
    SAYS("POST", "/api/custom", "awtrixCustom", AWTRIX3, TAKES_BYTES, ask_awtrix_custom),
    SAYS("POST", "/api/notify/dismiss", "awtrixDismiss", AWTRIX3, TAKES_BYTES, ask_awtrix_dismiss),
    SAYS("POST", "/api/nextapp", "awtrixNext", AWTRIX3, TAKES_NOTHING, ask_awtrix_next),
    SAYS("POST", "/api/power", "awtrixPower", AWTRIX3, TAKES_JSON, ask_awtrix_power),
    SAYS("POST", "/api/settings", "awtrixSet", AWTRIX3, TAKES_JSON, ask_awtrix_settings),
    TELLS("GET", "/api/settings", "awtrixSettings", answer_awtrix_settings),
    TELLS("GET", "/api/stats", "awtrixStats", answer_awtrix_stats),
    {.method = "GET",
     .path = "/api/screen",
     .name = "awtrixScreen",
     .role = TOKEN_VIEWER,
     .type = REPLY_JSON,
     .summary = "As " AWTRIX3 " has it.",
     .work = work_screen,
     .hook = true,
     .dialect = AWTRIX3},
    {.method = "POST",
     .path = "/api/{key}",
     .name = "awtrixIgnored",
     .role = TOKEN_EDITOR,
     .takes = TAKES_BYTES,
     .type = REPLY_JSON,
     .summary = "What means nothing for words.",
     .answer = answer_awtrix_nothing,
     .hook = true,
     .dialect = AWTRIX3},
    SAYS("PUT", V1 "/apps/pushed/{key}", "awtrixNgPush", AWTRIX_NG, TAKES_BYTES, ask_awtrix_custom),
    SAYS("DELETE", V1 "/apps/pushed/{key}", "awtrixNgRemove", AWTRIX_NG, TAKES_BYTES,
         ask_awtrix_custom),
    SAYS("POST", V1 "/notifications", "awtrixNgNotify", AWTRIX_NG, TAKES_BYTES, ask_awtrix_notify),
    SAYS("DELETE", V1 "/notifications/active", "awtrixNgDismiss", AWTRIX_NG, TAKES_BYTES,
         ask_awtrix_dismiss),
    READS("/healthz", "health", TOKEN_NOBODY,
          "200 while the ticker answers and its output is well, else 503.", answer_health),
};

#define ROUTES (sizeof routes / sizeof *routes)

const struct route *route_table(size_t *count)
{
    *count = ROUTES;
    return routes;
}

/* Whether it can stand for a hole. */
static bool is_key(const char *text, size_t length, bool sha)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    if (sha)
        return length == SHA_DIGITS && strspn(text, "0123456789abcdef") >= length;
    return length > 0 && length <= KEY_MAX && strspn(text, letters) >= length;
}

/* Whether a path is a route's; where the hole is in it, and how long. */
static bool fits(const struct route *route, const char *path, size_t *at, size_t *length)
{
    const char *hole = strchr(route->path, '{');
    *at = *length = 0;
    if (!hole)
        return strcmp(route->path, path) == 0;
    *at = (size_t)(hole - route->path);
    const char *rest = strchr(hole, '}') + 1;
    if (strncmp(route->path, path, *at) != 0)
        return false;
    *length = strcspn(path + *at, "/");
    return strcmp(path + *at + *length, rest) == 0 &&
           is_key(path + *at, *length, strncmp(hole, "{sha256}", strlen("{sha256}")) == 0);
}

static bool is_of(const struct route *route, const char *method)
{
    return strcmp(route->method, method) == 0 ||
           (strcmp(method, "HEAD") == 0 && strcmp(route->method, "GET") == 0);
}

const struct route *route_find(const char *method, const char *path, const char *dialects,
                               char **key, char **methods)
{
    struct buffer allowed = {0};
    for (size_t i = 0; i < ROUTES; i++) {
        size_t at, length;
        const char *dialect = routes[i].dialect;
        if ((dialect && !host_is_listed(dialect, dialects)) ||
            !fits(&routes[i], path, &at, &length))
            continue;
        if (is_of(&routes[i], method)) {
            *key = memory_copy_bytes(path + at, length);
            buffer_finish(&allowed);
            return &routes[i];
        }
        buffer_format(&allowed, "%s%s", allowed.length ? ", " : "",
                      strcmp(routes[i].method, "GET") == 0 ? "GET, HEAD" : routes[i].method);
    }
    *methods = allowed.length ? buffer_detach(&allowed) : NULL;
    return NULL;
}
