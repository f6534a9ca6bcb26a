#include "item_json.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/asked_time.h"
#include "base/memory.h"
#include "config/config.h"
#include "control/snippet_json.h"
#include "serve/reply.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define WEIGHT_USUAL 10
#define KEY_MAX 64
#define HOUR_MS (3600 * CLOCK_MS_PER_S)

json_t *item_to_json(const struct store_row *row)
{
    char tag[WRITTEN_TAG_SIZE];
    json_t *json = store_row_to_json(row);
    const struct snippet *snippet = &row->snippet;
    const char *key = written_key(snippet->origin);
    written_tag(row, tag);
    json_object_set_new(json, "key", key ? json_string(key) : json_null());
    json_object_set_new(json, "gap_s", json_integer(snippet->gap_ms / CLOCK_MS_PER_S));
    json_object_set_new(json, "most_airings", json_integer(snippet->most_airings));
    json_object_set_new(json, "language",
                        snippet->language ? json_string(snippet->language) : json_null());
    json_object_set_new(json, "etag", json_string(tag));
    return json;
}

void item_reply(int status, const struct store_row *row, struct route_reply *reply)
{
    char tag[WRITTEN_TAG_SIZE];
    written_tag(row, tag);
    reply_json(reply, status, item_to_json(row));
    snprintf(reply->tag, sizeof reply->tag, "\"%s\"", tag);
}

bool item_is_key(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && length <= KEY_MAX && strchr(LETTERS, text[0]) &&
           strspn(text, LETTERS "0123456789._-") == length;
}

/* An id; 0: it is none. */
static int64_t id_of(const char *text)
{
    size_t length = strlen(text);
    errno = 0;
    if (length == 0 || length > 18 || strspn(text, "0123456789") != length)
        return 0;
    return strtoll(text, NULL, 10);
}

static bool refuse_absent(const char *key, struct route_reply *reply)
{
    reply_refuse(reply, STATUS_NOT_FOUND, "no_such_item", "There is no such item.", "key", key,
                 "an id of GET /api/v1/items, or a key that was put");
    return false;
}

static bool refuse_store(struct route_reply *reply)
{
    reply_refuse(reply, STATUS_UNAVAILABLE, "store", "The store can't be read.", NULL, NULL, NULL);
    return false;
}

bool item_look(const struct route_world *world, const char *key, bool *there, struct store_row *row,
               struct route_reply *reply)
{
    struct diag ignored = {0};
    int64_t id = id_of(key);
    *there = false;
    if (!id && !item_is_key(key))
        return refuse_absent(key, reply);
    if (!world->store || (!id && !written_find(world->store, key, &id, &ignored))) {
        diag_finish(&ignored);
        return refuse_store(reply);
    }
    *there = id && store_get(world->store, id, row, &ignored);
    diag_finish(&ignored);
    return true;
}

bool item_find(const struct route_world *world, const char *key, struct store_row *row,
               struct route_reply *reply)
{
    bool there;
    return item_look(world, key, &there, row, reply) && (there || refuse_absent(key, reply));
}

/* Whether a list of tags (RFC 9110, 13.1.1) has that one. */
static bool has_tag(const char *list, const char *tag)
{
    char quoted[WRITTEN_TAG_SIZE + 2];
    snprintf(quoted, sizeof quoted, "\"%s\"", tag);
    const char *at = strstr(list, quoted);
    return at && (at == list || at[-1] != '/'); /* W/ is a weak one, which matches nothing */
}

bool item_matches(const struct asked *asked, const struct store_row *row, json_t *keep,
                  const char **match, struct route_reply *reply)
{
    char tag[WRITTEN_TAG_SIZE] = "";
    if (row)
        written_tag(row, tag);
    bool good = true;
    if (asked->match)
        good = row && (strcmp(asked->match, "*") == 0 || has_tag(asked->match, tag));
    if (good && asked->none_match)
        good = !row || (strcmp(asked->none_match, "*") != 0 && !has_tag(asked->none_match, tag));
    if (!good) {
        reply_refuse(reply, STATUS_OTHER, "changed", "It is not as it was when it was read.",
                     asked->match ? "If-Match" : "If-None-Match", row ? tag : "nothing there",
                     asked->match ? asked->match : asked->none_match);
        return false;
    }
    json_t *kept = json_string(row ? tag : "-");
    json_array_append_new(keep, kept);
    *match = json_string_value(kept);
    return true;
}

/* --- what is written --- */

/* A member: where it goes, and within which limits. */
struct member {
    const char *name;
    enum {
        TEXT,
        NUMBER,
        BEGIN,
        END
    } type;
    size_t offset;
    int64_t least, most, usual;
};

#define AT(member) offsetof(struct written_item, member)

static const struct member members[] = {
    {"text", TEXT, AT(text), 0, 0, 0},
    {"quote", TEXT, AT(text), 0, 0, 0},
    {"speaker", TEXT, AT(speaker), 0, 0, 0},
    {"category", TEXT, AT(category), 0, 0, 0},
    {"daypart", TEXT, AT(daypart), 0, 0, 0},
    {"language", TEXT, AT(language), 0, 0, 0},
    {"priority", NUMBER, AT(priority), 0, SNIPPET_PRIORITY_MAX, 0},
    {"weight", NUMBER, AT(weight), 1, SNIPPET_WEIGHT_MAX, WEIGHT_USUAL},
    {"gap_s", NUMBER, AT(gap_s), 0, 86400, 0},
    {"most_airings", NUMBER, AT(airings), 0, 1000000, 0},
    {"not_before", BEGIN, AT(begins), 0, 0, 0},
    {"expires", END, AT(ends), 0, 0, 0},
};

#define MEMBERS (sizeof members / sizeof *members)
#define MEMBER_NAMES                                                                               \
    "text, quote, speaker, category, daypart, language, priority, weight, gap_s, most_airings, "   \
    "not_before, expires"

static bool refuse_member(struct route_reply *reply, const char *name, json_t *value,
                          const char *allowed)
{
    char *found = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
    if (found && strlen(found) > 80)
        found[80] = '\0';
    reply_refuse(reply, STATUS_FIELD, "field", "A member of the item is not as it may be.", name,
                 found ? found : "nothing", allowed);
    free(found);
    return false;
}

static bool take_text(const struct member *member, json_t *value, void *at,
                      struct route_reply *reply)
{
    if (!json_is_string(value))
        return refuse_member(reply, member->name, value, "a text, or null");
    *(const char **)at = *json_string_value(value) ? json_string_value(value) : NULL;
    return true;
}

static bool take_number(const struct member *member, json_t *value, int64_t *at,
                        struct route_reply *reply)
{
    char allowed[80];
    int64_t number = json_integer_value(value);
    snprintf(allowed, sizeof allowed, "a whole number from %lld to %lld, or null",
             (long long)member->least, (long long)member->most);
    if (!json_is_integer(value) || number < member->least || number > member->most)
        return refuse_member(reply, member->name, value, allowed);
    *at = number;
    return true;
}

static bool take_time(const struct route_world *world, const struct member *member, json_t *value,
                      int64_t *at, struct route_reply *reply)
{
    struct diag diag = {0};
    const char *text = json_string_value(value);
    if (text && member->type == END && strcmp(text, "never") == 0) {
        *at = 0;
        return true;
    }
    bool good = text && asked_time_parse(text, world->now_ms,
                                         member->type == END ? ASKED_TIME_END : ASKED_TIME_BEGIN,
                                         at, &diag);
    if (good && member->type == BEGIN && *at <= world->now_ms)
        *at = 0;
    if (!good)
        refuse_member(reply, member->name, value,
                      diag.count ? diag.messages[0].text
                                 : "a time, as 18:00, 90m or 2026-11-29T18:00:00Z, or null");
    diag_finish(&diag);
    return good;
}

static bool take_member(const struct route_world *world, const struct member *member, json_t *value,
                        struct written_item *item, struct route_reply *reply)
{
    void *at = (char *)item + member->offset;
    if (json_is_null(value)) {
        if (member->type == TEXT)
            *(const char **)at = NULL;
        else
            *(int64_t *)at = member->usual;
        return true;
    }
    switch (member->type) {
    case TEXT:
        return take_text(member, value, at, reply);
    case NUMBER:
        return take_number(member, value, at, reply);
    case BEGIN:
    case END:
        break;
    }
    return take_time(world, member, value, at, reply);
}

static const struct member *find_member(const char *name)
{
    for (size_t i = 0; i < MEMBERS; i++)
        if (strcmp(members[i].name, name) == 0)
            return &members[i];
    return NULL;
}

/* What stands there, as if it were written anew. */
static struct written_item item_of(const struct store_row *row)
{
    const struct snippet *snippet = &row->snippet;
    bool quote = snippet->quote && snippet->speaker;
    return (struct written_item){.id = snippet->id,
                                 .text = quote ? snippet->quote : snippet->text,
                                 .speaker = quote ? snippet->speaker : NULL,
                                 .category = snippet->category,
                                 .daypart = snippet->daypart,
                                 .language = snippet->language,
                                 .priority = snippet->priority,
                                 .weight = snippet->weight ? snippet->weight : 1,
                                 .gap_s = snippet->gap_ms / CLOCK_MS_PER_S,
                                 .airings = snippet->most_airings,
                                 .begins = snippet->not_before_ms,
                                 .ends = snippet->expires_ms};
}

/* A text in place of a quotation: what was said about who said it is over. A whole text as it was
 * read is no other. */
static void settle_words(const json_t *json, const struct store_row *row, struct written_item *item)
{
    const char *text = json_string_value(json_object_get(json, "text"));
    const json_t *speaker = json_object_get(json, "speaker");
    if (row && text && row->snippet.text && strcmp(text, row->snippet.text) == 0 &&
        row->snippet.quote && row->snippet.speaker) {
        item->text = row->snippet.quote;
        item->speaker = row->snippet.speaker;
    } else if (text && !json_object_get(json, "quote") && !speaker) {
        item->speaker = NULL;
    }
}

/* As long as an import's, where nobody has said; a house line stays. */
static void set_usual_expiry(const struct route_world *world, const json_t *json,
                             struct written_item *item)
{
    const json_t *expires = json_object_get(json, "expires");
    double hours = world->config->snippet.expire_hours;
    bool house = item->category && strcmp(item->category, "house") == 0;
    if ((expires && !json_is_null(expires)) || hours <= 0 || house)
        return;
    int64_t first_ms = item->begins > world->now_ms ? item->begins : world->now_ms;
    item->ends = first_ms + (int64_t)(hours * (double)HOUR_MS);
}

bool item_written(const struct route_world *world, json_t *json, const struct store_row *row,
                  struct written_item *item, struct route_reply *reply)
{
    const char *name;
    json_t *value;
    *item = row ? item_of(row) : (struct written_item){.weight = WEIGHT_USUAL};
    json_object_foreach(json, name, value)
    {
        const struct member *member = find_member(name);
        if (!member)
            return refuse_member(reply, name, value, MEMBER_NAMES);
        if (!take_member(world, member, value, item, reply))
            return false;
    }
    settle_words(json, row, item);
    if (!item->text)
        return refuse_member(reply, "text", NULL, "the words, or quote and speaker");
    if (json_object_get(json, "quote") && !item->speaker)
        return refuse_member(reply, "speaker", json_object_get(json, "speaker"),
                             "who says what quote has");
    if (!row || json_is_null(json_object_get(json, "expires")))
        set_usual_expiry(world, json, item);
    return true;
}
