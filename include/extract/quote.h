/* Quotations: every one of an article, with its exact bytes, and its speaker
 * where he, she or it is certain. A missing speaker is honest; a wrong one is a
 * defect. */
#ifndef EXTRACT_QUOTE_H
#define EXTRACT_QUOTE_H

#include "base/buffer.h"
#include "news/article.h"
#include "news/snippet.h"

/* Adds a snippet for every quotation of the article, in order; see
 * extract_article. */
void quotes_extract(const struct article *article, size_t max_chars, struct snippets *out);

/* Adds to `out` who was weighed for each quotation: a line `quotation START END` (bytes of the
 * file), then for each candidate one of its class, name, score in thousandths and features, all
 * parted by tabs. A quotation weighed anew, since the words behind it tell more, stands there
 * again. */
void quotes_explain(const struct article *article, struct buffer *out);

#endif
