#include "newsml.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "nitf.h"
#include "node.h"

/* The code of a qcode or a uri behind its last mark: "stat:usable" is usable. */
static const char *code_of(const struct xml_node *node)
{
    const char *code = node ? xml_attribute(node, "qcode") : NULL;
    if (!code && node)
        code = xml_attribute(node, "uri");
    if (!code)
        return NULL;
    const char *colon = strrchr(code, ':'), *slash = strrchr(code, '/');
    const char *mark = colon > slash ? colon : slash;
    return mark ? mark + 1 : code;
}

static bool is_code(const struct xml_node *node, const char *code)
{
    const char *found = code_of(node);
    return found && strcasecmp(found, code) == 0;
}

/* Without a role, or as the main one, before those for a table of contents and the like. */
static const struct xml_node *headline_of(const struct xml_node *meta)
{
    const struct xml_node *first = NULL;
    for (const struct xml_node *at = meta ? meta->first : NULL; at; at = at->next) {
        if (!at->closed || !xml_is(at, "headline") || !at->first)
            continue;
        const char *role = xml_attribute(at, "role");
        if (!role || strstr(role, "main"))
            return at;
        first = first ? first : at;
    }
    return first;
}

static void read_meta(struct source *source, const struct xml_node *meta, struct feed_item *item)
{
    const struct xml_node *embargo = xml_child(meta, "embargoed");
    const struct xml_node *provider = xml_child(meta, "provider");
    node_instant(source, &item->updated_ms, xml_child(meta, "versionCreated"));
    node_instant(source, &item->published_ms, xml_child(meta, "firstCreated"));
    node_instant(source, &item->expires_ms, xml_child(meta, "expires"));
    node_instant(source, &item->embargo_ms, embargo);
    if (embargo && !item->embargo_ms)
        item->embargo_ms = FEED_NEVER;
    item->note = node_child_plain(source, meta, "edNote");
    item->source = node_child_plain(source, provider, "name");
    const char *literal = provider ? xml_attribute(provider, "literal") : NULL;
    if (!item->source && literal)
        item->source = build_line(source, literal, strlen(literal), WRITING_PLAIN, NULL);
    if (is_code(xml_child(meta, "pubStatus"), "withheld"))
        item->status = FEED_WITHHELD;
    for (const struct xml_node *at = meta ? meta->first : NULL; at; at = at->next)
        if (xml_is(at, "signal") && (is_code(at, "kill") || is_code(at, "retract")))
            item->status = FEED_CANCELED;
    if (is_code(xml_child(meta, "pubStatus"), "canceled"))
        item->status = FEED_CANCELED;
}

static void read_contents(struct source *source, const struct xml_node *meta,
                          struct feed_item *item)
{
    item->title = node_line(source, headline_of(meta), WRITING_PLAIN, &item->hold);
    item->author = node_child_plain(source, meta, "by");
    if (item->author && strncasecmp(item->author, "by ", 3) == 0)
        memmove(item->author, item->author + 3, strlen(item->author + 3) + 1);
    char *urgency = node_child_plain(source, meta, "urgency");
    if (urgency && urgency[0] >= '1' && urgency[0] <= '9')
        item->urgency = urgency[0] - '0';
    free(urgency);
    item->summary = node_body(source, xml_child(meta, "description"), WRITING_PLAIN);
    node_instant(source, &item->published_ms, xml_child(meta, "contentCreated"));
    const struct xml_node *language = xml_child(meta, "language");
    const char *tag = language ? xml_attribute(language, "tag") : NULL;
    if (tag)
        item->language = build_line(source, tag, strlen(tag), WRITING_PLAIN, NULL);
}

static void read_rights(struct source *source, const struct xml_node *rights,
                        struct feed_item *item)
{
    item->rights = node_child_plain(source, rights, "usageTerms");
    build_default(&item->rights, node_child_plain(source, rights, "copyrightNotice"));
    build_default(&item->rights, node_plain(source, xml_child(rights, "copyrightHolder")));
}

/* The text itself: NITF or a page inline, or letters with a type. */
static void read_set(struct source *source, const struct xml_node *set, struct feed_item *item)
{
    const struct xml_node *nitf = xml_below(set, "nitf");
    const struct xml_node *inlined = xml_below(set, "inlineXML");
    const struct xml_node *data = xml_below(set, "inlineData");
    if (nitf) {
        nitf_fill(source, nitf, item);
    } else if (inlined) {
        const struct xml_node *body = xml_below(inlined, "body");
        item->body = nitf_paragraphs(source, body ? body : inlined);
    } else if (data) {
        const char *type = xml_attribute(data, "contenttype");
        bool html = type && strstr(type, "html");
        item->body = node_body(source, data, html ? WRITING_HTML : WRITING_PLAIN);
    }
    build_default(&item->summary, memory_copy_string(item->body));
}

static void read_item(struct source *source, const struct xml_node *node)
{
    struct feed_item *item = build_item(source, node->line);
    if (!item)
        return;
    const char *id = xml_attribute(node, "guid"), *version = xml_attribute(node, "version");
    const char *language = xml_attribute(node, "xml:lang");
    const struct xml_node *meta = xml_child(node, "itemMeta");
    if (id)
        item->id = build_line(source, id, strlen(id), WRITING_PLAIN, NULL);
    if (version)
        item->version = build_line(source, version, strlen(version), WRITING_PLAIN, NULL);
    read_meta(source, meta, item);
    read_contents(source, xml_child(node, "contentMeta"), item);
    read_rights(source, xml_child(node, "rightsInfo"), item);
    if (!item->language && language)
        item->language = build_line(source, language, strlen(language), WRITING_PLAIN, NULL);
    if (!item->published_ms)
        item->published_ms = item->updated_ms;
    const char *kind = code_of(xml_child(meta, "itemClass"));
    read_set(source, xml_child(node, "contentSet"), item);
    if (kind && strcasecmp(kind, "text") != 0)
        build_hold(item, "it is no text but of the class \"%.32s\"", kind);
}

bool newsml_read(struct source *source, const struct xml *xml)
{
    static const char *const roots[] = {"newsItem",    "newsMessage",   "packageItem",
                                        "conceptItem", "knowledgeItem", "planningItem",
                                        "catalogItem", "itemSet"};
    const struct xml_node *root = xml->root;
    bool known = false;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        known = known || xml_is(root, roots[i]);
    if (!known)
        return false;
    source->feed->kind = FEED_NEWSML;
    source->feed->format = "NewsML-G2";
    for (const struct xml_node *at = root; at; at = xml_walk(root, at))
        if (at->closed && xml_is(at, "newsItem"))
            read_item(source, at);
    return true;
}
