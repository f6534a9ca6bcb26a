/* Which parts of a quotation's words are somebody's exact words: what stands between quotation
 * marks, marks included. */
#ifndef LAYOUT_QUOTED_H
#define LAYOUT_QUOTED_H

#include <stddef.h>

#include "news/snippet.h"

#define QUOTED_PARTS_MAX 16 /* of a snippet, which has 2000 characters at most */

/* The quoted parts of a text in its order; how many. `end`: bytes of the text that are looked at
 * (who said it may stand behind). A part whose mark is not closed reaches to the end, one that is
 * only closed begins at the start (pages of a long quotation are so); without any mark all of it
 * is one part: the whole text is somebody's words. A nested quotation is in the part around it. */
size_t quoted_parts(const char *text, size_t end, struct snippet_span parts[QUOTED_PARTS_MAX]);

#endif
