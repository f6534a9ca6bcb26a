#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answers.h"
#include "base/memory.h"
#include "config/config.h"
#include "control/snippet_json.h"
#include "extract/extract.h"
#include "feeds/article.h"
#include "item_json.h"
#include "news/article.h"
#include "serve/reply.h"

/* A text that is good until the ticker was asked. */
static const char *kept(json_t *keep, const char *text)
{
    json_t *copy = text ? json_string(text) : NULL;
    json_array_append_new(keep, copy ? copy : json_null());
    return json_string_value(copy);
}

/* The row goes before the ticker is asked: what is asked for has copies. */
static void keep_texts(json_t *keep, struct written_item *item)
{
    const char **const texts[] = {&item->text,    &item->speaker,  &item->category,
                                  &item->daypart, &item->language, &item->key};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = kept(keep, *texts[i]);
}

bool ask_post(const struct route_world *world, const struct asked *asked, struct request *request,
              json_t *keep, struct route_reply *reply)
{
    request->kind = REQUEST_PUT;
    if (!item_written(world, asked->json, NULL, &request->put, reply))
        return false;
    keep_texts(keep, &request->put);
    return true;
}

bool ask_put(const struct route_world *world, const struct asked *asked, struct request *request,
             json_t *keep, struct route_reply *reply)
{
    struct store_row row;
    bool there = false;
    const char *match = NULL;
    if (!item_look(world, asked->key, &there, &row, reply))
        return false;
    bool good = item_matches(asked, there ? &row : NULL, keep, &match, reply);
    if (good && !there && !item_is_key(asked->key)) {
        reply_refuse(reply, STATUS_NOT_FOUND, "no_such_item", "There is no such item.", "key",
                     asked->key,
                     "an id of GET /api/v1/items, or a name: a letter, then letters, "
                     "digits, . _ -");
        good = false;
    }
    request->kind = REQUEST_PUT;
    good = good && item_written(world, asked->json, there ? &row : NULL, &request->put, reply);
    if (good) {
        request->put.key = there ? NULL : asked->key;
        request->put.match = match;
        keep_texts(keep, &request->put);
    }
    if (there)
        store_row_finish(&row);
    return good;
}

/* What is decided about an item that is there. */
static bool ask_decide(const struct route_world *world, const struct asked *asked,
                       enum request_kind kind, struct request *request, json_t *keep,
                       struct route_reply *reply)
{
    struct store_row row;
    if (!item_find(world, asked->key, &row, reply))
        return false;
    request->kind = kind;
    bool good = item_matches(asked, &row, keep, &request->decide.match, reply);
    request->decide.id = row.snippet.id;
    if (!asked->match)
        request->decide.match = NULL; /* whatever it is by now */
    store_row_finish(&row);
    return good;
}

bool ask_delete(const struct route_world *world, const struct asked *asked, struct request *request,
                json_t *keep, struct route_reply *reply)
{
    return ask_decide(world, asked, REQUEST_REMOVE, request, keep, reply);
}

bool ask_approve(const struct route_world *world, const struct asked *asked,
                 struct request *request, json_t *keep, struct route_reply *reply)
{
    return ask_decide(world, asked, REQUEST_APPROVE, request, keep, reply);
}

bool ask_kill(const struct route_world *world, const struct asked *asked, struct request *request,
              json_t *keep, struct route_reply *reply)
{
    struct store_row row;
    (void)keep;
    if (!item_find(world, asked->key, &row, reply))
        return false;
    request->kind = REQUEST_KILL;
    request->kill.id = row.snippet.id;
    store_row_finish(&row);
    return true;
}

static int64_t taken_id(const json_t *answer)
{
    return json_integer_value(json_object_get(json_object_get(answer, "taken"), "id"));
}

/* As it stands now, in the store. */
void done_item(const struct route_world *world, const struct asked *asked, const json_t *answer,
               struct route_reply *reply)
{
    struct store_row row;
    struct diag ignored = {0};
    int64_t id = taken_id(answer);
    bool created = json_is_true(json_object_get(json_object_get(answer, "taken"), "created"));
    (void)asked;
    if (!world->store || !store_get(world->store, id, &row, &ignored)) {
        reply_json(reply, STATUS_GOOD, json_pack("{s:I}", "id", (json_int_t)id));
    } else {
        const char *key = written_key(row.snippet.origin);
        item_reply(created ? STATUS_CREATED : STATUS_GOOD, &row, reply);
        if (created && key)
            snprintf(reply->location, sizeof reply->location, "/api/v1/items/%s", key);
        else if (created)
            snprintf(reply->location, sizeof reply->location, "/api/v1/items/%lld", (long long)id);
        store_row_finish(&row);
    }
    diag_finish(&ignored);
}

void done_delete(const struct route_world *world, const struct asked *asked, const json_t *answer,
                 struct route_reply *reply)
{
    (void)world, (void)asked, (void)answer;
    reply->status = STATUS_NO_CONTENT;
    reply->cache = "no-store";
}

/* --- articles --- */

static const struct {
    const char *type, *ending;
} types[] = {{"text/plain", ".txt"},
             {"text/html", ".html"},
             {"text/markdown", ".md"},
             {"message/rfc822", ".eml"}};

static const char *ending_of(const struct asked *asked, struct route_reply *reply)
{
    const char *type = asked->type ? asked->type : "text/plain";
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strncmp(type, types[i].type, strcspn(type, "; ")) == 0 &&
            strlen(types[i].type) == strcspn(type, "; "))
            return types[i].ending;
    reply_refuse(reply, STATUS_TYPE, "type", "The body is of another type.", "Content-Type", type,
                 "text/plain, text/html, text/markdown, message/rfc822");
    return NULL;
}

/* The body as an article, read as a file of its type is; NULL: the reply says why not. */
static struct article *article_of(const struct asked *asked, struct route_reply *reply)
{
    struct diag diag = {0};
    struct article *article = NULL;
    const char *ending = ending_of(asked, reply);
    if (!ending)
        return NULL;
    char *path = memory_format("/tmp/motograph-XXXXXX%s", ending);
    int fd = mkostemps(path, (int)strlen(ending), 0);
    bool wrote = fd >= 0 && write(fd, asked->body, asked->size) == (ssize_t)asked->size;
    if (fd >= 0)
        close(fd);
    if (wrote)
        article = feed_article(path, &diag);
    if (fd >= 0)
        unlink(path);
    if (!article && diag.count) {
        const char *words = strstr(diag.messages[0].text, ": ");
        reply_refuse(reply, STATUS_FIELD, "no_article", words ? words + 2 : diag.messages[0].text,
                     NULL, NULL, "an article with a title and a text");
    } else if (!article) {
        reply_refuse(reply, STATUS_FAULT, "not_done", "It can't be read here.", NULL, NULL, NULL);
    }
    free(path);
    diag_finish(&diag);
    return article;
}

/* What strangers wrote is read in a process of its own: this one has what tokens open. */
void work_article(const struct route_world *world, const struct asked *asked,
                  struct route_reply *reply)
{
    struct article *article = article_of(asked, reply);
    size_t length;
    (void)world;
    if (!article)
        return;
    const char *text = article_text(article, &length);
    buffer_add(&reply->body, text, length);
    article_destroy(article);
}

/* The body is what work_article made of it. */
bool ask_article(const struct route_world *world, const struct asked *asked,
                 struct request *request, json_t *keep, struct route_reply *reply)
{
    const char *name = asked->query(asked->user, "name");
    (void)world;
    request->kind = REQUEST_ARTICLE;
    request->article.name = kept(keep, name && *name ? name : "article");
    request->article.bytes = kept(keep, asked->body);
    if (!request->article.name)
        reply_refuse(reply, STATUS_FIELD, "field", "The name is not UTF-8.", "name", NULL,
                     "a name");
    return request->article.name != NULL;
}

void done_article(const struct route_world *world, const struct asked *asked, const json_t *answer,
                  struct route_reply *reply)
{
    static const char *const members[] = {"known", "corrected", "headlines", "quotations", "held"};
    const json_t *taken = json_object_get(answer, "taken");
    json_t *json = json_object();
    (void)world, (void)asked;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        json_object_set(json, members[i], json_object_get(taken, members[i]));
    reply_json(reply, json_is_true(json_object_get(taken, "known")) ? STATUS_GOOD : STATUS_CREATED,
               json);
}

void work_dry_run(const struct route_world *world, const struct asked *asked,
                  struct route_reply *reply)
{
    struct snippets found = {0};
    struct article *article = article_of(asked, reply);
    if (!article)
        return;
    json_t *items = json_array();
    extract_article(article, (size_t)world->config->snippet.max_chars, &found);
    for (size_t i = 0; i < found.count; i++)
        json_array_append_new(items, snippet_to_json(&found.items[i]));
    reply_json(reply, STATUS_GOOD, json_pack("{s:o}", "items", items));
    snippets_finish(&found);
    article_destroy(article);
}
