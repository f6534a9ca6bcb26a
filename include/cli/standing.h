/* How each configured feed stands, from what the wires have written down of it (wires/book.h). */
#ifndef CLI_STANDING_H
#define CLI_STANDING_H

#include <stdbool.h>

#include "base/diag.h"
#include "wires/book.h"

struct config;
struct config_feed;

/* A feed for telling. What points is of the configuration or of the call. */
struct standing {
    const struct config_feed *feed;
    struct desk_feed desk;
    struct book_feed told;
    bool stale;   /* what it brings is old, though it answers */
    bool overdue; /* nobody has asked it when it was time */
};

/* Calls fn for each configured feed, in their order; without a book as never asked. False with an
 * error where the book can't be read. */
bool standing_each(const struct config *config,
                   void (*fn)(void *user, const struct standing *standing), void *user,
                   struct diag *diag);

/* What a person would want to know first; the caller frees. */
char *standing_words(const struct standing *standing);

/* Whether somebody should look at it. */
bool standing_is_trouble(const struct standing *standing);

#endif
