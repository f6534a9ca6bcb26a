/* Words that never air: the list of news.banned. */
#ifndef NEWS_BANNED_H
#define NEWS_BANNED_H

#include <stdbool.h>

/* Why what has such a word is held: a literal, without the word. */
extern const char banned_reason[];

/* Whether the text has one of the listed words or phrases, which semicolons or commas part: as
 * whole words, whatever their case, width and blanks (Unicode's compatibility case folding, UAX
 * 15 and the core specification's 3.13), and whatever stands in them that nobody sees. Scripts that
 * part no words have no whole ones: there any place counts. */
bool banned_in(const char *list, const char *text);

#endif
