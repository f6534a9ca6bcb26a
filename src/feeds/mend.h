/* Mending: XML as it comes, into XML that a strict reader takes, where that leaves no doubt. */
#ifndef FEEDS_MEND_H
#define FEEDS_MEND_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/diag.h"

/* Adds the mended text (valid UTF-8) to `out`, with as many line ends: what stands before the
 * first "<" goes, as do blanks and comments before a declaration; control characters go; HTML's
 * names for characters become the characters; an ampersand that begins no reference, and a "<"
 * that begins no tag, stand for themselves. Sections of CDATA, comments and the document type stay
 * as they are, but for control characters. A warning in diag for each kind, with the line of the
 * first and how many there are. name: for messages. */
void mend(const char *name, const char *text, size_t length, struct buffer *out, struct diag *diag);

#endif
