#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "base/clock.h"
#include "config/config.h"
#include "control/hook.h"
#include "serve/reply.h"

#define WEIGHT_USUAL 10
#define HOUR_MS (3600 * CLOCK_MS_PER_S)
#define TAKE_OVER_MINUTES 60 /* without an end it would stay */

/* Whether control.hooks names it; where that is empty all are. */
static bool is_named(const char *names, const char *name)
{
    size_t wanted = strlen(name);
    bool any = false;
    while (*names) {
        names += strspn(names, "; \t");
        size_t length = strcspn(names, "; \t");
        if (length == wanted && strncmp(names, name, length) == 0)
            return true;
        any |= length > 0;
        names += length;
    }
    return !any;
}

/* What ntfy tells in front of the words, too. */
static void add_head(json_t *json, const char *name, const char *value)
{
    if (value && !json_object_get(json, name))
        json_object_set_new(json, name, json_string(value));
}

/* The lines that were sent; false: the reply says why there are none. */
static bool read_lines(const struct route_world *world, const struct asked *asked,
                       struct hook_lines *lines, struct route_reply *reply)
{
    struct hook_file hook = {0};
    struct diag diag = {0};
    json_t *json = NULL;
    bool named = is_named(world->config->control.hooks, asked->key);
    bool good = named && hook_file_read(&hook, asked->key, &diag);
    if (good)
        json = hook_document(asked->body, asked->size, asked->type);
    if (!good) {
        reply_refuse(reply, STATUS_NOT_FOUND, "no_such_hook",
                     diag.count ? diag.messages[0].text : "There is no such hook.", "hook",
                     asked->key, "a file of config/hooks, which control.hooks names");
    } else if (!json) {
        reply_refuse(reply, STATUS_BAD, "no_json", "The body is neither JSON nor words.", NULL,
                     NULL, "an object of JSON, or words in UTF-8");
    } else {
        add_head(json, "title", asked->title);
        add_head(json, "priority", asked->level);
        hook_read(&hook, asked->key, json, (size_t)world->config->snippet.max_chars, lines);
    }
    json_decref(json);
    hook_file_finish(&hook);
    diag_finish(&diag);
    return json != NULL && good;
}

static const char *kept(json_t *keep, const char *text)
{
    json_t *copy = json_string(text);
    json_array_append_new(keep, copy);
    return json_string_value(copy);
}

static void fill_put(const struct route_world *world, const struct hook_line *line, json_t *keep,
                     struct request *request)
{
    double hours = world->config->snippet.expire_hours;
    int64_t lasts_ms = line->minutes ? line->minutes * INT64_C(60) * CLOCK_MS_PER_S
                                     : (int64_t)(hours * (double)HOUR_MS);
    request->kind = REQUEST_PUT;
    request->put = (struct written_item){.key = kept(keep, line->key),
                                         .text = kept(keep, line->text),
                                         .weight = WEIGHT_USUAL,
                                         .priority = line->level,
                                         .ends = lasts_ms ? world->now_ms + lasts_ms : 0};
}

static void fill_request(const struct route_world *world, const struct asked *asked,
                         const struct hook_line *line, json_t *keep, struct request *request)
{
    if (line->over) {
        request->kind = REQUEST_REMOVE;
        request->decide.key = kept(keep, line->key);
    } else if (line->level && asked->role == TOKEN_CHIEF) {
        request->kind = REQUEST_BREAKING;
        request->breaking.key = kept(keep, line->key);
        request->breaking.text = kept(keep, line->text);
        request->breaking.level = line->level;
        request->breaking.minutes = line->minutes ? line->minutes : TAKE_OVER_MINUTES;
    } else {
        fill_put(world, line, keep, request);
    }
}

static void tell(const struct asked *asked, const struct hook_lines *lines,
                 struct route_reply *reply)
{
    json_int_t over = 0;
    for (size_t i = 0; i < lines->count; i++)
        over += lines->items[i].over;
    reply_json(reply, STATUS_GOOD,
               json_pack("{s:I, s:I, s:I}", "put", (json_int_t)lines->count - over, "removed",
                         over - (json_int_t)asked->absent, "ignored",
                         (json_int_t)lines->ignored + (json_int_t)asked->absent));
}

bool ask_hook(const struct route_world *world, const struct asked *asked, struct request *request,
              json_t *keep, struct route_reply *reply)
{
    struct hook_lines lines = {0};
    bool asks = false;
    if (read_lines(world, asked, &lines, reply)) {
        asks = asked->step < lines.count;
        if (asks)
            fill_request(world, asked, &lines.items[asked->step], keep, request);
        else
            tell(asked, &lines, reply);
    }
    hook_lines_finish(&lines);
    return asks;
}

/* The next line follows. */
void done_hook(const struct route_world *world, const struct asked *asked, const json_t *answer,
               struct route_reply *reply)
{
    (void)world, (void)asked, (void)answer, (void)reply;
}
