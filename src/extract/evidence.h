/* What speaks for and against each who may have said a quotation. */
#ifndef EXTRACT_EVIDENCE_H
#define EXTRACT_EVIDENCE_H

#include "attribution.h"
#include "candidate.h"
#include "finding.h"

/* The candidates for the quotation at token `index` of the paragraph at hand: who the rules name
 * (findings[number].speaker) first, the names of its sentence, whom a pronoun may mean, who spoke
 * before. `attribution` is the rules' own. The caller finishes `out`, which was empty. */
void evidence_gather(const struct reading *reading, size_t index,
                     const struct attribution *attribution, struct candidates *out);

/* Only whom the rules name, from another quotation: tokens are not looked at. */
void evidence_of_rule(const struct reading *reading, const struct finding *finding,
                      struct candidates *out);

#endif
