/* How an editor's command reaches the wires: a file beside the book, whose lines are names of
 * feeds. Whoever may write there may ask for a feed at once, and for nothing else. */
#ifndef WIRES_REFRESH_H
#define WIRES_REFRESH_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/loop.h"

/* Asks for a feed (NULL: for all) of the book at that path; false with an error. */
bool refresh_ask(const char *book, const char *name, struct diag *diag);

struct refresh;

/* Calls fn with each name that is asked for from now on; NULL: all. */
struct refresh *refresh_watch(struct loop *loop, const char *book,
                              void (*fn)(void *user, const char *name), void *user);

/* NULL is fine. */
void refresh_end(struct refresh *refresh);

#endif
