/* What an editor, or a program in an editor's place, writes: words, and the terms on which they
 * air. */
#ifndef NEWS_WRITTEN_ITEM_H
#define NEWS_WRITTEN_ITEM_H

#include <stdint.h>

#define WRITTEN_KEY_MAX 200 /* bytes of a key */

/* All of it is told: what stays as it was has been read before. Texts are UTF-8, of whoever made
 * it. */
struct written_item {
    int64_t id;        /* of the snippet; 0: it is known by its key, or is new */
    const char *key;   /* what the writer calls it; NULL: nothing */
    const char *match; /* a tag (intake/written.h) that it must have; "*": it must be there; "-": it
                          must not; NULL: it may be as it is */
    const char *text;  /* the words */
    const char *speaker; /* who said them: they stand without marks then; NULL: a line */
    const char *category, *daypart, *language; /* NULL: none told */
    int64_t priority, weight, gap_s, airings;  /* as of a snippet */
    int64_t begins, ends;                      /* wall ms; 0: at once, never */
};

#endif
