/* A file that has one article, whatever its format, as an article: what `import` and `extract`
 * read. */
#ifndef FEEDS_ARTICLE_H
#define FEEDS_ARTICLE_H

#include "feeds/item.h"
#include "news/article.h"

/* Reads a file. Plain text is as extract_read reads it. A web page, Markdown, a mail, NITF, one
 * item of NewsML-G2 or ninjs, and a telegram become their title and their text (an embargo is a
 * line before them): offsets are of that text. NULL with an error where it must not air, where
 * there is no title or text, and for all that extract_read refuses: a feed of several items is no
 * article. What is no plain file (standard input, a pipe) is taken as plain text. article_destroy.
 */
struct article *feed_article(const char *path, struct diag *diag);

/* Reads a plain file that has several stories, a title each: a feed, alerts, a table, a list of
 * items. False for all others, without a word and with an empty feed, else the caller
 * finishes it. */
bool feed_list(const char *path, struct feed *feed, struct diag *diag);

#endif
