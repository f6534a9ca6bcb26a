/* How much of one text stands in another: a story's next version, words that were changed a little.
 *
 * Sørensen's and Dice's coefficient over the texts' trigrams: each three neighbouring characters,
 * in small letters, where all that is no letter and no figure is one blank. Texts about other
 * things have 0.1 to 0.4, one with a word or a figure changed 0.7 and more, in any script.
 */
#ifndef NEWS_LIKENESS_H
#define NEWS_LIKENESS_H

#include <stddef.h>
#include <stdint.h>

#define LIKENESS_WORDS 64

/* Which trigrams a text has: a bit for each of their hashes. In 4,096 bits those of a long
 * paragraph (400) meet by chance one in ten. A plain value. */
struct likeness {
    uint64_t bits[LIKENESS_WORDS];
    size_t count; /* of bits that are set; 0: a text without letters and figures */
};

/* Of valid UTF-8, NUL-terminated. */
struct likeness likeness_of(const char *text);

/* From 0 (nothing in common) to 1 (the same); 0 where one has none. Symmetric. */
double likeness_between(const struct likeness *one, const struct likeness *other);

/* The same of two whose counts are known, and how many bits they share. */
double likeness_of_shared(size_t shared, size_t one, size_t other);

#endif
