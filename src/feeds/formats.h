/* The readers, a format each. Each puts what it reads into source->feed, with the format's name;
 * what is not of its kind it leaves: false. */
#ifndef FEEDS_FORMATS_H
#define FEEDS_FORMATS_H

#include <stdbool.h>

#include "build.h"
#include "xml.h"

/* RSS in all its versions, by its root element: <rss>, <rdf:RDF>, a lone <channel>. */
bool rss_read(struct source *source, const struct xml *xml);

/* Atom 0.3 and 1.0: <feed>, a lone <entry>. */
bool atom_read(struct source *source, const struct xml *xml);

#endif
