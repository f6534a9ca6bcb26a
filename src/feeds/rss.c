#include "rss.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "address.h"
#include "base/memory.h"
#include "node.h"

/* Whether the element is RSS's own: without a namespace, with one of RSS, or with the one that the
 * whole document is in. */
static bool is_own(const struct source *source, const struct xml_node *node)
{
    const struct xml_node *root = node;
    (void)source;
    while (root->parent)
        root = root->parent;
    return node->space == XML_NONE || node->space == XML_RSS ||
           (node->space == XML_OTHER && !node->prefixed && root->space == XML_OTHER &&
            !root->prefixed);
}

/* The first child of RSS's own that says something; `last`: the last one. */
static const struct xml_node *own(const struct source *source, const struct xml_node *of,
                                  const char *name, bool last)
{
    const struct xml_node *found = NULL;
    for (const struct xml_node *child = of->first; child; child = child->next) {
        bool says = child->first || (last && xml_attribute(child, "href"));
        if (child->closed && says && xml_is(child, name) && is_own(source, child) &&
            (last || !found))
            found = child;
    }
    return found;
}

static const struct xml_node *of_space(const struct xml_node *of, const char *name,
                                       enum xml_space space)
{
    const struct xml_node *child = of->first;
    while (child &&
           !(child->closed && child->space == space && xml_is(child, name) && child->first))
        child = child->next;
    return child;
}

/* <atom:link rel="alternate" href="..."> */
static const char *atom_link(const struct xml_node *of)
{
    for (const struct xml_node *child = of->first; child; child = child->next) {
        if (child->space != XML_ATOM || !xml_is(child, "link"))
            continue;
        const char *relation = xml_attribute(child, "rel");
        if (!relation || strcmp(relation, "alternate") == 0)
            return xml_attribute(child, "href");
    }
    return NULL;
}

static char *link_of(struct source *source, const struct xml_node *of)
{
    const struct xml_node *node = own(source, of, "link", true);
    char *text = node_plain(source, node);
    const char *address = text ? text : node ? xml_attribute(node, "href") : atom_link(of);
    char *link = node_link(source, node ? node : of, address);
    if (link && source->feed->link && !source->hints->base) {
        char *absolute = address_absolute(link, source->feed->link);
        free(link);
        link = absolute;
    }
    free(text);
    return link;
}

static enum writing text_writing(const struct xml_node *node)
{
    const char *type = node->space == XML_ATOM ? xml_attribute(node, "type") : "html";
    bool plain = !type || strcmp(type, "text") == 0;
    return plain ? WRITING_PLAIN : WRITING_HTML;
}

struct body_place {
    const char *name;
    enum xml_space space;
};

/* The whole text, by the names that it has had. */
static const struct xml_node *body_of(const struct source *source, const struct xml_node *item)
{
    static const struct body_place places[] = {
        {"encoded", XML_CONTENT}, {"content", XML_ATOM}, {"body", XML_XHTML}, {"div", XML_XHTML}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct xml_node *found = of_space(item, places[i].name, places[i].space);
        if (found)
            return found;
    }
    const struct xml_node *body = own(source, item, "body", false);
    if (!body)
        body = own(source, item, "fullitem", false);
    return body ? body : own(source, item, "encoded", false);
}

/* What stands in the body alone is its summary, too; what the summary alone has is no body. */
static void read_texts(struct source *source, const struct xml_node *node, struct feed_item *item)
{
    static const struct body_place summaries[] = {
        {"description", XML_DUBLIN}, {"summary", XML_ATOM}, {"summary", XML_ITUNES}};
    const struct xml_node *summary = own(source, node, "description", false);
    const struct xml_node *body = body_of(source, node);
    for (size_t i = 0; !summary && i < sizeof summaries / sizeof *summaries; i++)
        summary = of_space(node, summaries[i].name, summaries[i].space);
    if (!summary)
        summary = own(source, node, "summary", false);
    if (body)
        item->body = node_body(source, body, text_writing(body));
    if (summary)
        item->summary = node_body(source, summary, text_writing(summary));
    build_default(&item->summary, memory_copy_string(item->body));
}

static void read_dates(struct source *source, const struct xml_node *node, struct feed_item *item)
{
    node_instant(source, &item->published_ms, own(source, node, "pubDate", false));
    node_instant(source, &item->published_ms, of_space(node, "published", XML_ATOM));
    node_instant(source, &item->published_ms, of_space(node, "issued", XML_DUBLIN));
    node_instant(source, &item->published_ms, of_space(node, "created", XML_DUBLIN));
    node_instant(source, &item->updated_ms, of_space(node, "updated", XML_ATOM));
    node_instant(source, &item->updated_ms, of_space(node, "modified", XML_DUBLIN));
    node_instant(source, &item->updated_ms, of_space(node, "date", XML_DUBLIN));
    node_instant(source, &item->published_ms, of_space(node, "date", XML_DUBLIN));
    node_instant(source, &item->expires_ms, own(source, node, "expirationDate", false));
    if (!item->published_ms)
        item->published_ms = item->updated_ms;
}

/* <guid>, which is the link where it says so, or says nothing; rdf:about. */
static void read_id(struct source *source, const struct xml_node *node, struct feed_item *item)
{
    const struct xml_node *guid = own(source, node, "guid", false);
    build_set(&item->id, node_plain(source, guid));
    if (!item->id)
        build_set(&item->id, node_plain(source, of_space(node, "id", XML_ATOM)));
    const char *about = xml_attribute(node, "about");
    if (!item->id && about)
        item->id = build_line(source, about, strlen(about), WRITING_PLAIN, NULL);
    const char *permanent = guid ? xml_attribute(guid, "isPermaLink") : NULL;
    bool is_link = guid && (!permanent || strcasecmp(permanent, "false") != 0);
    if (!item->link && is_link && item->id && strncasecmp(item->id, "http", 4) == 0)
        item->link = node_link(source, guid, item->id);
}

static void read_title(struct source *source, const struct xml_node *node, struct feed_item *item)
{
    item->title = node_line(source, own(source, node, "title", false), WRITING_TITLE, &item->hold);
    if (!item->title)
        item->title =
            node_line(source, of_space(node, "title", XML_DUBLIN), WRITING_TITLE, &item->hold);
    const struct xml_node *atom = of_space(node, "title", XML_ATOM);
    if (!item->title && atom)
        item->title = node_line(source, atom, text_writing(atom), &item->hold);
}

static char *author_of(struct source *source, const struct xml_node *node)
{
    char *author = node_plain(source, of_space(node, "creator", XML_DUBLIN));
    if (!author)
        author = node_plain(source, own(source, node, "author", false));
    return author ? author : node_plain(source, of_space(node, "author", XML_ITUNES));
}

static void read_item(struct source *source, const struct xml_node *node)
{
    struct feed_item *item = build_item(source, node->line);
    if (!item)
        return;
    read_title(source, node, item);
    read_texts(source, node, item);
    item->link = link_of(source, node);
    read_id(source, node, item);
    read_dates(source, node, item);
    item->author = author_of(source, node);
    item->source = node_plain(source, own(source, node, "source", false));
    item->category = node_plain(source, own(source, node, "category", false));
    item->rights = node_plain(source, of_space(node, "rights", XML_DUBLIN));
    item->language = node_plain(source, of_space(node, "language", XML_DUBLIN));
    const char *language = xml_inherited(node, "xml:lang");
    if (!item->language && language)
        item->language = build_line(source, language, strlen(language), WRITING_PLAIN, NULL);
}

static void read_items(struct source *source, const struct xml_node *root)
{
    const struct xml_node *at = xml_walk(root, root);
    while (at) {
        bool item = xml_is(at, "item") && is_own(source, at);
        if (item && at->closed)
            read_item(source, at);
        const struct xml_node *skip = at;
        at = xml_walk(root, at);
        while (item && at && at->parent) { /* what is inside of it was read with it */
            const struct xml_node *up = at->parent;
            while (up && up != skip)
                up = up->parent;
            if (!up)
                break;
            at = xml_walk(root, at);
        }
    }
}

static void read_channel_texts(struct source *source, const struct xml_node *channel)
{
    struct feed *feed = source->feed;
    build_default(&feed->title,
                  node_line(source, own(source, channel, "title", false), WRITING_TITLE, NULL));
    build_default(&feed->title,
                  node_line(source, of_space(channel, "title", XML_DUBLIN), WRITING_TITLE, NULL));
    build_default(&feed->description,
                  node_body(source, own(source, channel, "description", false), WRITING_HTML));
    build_default(&feed->description,
                  node_body(source, of_space(channel, "summary", XML_ITUNES), WRITING_HTML));
    build_default(&feed->language, node_plain(source, own(source, channel, "language", false)));
    build_default(&feed->language, node_plain(source, of_space(channel, "language", XML_DUBLIN)));
    build_default(&feed->rights, node_plain(source, own(source, channel, "copyright", false)));
    build_default(&feed->rights, node_plain(source, of_space(channel, "rights", XML_DUBLIN)));
    build_default(&feed->link, link_of(source, channel));
}

static void read_channel(struct source *source, const struct xml_node *channel)
{
    const long most_minutes = 60L * 24 * 366;
    struct feed *feed = source->feed;
    read_channel_texts(source, channel);
    node_instant(source, &feed->updated_ms, own(source, channel, "lastBuildDate", false));
    node_instant(source, &feed->updated_ms, of_space(channel, "date", XML_DUBLIN));
    node_instant(source, &feed->updated_ms, of_space(channel, "updated", XML_ATOM));
    node_instant(source, &feed->updated_ms, own(source, channel, "pubDate", false));
    char *minutes = node_plain(source, own(source, channel, "ttl", false));
    long count = minutes ? strtol(minutes, NULL, 10) : 0;
    if (count > 0 && count <= most_minutes)
        feed->ttl_s = count * 60;
    free(minutes);
}

static const char *format_of(const struct xml_node *root)
{
    static const char *const formats[] = {"RSS 0.90", "RSS 0.91", "RSS 0.92", "RSS 0.93",
                                          "RSS 0.94", "RSS 1.0",  "RSS 2.0"};
    const char *version = xml_attribute(root, "version");
    for (size_t i = 0; version && i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i] + strlen("RSS "), version) == 0)
            return formats[i];
    return "RSS";
}

bool rss_read(struct source *source, const struct xml *xml)
{
    struct xml_node *root = xml->root;
    bool rdf = xml_is(root, "rdf") && root->space == XML_RDF;
    if (!rdf && !xml_is(root, "rss") && !xml_is(root, "channel"))
        return false;
    struct feed *feed = source->feed;
    feed->kind = rdf ? FEED_RDF : FEED_RSS;
    feed->format = rdf ? "RSS 1.0" : format_of(root);
    const char *language = xml_attribute(root, "xml:lang");
    for (struct xml_node *child = root; child; child = xml_walk(root, child))
        if (xml_is(child, "channel") && is_own(source, child))
            read_channel(source, child);
    if (!feed->language && language)
        feed->language = build_line(source, language, strlen(language), WRITING_PLAIN, NULL);
    read_items(source, root);
    return true;
}
