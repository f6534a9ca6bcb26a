/* What of a feed would not air, whatever its format. */
#ifndef FEEDS_JUDGE_H
#define FEEDS_JUDGE_H

#include "build.h"

/* Sets `hold` where an item must not air: no title, withheld, canceled, an embargo without an end,
 * a notice to editors; cuts the feed's name from the end of a title that has exactly it there, and
 * gives items what the feed says for all: its language, its rights. */
void judge(struct source *source);

#endif
