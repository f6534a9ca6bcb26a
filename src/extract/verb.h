/* Verbs of saying: where one stands, and whether its subject is who says it. */
#ifndef EXTRACT_VERB_H
#define EXTRACT_VERB_H

#include "sentence_view.h"

/* A finite verb of saying, no noun and no passive. */
bool verb_is_cue(const struct sentence_view *view, size_t i);

/* Saying, calling; to say: whose subject stands further off. */
bool verb_is_participle(const struct sentence_view *view, size_t i);

/* "is calling", "he's calling": a finite verb. */
bool verb_is_progressive(const struct sentence_view *view, size_t i);

/* A passive, "denied", "quoted": the words are not the subject's. */
bool verb_is_others(const struct sentence_view *view, size_t i);

/* "has not called", "never said", "might have said": the words are no words of the subject's. */
bool verb_is_denied(const struct sentence_view *view, size_t verb);

/* Whether somebody tells what somebody else said: "A said that B once called". */
bool verb_stands_before(const struct sentence_view *view, size_t cue);

/* Over the auxiliary before a verb of saying, as in "a déclaré NAME". */
size_t verb_skip_auxiliaries(const struct sentence_view *view, size_t i);

#endif
