/* The words of an item as its strip has them. */
#ifndef LAYOUT_WORDS_H
#define LAYOUT_WORDS_H

#include "layout/compose.h"
#include "look.h"

struct words {
    char *text; /* owned */
    struct text_span spans[LOOK_SPANS_MAX];
    size_t span_count;
};

/* Without the speaker where a label names it; else a speaker who stands behind the words stands
 * before them, with a colon: who enters late has read at least the beginning of many. The caller
 * finishes them. */
void words_make(struct words *words, const struct compose_item *item);
void words_finish(struct words *words);

#endif
