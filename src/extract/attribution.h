/* Who said it: the grammatical subject of the verb of saying that governs a
 * quotation, where that is plain. */
#ifndef EXTRACT_ATTRIBUTION_H
#define EXTRACT_ATTRIBUTION_H

#include <stdbool.h>
#include <stddef.h>

#include "token.h"

enum speaker_kind {
    SPEAKER_NONE,
    SPEAKER_NAME,
    SPEAKER_PRONOUN,
    SPEAKER_ROLE, /* "the report", "a spokesman for the ministry" */
};

struct attribution {
    enum speaker_kind kind;
    size_t first, end; /* tokens of the speaker as written */
    size_t cue;        /* token of the verb; SIZE_MAX: none */
    bool after;        /* it follows the quotation */
    bool unnamed;      /* nobody: a passive that does not tell by whom */
    bool others;       /* nobody: the words are not, or not only, the subject's */
    bool plain;        /* the grammar alone tells that it is the subject */
    double confidence; /* 0 to 1 */
};

/* Of the quotation at tokens->items[index]. */
struct attribution attribution_find(const char *text, const struct tokens *tokens, size_t index,
                                    const struct language *language);

/* Who is named as the source of the sentence of tokens->items[index] ("according to
 * the Courier"); kind SPEAKER_NONE where nobody is. */
struct attribution attribution_relay(const char *text, const struct tokens *tokens, size_t index,
                                     const struct language *language);

#endif
