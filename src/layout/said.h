/* What a label says, in words. */
#ifndef LAYOUT_SAID_H
#define LAYOUT_SAID_H

#include <stdbool.h>

#include "config/layout_keys.h"
#include "news/snippet.h"

struct said {
    char *alarm; /* of a take-over: stands in the red field before the rest; NULL: none */
    char *text;  /* NULL: nothing */
    char *brief; /* the note alone, where text, which ends with it, does not fit; NULL: no note */
    bool names;  /* text is the speaker */
};

/* Of a snippet with that note (layout/shown.h; NULL: none), as layout.label asks. Behind a speaker
 * there is none: a name is a name. The caller finishes it. */
struct said said_of(const struct config_layout *layout, const struct snippet *snippet,
                    const char *note);
void said_finish(struct said *said);

#endif
