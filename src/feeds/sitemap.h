/* Sitemaps of news. What is read is put into source->feed. */
#ifndef FEEDS_SITEMAP_H
#define FEEDS_SITEMAP_H

#include <stdbool.h>

#include "build.h"
#include "xml.h"

/* <urlset>; false where the root is another. */
bool sitemap_read(struct source *source, const struct xml *xml);

#endif
