/* The subject of a verb of saying, without a grammar: what can be told from the words before it. */
#ifndef EXTRACT_SUBJECT_H
#define EXTRACT_SUBJECT_H

#include "phrase.h"

/* The subject of the sentence as far as it can be told without a grammar: what its
 * main clause begins with, or that of the first verb of saying in it. */
struct attribution subject_initial(const struct sentence_view *view, size_t verb);

/* The name that a participle follows at once: "footage of NAME asking". */
struct attribution subject_beside(const struct sentence_view *view, size_t participle);

/* Whose words the verb (or participle) of saying at `cue` governs. */
struct attribution subject_governing(const struct sentence_view *view, size_t cue, bool participle);

#endif
