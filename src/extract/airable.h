/* What airs of a quotation: its words with who said them, the article's own sentence
 * or clause round a fragment, pages; or why it is held. */
#ifndef EXTRACT_AIRABLE_H
#define EXTRACT_AIRABLE_H

#include "finding.h"
#include "news/snippet.h"

/* Fills the snippet of the quotation `number`; see extract_article. */
void airable_compose(const struct reading *reading, size_t number, size_t max_chars,
                     struct snippet *snippet);

/* A sentence airs once: where the snippet of the quotation `number` airs the same text as `before`,
 * it airs alone, as a fragment that says enough, or is held. */
void airable_once(const struct reading *reading, size_t number, size_t max_chars,
                  const struct snippet *before, struct snippet *snippet);

#endif
