#include "json_ninjs.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "address.h"
#include "base/memory.h"
#include "json_value.h"

/* A member by its names of 1.x, 2.x and 3.x. */
static json_t *member(const json_t *object, const char *early, const char *late)
{
    json_t *found = json_object_get(object, early);
    return found ? found : json_object_get(object, late);
}

static char *text_of(struct source *source, const json_t *object, const char *early,
                     const char *late)
{
    char *text = json_line(source, object, early);
    return text ? text : json_line(source, object, late);
}

static enum writing writing_of(const char *type)
{
    return type && (strstr(type, "html") || strstr(type, "xml")) ? WRITING_HTML : WRITING_PLAIN;
}

/* The one of headlines[], bodies[], descriptions[] whose role is wanted most; the first one where
 * none is. */
static const json_t *choose(const json_t *list, const char *const *roles)
{
    for (; *roles; roles++)
        for (size_t i = 0; i < json_array_size(list); i++) {
            const char *role = json_string_value(json_object_get(json_array_get(list, i), "role"));
            if (role && strcasecmp(role, *roles) == 0)
                return json_array_get(list, i);
        }
    return json_array_get(list, 0);
}

static char *value_of(struct source *source, const json_t *entry, bool line, char **hold)
{
    const char *value = json_string_value(json_object_get(entry, "value"));
    const char *type = json_string_value(member(entry, "contenttype", "contentType"));
    if (!value)
        return NULL;
    return line ? build_line(source, value, strlen(value), writing_of(type), hold)
                : build_body(source, value, strlen(value), writing_of(type));
}

/* body_text, description_usage: what 1.x has by a pattern of names, plain text first. */
static char *by_pattern(struct source *source, const json_t *object, const char *start)
{
    const char *name, *best = NULL;
    json_t *value;
    char *plain = memory_format("%stext", start);
    json_object_foreach((json_t *)object, name, value)
    {
        const char *text = json_string_value(value);
        if (!text || !*text || strncmp(name, start, strlen(start)) != 0)
            continue;
        if (!best || strcmp(name, plain) == 0)
            best = name;
    }
    free(plain);
    return best ? json_body(source, object, best, writing_of(best)) : NULL;
}

static void read_texts(struct source *source, const json_t *object, struct feed_item *item)
{
    static const char *const heads[] = {"main", "headline", "title", NULL};
    static const char *const bodies[] = {"text", "main", "body", "xhtml", NULL};
    static const char *const short_ones[] = {"text", "summary", "main", "lead", NULL};
    item->title =
        value_of(source, choose(json_object_get(object, "headlines"), heads), true, &item->hold);
    build_default(&item->title, json_line(source, object, "headline"));
    item->body = value_of(source, choose(json_object_get(object, "bodies"), bodies), false, NULL);
    build_default(&item->body, by_pattern(source, object, "body_"));
    item->summary =
        value_of(source, choose(json_object_get(object, "descriptions"), short_ones), false, NULL);
    build_default(&item->summary, by_pattern(source, object, "description_"));
    build_default(&item->summary, memory_copy_string(item->body));
}

static void read_status(const json_t *object, struct feed_item *item)
{
    const char *status = json_string_value(member(object, "pubstatus", "pubStatus"));
    if (!status || strcasecmp(status, "usable") == 0 || !*status)
        return;
    bool gone = strcasecmp(status, "canceled") == 0 || strcasecmp(status, "cancelled") == 0;
    item->status = gone ? FEED_CANCELED : FEED_WITHHELD;
}

/* An embargo whose end can't be read has none that is known. */
static void read_embargo(struct source *source, const json_t *object, struct feed_item *item)
{
    static const char *const names[] = {"embargoed", "embargoedUntil", "embargoeduntil", NULL};
    const char *text = json_first(object, names);
    build_instant(source, &item->embargo_ms, text, 0);
    if (text && !item->embargo_ms)
        item->embargo_ms = FEED_NEVER;
}

/* Pictures, events and collections have headlines that are no news. */
static void read_type(const json_t *object, struct feed_item *item)
{
    const char *type = json_string_value(json_object_get(object, "type"));
    bool event = member(object, "event_details", "eventDetails") != NULL;
    if (!type && event)
        type = "event";
    bool text = !type || !*type || strcasecmp(type, "text") == 0 ||
                (strcasecmp(type, "composite") == 0 && item->body);
    if (!text)
        build_hold(item, "it is no text but of the type \"%.32s\"", type);
}

static void read_people(struct source *source, const json_t *object, struct feed_item *item)
{
    item->author = text_of(source, object, "byline", "by");
    item->rights = text_of(source, object, "usageterms", "usageTerms");
    build_default(&item->rights, text_of(source, object, "copyrightnotice", "copyrightNotice"));
    build_default(&item->rights, text_of(source, object, "copyrightholder", "copyrightHolder"));
    item->note = text_of(source, object, "ednote", "edNote");
    item->source = text_of(source, object, "copyrightholder", "copyrightHolder");
    const json_t *from = json_array_get(member(object, "infosource", "infoSources"), 0);
    if (from)
        build_set(&item->source, json_line(source, from, "name"));
}

static void read_item(struct source *source, const json_t *object)
{
    const int least = 1, most = 9;
    struct feed_item *item = build_item(source, 0);
    if (!item)
        return;
    read_texts(source, object, item);
    read_people(source, object, item);
    item->id = json_line(source, object, "uri");
    item->version = json_line(source, object, "version");
    item->language = json_line(source, object, "language");
    if (item->id && strncasecmp(item->id, "http", 4) == 0)
        item->link = address_absolute(item->id, NULL);
    json_instant(source, &item->published_ms, object, "firstcreated");
    json_instant(source, &item->published_ms, object, "firstCreated");
    json_instant(source, &item->updated_ms, object, "versioncreated");
    json_instant(source, &item->updated_ms, object, "versionCreated");
    json_instant(source, &item->expires_ms, object, "expires");
    if (!item->published_ms)
        item->published_ms = item->updated_ms;
    json_int_t urgency = json_integer_value(json_object_get(object, "urgency"));
    item->urgency = urgency >= least && urgency <= most ? (int)urgency : 0;
    read_status(object, item);
    read_embargo(source, object, item);
    build_replaces(item, json_string_value(member(object, "evolvedfrom", "evolvedFrom")));
    read_type(object, item);
}

static bool is_item(const json_t *object)
{
    static const char *const marks[] = {
        "headline",   "headlines",    "versioncreated", "bodies",       "versionCreated",
        "pubstatus",  "pubStatus",    "type",           "descriptions", "body_text",
        "body_xhtml", "associations", "eventDetails"};
    if (!json_is_string(json_object_get(object, "uri")))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (json_object_get(object, marks[i]))
            return true;
    return false;
}

static const char *format_of(const json_t *object)
{
    bool third = json_object_get(object, "versionCreated") ||
                 json_object_get(object, "pubStatus") || json_object_get(object, "eventDetails");
    bool second = json_object_get(object, "headlines") || json_object_get(object, "bodies");
    return third ? "ninjs 3" : second ? "ninjs 2" : "ninjs 1";
}

/* A list of items: by itself, in an object, or as the content API of Superdesk gives it. */
static const json_t *list_of(const json_t *root)
{
    if (json_is_array(root))
        return root;
    const json_t *list = json_object_get(root, "_items");
    return list ? list : json_object_get(root, "items");
}

bool json_ninjs_read(struct source *source, const json_t *root)
{
    const json_t *list = list_of(root);
    bool alone = is_item(root);
    const json_t *first = alone ? root : json_array_get(list, 0);
    if (!is_item(first))
        return false;
    source->feed->kind = FEED_NINJS;
    source->feed->format = format_of(first);
    if (alone)
        read_item(source, root);
    for (size_t i = 0; !alone && i < json_array_size(list); i++)
        if (is_item(json_array_get(list, i)))
            read_item(source, json_array_get(list, i));
    return true;
}
