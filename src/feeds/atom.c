#include "atom.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "alert.h"
#include "base/base64.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "node.h"

/* The address of the versions before 1.0. */
static bool is_early(const struct xml_node *root)
{
    const char *version = xml_attribute(root, "version"), *space = xml_attribute(root, "xmlns");
    return (version && version[0] == '0') || (space && strstr(space, "purl.org/atom"));
}

/* Whether a type is HTML's, by the words of 1.0 and the media types of 0.3, with whatever else
 * stands there. */
static bool is_markup(const char *type)
{
    return strcasestr(type, "html") != NULL;
}

/* A text construct (RFC 4287, 3.1): what it says it is, and nothing is decoded twice. */
static enum writing writing_of(const struct xml_node *node)
{
    const char *type = xml_attribute(node, "type");
    return type && is_markup(type) ? WRITING_HTML : WRITING_PLAIN;
}

static bool is_base64(const struct xml_node *node)
{
    const char *mode = xml_attribute(node, "mode"), *type = xml_attribute(node, "type");
    return (mode && strcasecmp(mode, "base64") == 0) ||
           (type && strncasecmp(type, "application/octet", 17) == 0);
}

/* Media that are no text say nothing; neither does a text that stands elsewhere. */
static bool is_text(const struct xml_node *node)
{
    const char *type = xml_attribute(node, "type");
    bool other = type && strchr(type, '/') && strncasecmp(type, "text/", 5) != 0 &&
                 !strstr(type, "html") && !strstr(type, "xml") && !is_base64(node);
    return node->first && !other;
}

static char *decoded(struct source *source, const struct xml_node *node, bool line, char **hold)
{
    struct buffer text = {0}, bytes = {0};
    xml_text(node, &text);
    char *result = NULL;
    if (base64_take(&bytes, text.data ? text.data : "", text.length) && bytes.length > 0)
        result = line ? build_line(source, bytes.data, bytes.length, writing_of(node), hold)
                      : build_body(source, bytes.data, bytes.length, writing_of(node));
    buffer_finish(&text);
    buffer_finish(&bytes);
    return result;
}

static char *line_of(struct source *source, const struct xml_node *node, char **hold)
{
    if (!node)
        return NULL;
    return is_base64(node) ? decoded(source, node, true, hold)
                           : node_line(source, node, writing_of(node), hold);
}

static char *body_of(struct source *source, const struct xml_node *node)
{
    if (!node)
        return NULL;
    return is_base64(node) ? decoded(source, node, false, NULL)
                           : node_body(source, node, writing_of(node));
}

/* The first child of Atom's own. */
static const struct xml_node *own(const struct xml_node *of, const char *name)
{
    const struct xml_node *child = of ? of->first : NULL;
    for (; child; child = child->next) {
        bool mine = child->space == XML_ATOM || child->space == XML_NONE ||
                    (child->space == XML_OTHER && !child->prefixed && of->space == XML_OTHER);
        if (child->closed && mine && xml_is(child, name))
            return child;
    }
    return NULL;
}

/* <link rel="alternate"> of a page, else any alternate. */
static char *link_of(struct source *source, const struct xml_node *of)
{
    const struct xml_node *best = NULL;
    for (const struct xml_node *child = of->first; child; child = child->next) {
        if (!child->closed || !xml_is(child, "link") || child->space == XML_OTHER)
            continue;
        const char *relation = xml_attribute(child, "rel"), *type = xml_attribute(child, "type");
        bool page = !type || strstr(type, "html");
        if (relation && strcasecmp(relation, "alternate") != 0)
            continue;
        if (!best ||
            (page && xml_attribute(best, "type") && !strstr(xml_attribute(best, "type"), "html")))
            best = child;
    }
    if (!best)
        return NULL;
    const char *address = xml_attribute(best, "href");
    char *text = address ? NULL : node_plain(source, best);
    char *link = node_link(source, best, address ? address : text);
    free(text);
    return link;
}

static const struct xml_node *content_of(const struct xml_node *entry)
{
    const struct xml_node *child = entry->first;
    while (child && !(child->closed && xml_is(child, "content") && child->space != XML_OTHER &&
                      child->space != XML_MEDIA && is_text(child)))
        child = child->next;
    return child;
}

static void read_dates(struct source *source, const struct xml_node *entry, struct feed_item *item)
{
    node_instant(source, &item->updated_ms, own(entry, "updated"));
    node_instant(source, &item->updated_ms, own(entry, "modified"));
    node_instant(source, &item->published_ms, own(entry, "published"));
    node_instant(source, &item->published_ms, own(entry, "issued"));
    node_instant(source, &item->published_ms, own(entry, "created"));
    if (!item->published_ms)
        item->published_ms = item->updated_ms;
}

static void read_entry(struct source *source, const struct xml_node *entry)
{
    struct feed_item *item = build_item(source, entry->line);
    if (!item)
        return;
    item->title = line_of(source, own(entry, "title"), &item->hold);
    item->body = body_of(source, content_of(entry));
    item->summary = body_of(source, own(entry, "summary"));
    build_default(&item->summary, memory_copy_string(item->body));
    item->id = node_plain(source, own(entry, "id"));
    item->link = link_of(source, entry);
    read_dates(source, entry, item);
    item->rights = line_of(source, own(entry, "rights"), NULL);
    item->author = node_plain(source, own(own(entry, "author"), "name"));
    item->source = line_of(source, own(own(entry, "source"), "title"), NULL);
    const char *language = xml_inherited(entry, "xml:lang");
    if (language)
        item->language = build_line(source, language, strlen(language), WRITING_PLAIN, NULL);
    if (alert_is_in(entry))
        alert_fill(source, entry, entry, item);
}

static void read_feed(struct source *source, const struct xml_node *root)
{
    struct feed *feed = source->feed;
    const char *language = xml_attribute(root, "xml:lang");
    feed->title = line_of(source, own(root, "title"), NULL);
    feed->description = body_of(source, own(root, "subtitle"));
    build_default(&feed->description, body_of(source, own(root, "tagline")));
    feed->link = link_of(source, root);
    node_instant(source, &feed->updated_ms, own(root, "updated"));
    node_instant(source, &feed->updated_ms, own(root, "modified"));
    feed->rights = line_of(source, own(root, "rights"), NULL);
    build_default(&feed->rights, line_of(source, own(root, "copyright"), NULL));
    if (language)
        feed->language = build_line(source, language, strlen(language), WRITING_PLAIN, NULL);
    for (const struct xml_node *at = root->first; at; at = at->next)
        if (at->closed && xml_is(at, "entry"))
            read_entry(source, at);
}

bool atom_read(struct source *source, const struct xml *xml)
{
    bool feed = xml_is(xml->root, "feed"), entry = xml_is(xml->root, "entry");
    if (!feed && !entry)
        return false;
    source->feed->kind = FEED_ATOM;
    source->feed->format = is_early(xml->root) ? "Atom 0.3" : "Atom 1.0";
    if (feed)
        read_feed(source, xml->root);
    else if (xml->root->closed)
        read_entry(source, xml->root);
    return true;
}
