/* Base64 (RFC 4648, 4): bytes as text. By nettle. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* Adds the bytes as base64, with padding. */
void base64_put(struct buffer *out, const void *bytes, size_t size);

/* Adds the bytes that a text stands for: blanks between its letters do not count, and the padding
 * may be missing. False where it is none. */
bool base64_take(struct buffer *out, const char *text, size_t length);

#endif
