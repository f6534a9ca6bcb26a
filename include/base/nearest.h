/* The word that was meant by a mistyped one. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

/* How many letters must be changed, put in or taken out to make one name of the other
 * (Levenshtein 1966): bytes, of names shorter than 64; a longer `b` is as far as it is long. */
size_t nearest_distance(const char *a, const char *b);

/* The one of `count` names that is nearest to `word`, which may be an abbreviation; NULL where none
 * is near enough to be meant (half of the word's letters may differ, three at most). Of equals the
 * first. The names are the caller's. */
const char *nearest_name(const char *word, const char *const *names, size_t count);

#endif
