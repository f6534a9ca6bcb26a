/* Headlines: the title line where there is one, else the lead sentence
 * shortened by deletion only; the attribution stays wherever the claim needs
 * it; nothing is invented, nothing reordered. */
#ifndef EXTRACT_HEADLINE_H
#define EXTRACT_HEADLINE_H

#include <stdbool.h>

#include "news/article.h"
#include "news/snippet.h"

/* Whether the article is a list of headlines, one a line: nothing in it ends as a sentence does. */
bool headline_is_list(const struct article *article, size_t max_chars);

/* Adds each line of such a list, but for front matter. */
void headline_extract_list(const struct article *article, size_t max_chars, struct snippets *out);

/* Adds the article's headline; false (and adds nothing) where there is no
 * sentence that can stand alone within max_chars. */
bool headline_extract(const struct article *article, size_t max_chars, struct snippets *out);

/* What the article says first behind the paragraph that its headline is made of: the beginning of
 * the next one that is no front matter, at most 400 bytes. "" for a list of headlines; NULL where
 * there is nothing more. The caller frees. */
char *headline_lead(const struct article *article, size_t max_chars);

#endif
