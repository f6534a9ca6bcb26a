/* An article becomes snippets. */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H

#include <stdbool.h>

#include "news/article.h"

/* Reads what tells words that may air from others: languages and weights. Once before articles are
 * read; says what is missing or broken. False: so much is missing that no article may be read. */
bool extract_begin(struct diag *diag);

/* Reads a file, or standard input when path is "-". What is no plain text (extract/sniff.h) is an
 * error that names it; else as article_parse. NULL with an error; article_destroy. Behind
 * extract_begin. */
struct article *extract_read(const char *path, struct diag *diag);

/* The whole job of the stage: everything an article gives, in order: the headline first where
 * there is one, then every quotation found. Snippets that must not air by themselves carry
 * `hold`. max_chars: snippet.max_chars. They are added to `out`, which owns them. */
void extract_article(const struct article *article, size_t max_chars, struct snippets *out);

#endif
