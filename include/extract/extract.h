/* An article becomes snippets. */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H

#include "news/article.h"

/* Reads a file, or standard input when path is "-". What is no plain text (extract/sniff.h) is an
 * error that names it; else as article_parse. NULL with an error; article_destroy. */
struct article *extract_read(const char *path, struct diag *diag);

/* The whole job of the stage: everything an article gives, in order: the headline first where
 * there is one, then every quotation found. Snippets that must not air by themselves carry
 * `hold`. max_chars: snippet.max_chars. They are added to `out`, which owns them. */
void extract_article(const struct article *article, size_t max_chars, struct snippets *out);

#endif
