/* What elements say, as texts of a feed. Each takes NULL for an element that is not there and says
 * nothing then. What is returned is the caller's. */
#ifndef FEEDS_NODE_H
#define FEEDS_NODE_H

#include "build.h"
#include "xml.h"

/* The element's text in one line, and in paragraphs. An element with others inside is HTML. */
char *node_line(struct source *source, const struct xml_node *node, enum writing writing,
                char **hold);
char *node_body(struct source *source, const struct xml_node *node, enum writing writing);

/* The same of a plain text; what is only blanks is none. */
char *node_plain(struct source *source, const struct xml_node *node);

/* The plain text of the child of that name. */
char *node_child_plain(struct source *source, const struct xml_node *node, const char *name);

/* Reads the instant that the element tells, as build_instant. */
void node_instant(struct source *source, int64_t *place, const struct xml_node *node);

/* An address of this element, absolute where a base is known. */
char *node_link(const struct source *source, const struct xml_node *node, const char *address);

#endif
