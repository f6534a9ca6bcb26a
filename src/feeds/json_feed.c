#include "json_feed.h"

#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "base/memory.h"
#include "json_value.h"

/* authors[0].name of 1.1, author.name of 1. */
static char *author_of(struct source *source, const json_t *object)
{
    const json_t *first = json_array_get(json_object_get(object, "authors"), 0);
    char *name = json_line(source, first, "name");
    return name ? name : json_line(source, json_object_get(object, "author"), "name");
}

static char *link_of(const struct source *source, const json_t *object)
{
    static const char *const names[] = {"url", "external_url", NULL};
    const char *base = source->hints->base ? source->hints->base : source->feed->link;
    return address_absolute(json_first(object, names), base);
}

static void read_texts(struct source *source, const json_t *object, struct feed_item *item)
{
    item->title = json_line(source, object, "title");
    item->body = json_body(source, object, "content_text", WRITING_PLAIN);
    build_default(&item->body, json_body(source, object, "content_html", WRITING_HTML));
    item->summary = json_body(source, object, "summary", WRITING_PLAIN);
    build_default(&item->summary, memory_copy_string(item->body));
}

static void read_item(struct source *source, const json_t *object)
{
    struct feed_item *item = json_is_object(object) ? build_item(source, 0) : NULL;
    if (!item)
        return;
    read_texts(source, object, item);
    item->id = json_line(source, object, "id");
    item->link = link_of(source, object);
    item->language = json_line(source, object, "language");
    item->author = author_of(source, object);
    json_instant(source, &item->published_ms, object, "date_published");
    json_instant(source, &item->updated_ms, object, "date_modified");
    if (!item->published_ms)
        item->published_ms = item->updated_ms;
    const char *tag = json_string_value(json_array_get(json_object_get(object, "tags"), 0));
    if (tag)
        item->category = build_line(source, tag, strlen(tag), WRITING_PLAIN, NULL);
}

bool json_feed_read(struct source *source, const json_t *root)
{
    struct feed *feed = source->feed;
    const char *version = json_string_value(json_object_get(root, "version"));
    const json_t *items = json_object_get(root, "items");
    if (!json_is_array(items) || !version || !strstr(version, "jsonfeed.org"))
        return false;
    feed->kind = FEED_JSON;
    feed->format = strstr(version, "1.1") ? "JSON Feed 1.1" : "JSON Feed 1";
    feed->title = json_line(source, root, "title");
    feed->description = json_body(source, root, "description", WRITING_PLAIN);
    feed->language = json_line(source, root, "language");
    const char *page = json_string_value(json_object_get(root, "home_page_url"));
    feed->link = address_absolute(page, source->hints->base);
    for (size_t i = 0; i < json_array_size(items); i++)
        read_item(source, json_array_get(items, i));
    return true;
}
