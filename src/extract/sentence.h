/* Sentences: where they begin and end in a paragraph. Abbreviations (U.S.,
 * Charles B. Rangel), decimals and marks behind the full stop are known; a
 * sentence never ends inside a quotation. */
#ifndef EXTRACT_SENTENCE_H
#define EXTRACT_SENTENCE_H

#include <stddef.h>

#include "token.h"

struct sentence {
    size_t start, end;   /* bytes of the article's text */
    size_t first, count; /* its tokens */
};

/* The sentence that the token at `index` stands in. */
struct sentence sentence_of(const struct tokens *tokens, size_t index);

#endif
