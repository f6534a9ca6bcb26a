#include "node.h"

#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "base/buffer.h"
#include "base/memory.h"

/* The element's text as it is, or as HTML where it has elements inside. */
static enum writing gather(const struct xml_node *node, enum writing writing, struct buffer *out)
{
    if (xml_has_elements(node)) {
        xml_html(node, out);
        return WRITING_HTML;
    }
    xml_text(node, out);
    return writing;
}

char *node_line(struct source *source, const struct xml_node *node, enum writing writing,
                char **hold)
{
    struct buffer text = {0};
    if (!node)
        return NULL;
    writing = gather(node, writing, &text);
    char *line = build_line(source, text.data ? text.data : "", text.length, writing, hold);
    buffer_finish(&text);
    return line;
}

char *node_body(struct source *source, const struct xml_node *node, enum writing writing)
{
    struct buffer text = {0};
    if (!node)
        return NULL;
    writing = gather(node, writing, &text);
    char *body = build_body(source, text.data ? text.data : "", text.length, writing);
    buffer_finish(&text);
    return body;
}

char *node_plain(struct source *source, const struct xml_node *node)
{
    return node_line(source, node, WRITING_PLAIN, NULL);
}

char *node_child_plain(struct source *source, const struct xml_node *node, const char *name)
{
    return node_plain(source, xml_child(node, name));
}

void node_instant(struct source *source, int64_t *place, const struct xml_node *node)
{
    char *text = node_plain(source, node);
    build_instant(source, place, text, node ? node->line : 0);
    free(text);
}

/* The address that links of this element are relative to: xml:base of those around it, the
 * outermost first, from the document's own. NULL: none is known. */
static char *base_of(const struct source *source, const struct xml_node *node)
{
    const char *chain[FEED_DEPTH_MAX];
    size_t count = 0;
    for (; node; node = node->parent)
        for (size_t i = 0; i < node->attribute_count && count < FEED_DEPTH_MAX; i++)
            if (strcmp(node->attributes[i].name, "xml:base") == 0)
                chain[count++] = node->attributes[i].value;
    char *base = memory_copy_string(source->hints->base);
    for (; count > 0; count--) {
        char *next = address_absolute(chain[count - 1], base);
        free(base);
        base = next;
    }
    return base;
}

char *node_link(const struct source *source, const struct xml_node *node, const char *address)
{
    if (!address)
        return NULL;
    char *base = base_of(source, node);
    char *link = address_absolute(address, base);
    free(base);
    return link;
}
