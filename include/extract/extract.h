/* An article becomes snippets. */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H

#include "news/article.h"

/* The whole job of the stage: everything an article gives, in order: the headline first where
 * there is one, then every quotation found. Snippets that must not air by themselves carry
 * `hold`. max_chars: snippet.max_chars. They are added to `out`, which owns them. */
void extract_article(const struct article *article, size_t max_chars, struct snippets *out);

#endif
