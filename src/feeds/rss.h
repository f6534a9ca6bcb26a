/* RSS in all its versions. What is read is put into source->feed. */
#ifndef FEEDS_RSS_H
#define FEEDS_RSS_H

#include <stdbool.h>

#include "build.h"
#include "xml.h"

/* By its root element: <rss>, <rdf:RDF>, a lone <channel>. False where it is another. */
bool rss_read(struct source *source, const struct xml *xml);

#endif
