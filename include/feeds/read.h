/* Reading: bytes from outside become a feed. No file is opened and no network is asked.
 *
 * The bytes are decoded (byte order mark, declaration, HTTP, else what they look like), mended
 * where that leaves no doubt (a control character, a bare ampersand, blanks before the
 * declaration: each a warning with its line), and read strictly. Only items whose end was read
 * count.
 *
 * Limits: FEED_BYTES_MAX of bytes, FEED_ITEMS_MAX items (the first ones), FEED_TEXT_MAX of a text
 * (what is longer is left out with a warning, never shortened), FEED_DEPTH_MAX elements inside of
 * each other.
 */
#ifndef FEEDS_READ_H
#define FEEDS_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "feeds/item.h"

#define FEED_BYTES_MAX (4u << 20)
#define FEED_ITEMS_MAX 500u
#define FEED_TEXT_MAX (256u << 10)
#define FEED_DEPTH_MAX 64u

/* What is known besides the bytes; each may be NULL. */
struct feed_hints {
    const char *name;         /* for messages, and to guess by: a path, an address */
    const char *content_type; /* HTTP's, with its charset: "text/xml; charset=utf-8" */
    const char *base;         /* the address that links are relative to */
    const char *language;     /* which of an alert's languages is wanted (BCP 47) */
};

/* Reads them into *feed, which the caller finishes in any case. Messages have NAME:LINE. False with
 * an error where nothing is read of it: no known format, a picture, no item before a fault. The
 * bytes are not kept. Encodings of more than a byte a character other than UTF-8 and UTF-16 are
 * the C library's, which opens files of its own for them (iconv_open(3)): feed_prepare does that
 * beforehand for a process that will not be allowed to. */
bool feed_read(const char *bytes, size_t length, const struct feed_hints *hints, struct feed *feed,
               struct diag *diag);

/* Only searches the bytes for names of encodings, and opens their tables; they stay open. */
void feed_prepare(const char *bytes, size_t length, const struct feed_hints *hints);

#endif
