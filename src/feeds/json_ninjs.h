/* ninjs 1.x, 2.x and 3.x (iptc.org/std/ninjs). */
#ifndef FEEDS_JSON_NINJS_H
#define FEEDS_JSON_NINJS_H

#include <stdbool.h>

#include <jansson.h>

#include "build.h"

/* Reads it; false where the document is not of that format. */
bool json_ninjs_read(struct source *source, const json_t *root);

#endif
