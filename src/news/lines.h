/* Lines: what somebody has wrapped is joined again, words that were parted at a line's end too;
 * a title, a byline and a paragraph without blank lines between them stay apart. */
#ifndef NEWS_LINES_H
#define NEWS_LINES_H

#include "source.h"

/* Changes the source's text, so that each line of it is a paragraph. Linear in its length. */
void lines_join(struct source *source, const struct language *language);

#endif
