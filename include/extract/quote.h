/* Quotations: every one of an article, with its exact bytes, and its speaker
 * where he, she or it is certain. A missing speaker is honest; a wrong one is a
 * defect. */
#ifndef EXTRACT_QUOTE_H
#define EXTRACT_QUOTE_H

#include "news/article.h"
#include "news/snippet.h"

/* Adds a snippet for every quotation of the article, in order; see
 * extract_article. */
void quotes_extract(const struct article *article, size_t max_chars, struct snippets *out);

#endif
