/* JSON Feed 1 and 1.1 (jsonfeed.org). */
#ifndef FEEDS_JSON_FEED_H
#define FEEDS_JSON_FEED_H

#include <stdbool.h>

#include <jansson.h>

#include "build.h"

/* Reads it; false where the document is not of that format. */
bool json_feed_read(struct source *source, const json_t *root);

#endif
