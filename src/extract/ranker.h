/* The ranker: a linear model over the features of all candidates of a quotation. The weights are
 * fitted outside of the build (make fit-quotes) and read from config/language/speakers.weights; all
 * arithmetic is in integers, in thousandths of a natural logarithm of odds. */
#ifndef EXTRACT_RANKER_H
#define EXTRACT_RANKER_H

#include "candidate.h"
#include "config/language.h"

struct ranking {
    size_t best;       /* of the candidates */
    int margin;        /* its log odds against all others and against nobody, in thousandths */
    double confidence; /* the same as a share, 0 to 1 */
    bool certain;      /* at or above the threshold of its class in this language */
};

/* Whether the table of weights knows each class of speakers; else an error that names its file. */
bool ranker_is_whole(struct diag *diag);

/* Whether the language has thresholds: enough of it was measured. */
bool ranker_measures(const struct language *language);

/* How much speaks for a candidate, in thousandths. */
int ranker_score(const struct candidate *candidate);

/* The best of at least one candidate. The first of several that are equal. */
struct ranking ranker_rank(const struct candidates *candidates, const struct language *language);

/* The same with another margin: who is taken from elsewhere is no more certain than there. */
struct ranking ranker_lowered(struct ranking ranking, int margin, enum speaker_class class,
                              const struct language *language);

#endif
