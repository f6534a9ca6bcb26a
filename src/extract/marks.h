/* Quotation marks: where a quotation begins and ends, whatever the style. */
#ifndef EXTRACT_MARKS_H
#define EXTRACT_MARKS_H

#include <stdbool.h>
#include <stddef.h>

#include "news/article.h"

/* A quotation within one paragraph. The marks stand at [open, start) and
 * [end, close); where it goes on behind a mark that opens again, close == end. */
struct quotation {
    size_t open, start, end, close;
    size_t paragraph;
    bool continues; /* begun in an earlier paragraph, or before a mark that opens again */
    bool goes_on;   /* not closed here: the next paragraph, or the next mark, opens it again */
    bool reopened;  /* it goes on in the same paragraph */
    bool unclosed;  /* not closed at all */
};

struct quotations {
    struct quotation *items;
    size_t count, capacity;
};

/* All outermost quotations of an article, in order. Linear in its length. */
void quotations_find(const struct article *article, struct quotations *out);
void quotations_finish(struct quotations *quotations);

#endif
