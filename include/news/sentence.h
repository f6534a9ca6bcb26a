/* Sentences: where they begin and end in an article's paragraph. Abbreviations
 * (U.S., Charles B. Rangel), decimals, ellipses and marks behind the full stop
 * are known; a sentence never ends inside a quotation that goes on. */
#ifndef NEWS_SENTENCE_H
#define NEWS_SENTENCE_H

#include <stddef.h>

struct sentence {
    size_t start; /* byte offsets of the text given, without white space around */
    size_t end;
};

struct sentences {
    struct sentence *items;
    size_t count;
    size_t capacity;
};

/* Splits text[start, end), one paragraph of valid UTF-8, and adds to `out`. */
void sentences_split(const char *text, size_t start, size_t end, struct sentences *out);
void sentences_finish(struct sentences *sentences);

#endif
