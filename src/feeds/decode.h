/* Bytes become UTF-8: what a document says of its encoding, and what its bytes say. */
#ifndef FEEDS_DECODE_H
#define FEEDS_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/diag.h"

/* Adds the text to `out` as valid UTF-8 and returns the encoding's name, static. In this order: a
 * byte order mark; bytes that are valid UTF-8 beyond ASCII, whatever is declared; the charset of
 * `content_type` (HTTP; may be NULL); the document's own declaration (XML's, HTML's meta); else
 * windows-1252; where either says UTF-8 and the bytes are none, the other one counts. What is no
 * character of the encoding is U+FFFD, and one warning in diag, as is a declaration that the bytes
 * prove wrong. NULL with an error where the encoding is declared and not known, and the bytes are
 * no UTF-8. name: for messages. */
const char *decode(const char *name, const char *bytes, size_t length, const char *content_type,
                   struct buffer *out, struct diag *diag);

/* Opens what the bytes may be decoded by, for a process that can open no file when it comes to
 * that. Nothing else is done with them; what it opens stays as long as the process. */
void decode_prepare(const char *bytes, size_t length, const char *content_type);

#endif
