/* Lists of feeds as readers hand them on: OPML 2.0 (outline elements with an xmlUrl). */
#ifndef WIRES_OPML_H
#define WIRES_OPML_H

#include <stddef.h>

/* Calls fn for each feed in the text, in its order; both texts are a line of UTF-8 without controls
 * (base/utf8.h), valid during the call, title NULL where none is told. How many there were. */
size_t opml_each(const char *text, size_t length,
                 void (*fn)(void *user, const char *url, const char *title), void *user);

#endif
