/* Titles between quotation marks: of books, films, programmes. Nobody says them. */
#ifndef EXTRACT_WORK_TITLES_H
#define EXTRACT_WORK_TITLES_H

#include <stdbool.h>
#include <stddef.h>

#include "token.h"

/* Whether the quotation at tokens->items[index] is the title of a work: Written With Capitals, and
 * behind a noun for a work (her memoir, "..."), an owner (the network's "...") or a preposition (on
 * "..."). */
bool work_titles_is_one(const char *text, const struct tokens *tokens, size_t index,
                        const struct quotation *quotation, const struct language *language);

#endif
