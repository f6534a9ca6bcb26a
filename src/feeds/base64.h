/* Base64 (RFC 4648, 4). */
#ifndef FEEDS_BASE64_H
#define FEEDS_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* Adds the bytes; blanks between the letters do not count. False where a letter is none of it. */
bool base64_read(const char *text, size_t length, struct buffer *out);

#endif
