#include "nitf.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "node.h"

static bool is_one(const struct xml_node *node, const char *const *names)
{
    while (*names && !xml_is(node, *names))
        names++;
    return *names != NULL;
}

/* Whether the element stands in something that is no running text. */
static bool is_aside(const struct xml_node *node, const struct xml_node *top)
{
    static const char *const asides[] = {"media",      "table", "nitf-table", "note", "figure",
                                         "figcaption", "aside", "footer",     "nav",  NULL};
    for (; node && node != top; node = node->parent)
        if (is_one(node, asides))
            return true;
    return false;
}

char *nitf_paragraphs(struct source *source, const struct xml_node *content)
{
    static const char *const paragraphs[] = {"p",  "hl2", "h2", "h3",  "h4",
                                             "li", "dt",  "dd", "pre", NULL};
    struct buffer out = {0};
    const struct xml_node *at = content ? xml_walk(content, content) : NULL;
    for (; at; at = xml_walk(content, at)) {
        if (!at->closed || !is_one(at, paragraphs) || is_aside(at, content))
            continue;
        char *line = node_plain(source, at);
        if (line) {
            buffer_add_string(&out, out.length > 0 ? "\n\n" : "");
            buffer_add_string(&out, line);
        }
        free(line);
    }
    bool much = out.length > FEED_TEXT_MAX;
    if (out.length > 0 && !much)
        return buffer_detach(&out);
    buffer_finish(&out);
    return content && !much ? node_body(source, content, WRITING_PLAIN) : NULL;
}

/* "By Ada Stern" is Ada Stern. */
static char *author_of(struct source *source, const struct xml_node *byline)
{
    const struct xml_node *person = xml_below(byline, "person");
    char *author = node_plain(source, person ? person : byline);
    if (author && strncasecmp(author, "by ", 3) == 0)
        memmove(author, author + 3, strlen(author + 3) + 1);
    return author;
}

static void set_attribute(struct source *source, char **place, const struct xml_node *node,
                          const char *name)
{
    const char *value = node ? xml_attribute(node, name) : NULL;
    if (value)
        build_default(place, build_line(source, value, strlen(value), WRITING_PLAIN, NULL));
}

static void set_instant(struct source *source, int64_t *place, const struct xml_node *node)
{
    const char *norm = node ? xml_attribute(node, "norm") : NULL;
    if (norm)
        build_instant(source, place, norm, node->line);
    else
        node_instant(source, place, node);
}

/* management-status of 3.x: usable, embargoed, withheld, canceled. */
static void read_status(const struct xml_node *data, struct feed_item *item)
{
    const char *status = xml_attribute(data, "management-status");
    if (!status)
        return;
    if (strcasecmp(status, "canceled") == 0 || strcasecmp(status, "cancelled") == 0)
        item->status = FEED_CANCELED;
    else if (strcasecmp(status, "withheld") == 0)
        item->status = FEED_WITHHELD;
    else if (strcasecmp(status, "embargoed") == 0 && !item->embargo_ms)
        item->embargo_ms = FEED_NEVER;
}

static void read_data(struct source *source, const struct xml_node *data, struct feed_item *item)
{
    if (!data)
        return;
    set_attribute(source, &item->id, xml_child(data, "doc-id"), "id-string");
    set_attribute(source, &item->note, xml_child(data, "ed-msg"), "info");
    set_attribute(source, &item->rights, xml_child(data, "doc.copyright"), "holder");
    set_attribute(source, &item->rights, xml_child(data, "doc.rights"), "owner");
    set_instant(source, &item->published_ms, xml_child(data, "date.issue"));
    set_instant(source, &item->embargo_ms, xml_child(data, "date.release"));
    set_instant(source, &item->expires_ms, xml_child(data, "date.expire"));
    const struct xml_node *urgency = xml_child(data, "urgency");
    const char *degree = urgency ? xml_attribute(urgency, "ed-urg") : NULL;
    if (degree && degree[0] >= '1' && degree[0] <= '8' && !item->urgency)
        item->urgency = degree[0] - '0';
    const char *earlier = xml_attribute(data, "management-doc-idref");
    build_replaces(item, earlier);
    read_status(data, item);
}

void nitf_fill(struct source *source, const struct xml_node *nitf, struct feed_item *item)
{
    const struct xml_node *head = xml_below(nitf, "body.head");
    const struct xml_node *line = xml_below(head, "hl1");
    if (!line)
        line = xml_below(head, "hedline");
    if (!line)
        line = xml_child(xml_child(nitf, "head"), "title");
    if (!item->title)
        item->title = node_line(source, line, WRITING_PLAIN, &item->hold);
    const struct xml_node *content = xml_below(nitf, "body.content");
    if (!item->body && content)
        item->body = nitf_paragraphs(source, content);
    const struct xml_node *summary = xml_below(head, "abstract");
    if (summary)
        build_default(&item->summary, nitf_paragraphs(source, summary));
    build_default(&item->summary, memory_copy_string(item->body));
    build_default(&item->author, author_of(source, xml_below(head, "byline")));
    build_default(&item->source, node_plain(source, xml_below(head, "distributor")));
    const char *language = xml_attribute(nitf, "xml:lang");
    if (language)
        build_default(&item->language,
                      build_line(source, language, strlen(language), WRITING_PLAIN, NULL));
    read_data(source, xml_below(xml_child(nitf, "head"), "docdata"), item);
    if (!item->published_ms)
        item->published_ms = item->updated_ms;
}

bool nitf_read(struct source *source, const struct xml *xml)
{
    if (!xml_is(xml->root, "nitf"))
        return false;
    source->feed->kind = FEED_NITF;
    source->feed->format = "NITF";
    struct feed_item *item = xml->root->closed ? build_item(source, xml->root->line) : NULL;
    if (item)
        nitf_fill(source, xml->root, item);
    return true;
}
