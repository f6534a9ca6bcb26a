/* A quotation too long for one airing becomes pages that end where its sentences or
 * top-level clauses do, each with its speaker. */
#ifndef EXTRACT_PAGES_H
#define EXTRACT_PAGES_H

#include "finding.h"
#include "news/snippet.h"

/* Adds the pages. False, with none added, when a clause alone is too long, or
 * nothing is to part. */
bool pages_add(const struct reading *reading, const struct finding *finding, size_t max_chars,
               struct snippet *snippet);

/* The same of the sentence that the snippet's text is: an ellipsis where it was cut. */
bool pages_add_sentence(const struct reading *reading, size_t max_chars, struct snippet *snippet);

/* The words [first, end) of the quotation as they air: `“words” - Speaker`, an
 * ellipsis where there was more, and where the speaker stands. The caller frees the text. */
struct snippet_page page_of(const struct reading *reading, const struct finding *finding,
                            size_t first, size_t end);

#endif
