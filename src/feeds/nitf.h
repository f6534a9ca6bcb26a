/* NITF 3.x: an article, alone or inside of another document. */
#ifndef FEEDS_NITF_H
#define FEEDS_NITF_H

#include <stdbool.h>

#include "build.h"
#include "xml.h"

/* Puts what <nitf> says into the item, where nothing is in its place yet. */
void nitf_fill(struct source *source, const struct xml_node *nitf, struct feed_item *item);

/* The paragraphs below an element, as a body: what is in tables, pictures and notes is none. NULL
 * where there is none. */
char *nitf_paragraphs(struct source *source, const struct xml_node *content);

/* The whole document: <nitf>; false where the root is another. */
bool nitf_read(struct source *source, const struct xml *xml);

#endif
