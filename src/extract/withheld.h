/* Lines of an article's file that hold what stands in it: marks that withhold all of it (EMBARGO,
 * KILL, ADVISORY, SATIRE, NOT FOR PUBLICATION), and corrections that take words back. Told by the
 * lists `withheld`, `corrections` and `misquoted` of all languages. */
#ifndef EXTRACT_WITHHELD_H
#define EXTRACT_WITHHELD_H

#include <stdbool.h>
#include <stddef.h>

#include "line.h"
#include "news/article.h"
#include "news/snippet.h"

/* Marks that withhold an article, by the numbers of the lists `withheld`. */
enum withheld {
    WITHHELD_NOT,
    WITHHELD_EMBARGO,
    WITHHELD_KILL,
    WITHHELD_ADVISORY,
    WITHHELD_SATIRE,
    WITHHELD_UNPUBLISHED,
    WITHHELD_KINDS,
};

/* The mark that the paragraph is. */
enum withheld withheld_at(const struct article *article, size_t index);

/* "Correction:", "An earlier version of this": before what was wrong. *note: a note of the editors,
 * which may tell anything. */
bool withheld_is_correction(struct line line, bool *note);

/* Holds the snippets from out->items[first] on that the article itself withholds: all of them
 * behind a mark (an embargo whose instant can be read becomes `not_before_ms` in place of a hold),
 * and what a correction takes back. */
void withheld_hold(const struct article *article, struct snippets *out, size_t first);

#endif
