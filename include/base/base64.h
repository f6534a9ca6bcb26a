/* Base64 (RFC 4648, 4): bytes as text, in lines of JSON. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* Adds the bytes as base64, with padding. */
void base64_put(struct buffer *out, const void *bytes, size_t size);

/* Adds the bytes that a text stands for. False where it is none that base64_put gives; what was
 * added until then stays. */
bool base64_take(struct buffer *out, const char *text);

#endif
