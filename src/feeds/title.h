/* Titles of RSS: nobody says whether they are text or HTML, so they are read as what does least
 * harm (RSS 2.0 says text, and publishers write HTML). */
#ifndef FEEDS_TITLE_H
#define FEEDS_TITLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* Adds what the title says: a pair of tags of inline markup (<b>...</b>), <br> and <img> go; any
 * other tag is text ("The <title> tag"). References are resolved; those that this leaves, too,
 * while no "<" comes of them. White space as it is. False where it ends inside of a tag of HTML. */
bool title_read(const char *text, size_t length, struct buffer *out);

#endif
