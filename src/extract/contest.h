/* What stands in a sentence against the name that was chosen, whatever speaks for it: shapes in
 * which the words may be another's. Such a name is never certain. */
#ifndef EXTRACT_CONTEST_H
#define EXTRACT_CONTEST_H

#include "attribution.h"
#include "candidate.h"
#include "finding.h"

/* Whether somebody else may be meant than the candidate of the quotation at token `index`. */
bool contest_candidate(const struct reading *reading, size_t index,
                       const struct attribution *attribution, const struct candidate *candidate);

/* Whether the quotation at token `index` may be another's than who spoke before it, who is
 * `speaker`: something follows it that may tell who says it, or somebody else stands between. */
bool contest_inheritance(const struct reading *reading, size_t index, const char *speaker);

/* What is to be taken off the margin of a candidate (thousandths, see ranker.h) since another may
 * be meant as well. */
int contest_doubt(const struct candidate *candidate);

#endif
