/* Who said it where the finite verb stands second and every noun has a capital, as in German: the
 * subject stands before the verb or directly behind it. */
#ifndef EXTRACT_VERB_SECOND_H
#define EXTRACT_VERB_SECOND_H

#include "attribution.h"
#include "sentence_view.h"

/* Whether the language is such a one. */
bool verb_second_is(const struct language *language);

/* "...", said NAME: what stands at `i`, behind the quotation at `index` and its comma. kind
 * SPEAKER_NONE: nothing that is plain. */
struct attribution verb_second_behind(const struct sentence_view *view, size_t index, size_t i);

/* NAME said: "..." */
struct attribution verb_second_before(const struct sentence_view *view, size_t index);

/* Whether the sentence begins with a noun phrase that may be the subject of the verb at `verb`. */
bool verb_second_begins_with_subject(const struct sentence_view *view, size_t verb);

#endif
