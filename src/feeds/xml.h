/* XML as a tree. */
#ifndef FEEDS_XML_H
#define FEEDS_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/diag.h"

/* Whose an element is: what its namespace's address says, its spellings taken together. */
enum xml_space {
    XML_NONE,
    XML_RSS, /* any of RSS, with the addresses of its 0.9x and 1.0 */
    XML_ATOM,
    XML_XHTML,
    XML_CONTENT,
    XML_DUBLIN, /* Dublin Core, and its terms */
    XML_ITUNES,
    XML_MEDIA,
    XML_RDF,
    XML_OTHER,
};

struct xml_attribute {
    const char *name; /* as written, with its prefix */
    const char *value;
};

struct xml_node {
    const char *name; /* without its prefix; NULL: text */
    const char *text; /* of a text */
    size_t length;    /* of it */
    enum xml_space space;
    bool prefixed; /* it is written with a prefix */
    bool closed;   /* its end was read */
    int line;
    struct xml_attribute *attributes;
    size_t attribute_count;
    struct xml_node *parent, *first, *last, *next;
};

/* A document; what its nodes point to is its own. */
struct xml {
    struct xml_node *root; /* NULL: not even the first element */
    bool whole;
    struct xml_block *blocks;
};

/* Reads a mended document strictly (feeds/read.h has the limits). Elements whose end is not there
 * are not `closed`; what went wrong is a warning with its line. External entities are refused, as
 * is an expansion without measure. xml_finish in any case. */
void xml_read(const char *name, const char *text, size_t length, struct xml *xml,
              struct diag *diag);
void xml_finish(struct xml *xml);

/* The value of an attribute; of its name without a prefix, too, where no other has it; NULL. */
const char *xml_attribute(const struct xml_node *node, const char *name);

/* The same of the nearest element that has it, from the node on upwards: xml:lang, xml:base. */
const char *xml_inherited(const struct xml_node *node, const char *name);

/* The first closed child element of that name and any namespace, or NULL; NULL has none. */
struct xml_node *xml_child(const struct xml_node *node, const char *name);

/* The first closed element of that name below the node, in the document's order. */
struct xml_node *xml_below(const struct xml_node *node, const char *name);

/* The next element behind `node` in the document's order, below `top`; NULL at the end. */
struct xml_node *xml_walk(const struct xml_node *top, const struct xml_node *node);

/* Whether it is an element of that name. */
bool xml_is(const struct xml_node *node, const char *name);

/* Adds all text below the node as it is. */
void xml_text(const struct xml_node *node, struct buffer *out);

/* Adds what is below the node as HTML: elements without their prefixes, text with references. */
void xml_html(const struct xml_node *node, struct buffer *out);

/* Whether an element is below it. */
bool xml_has_elements(const struct xml_node *node);

#endif
