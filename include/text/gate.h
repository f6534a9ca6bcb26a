/* The glyph gate: a text is shown as it is written, with declared replacements,
 * or not at all. No box ever crosses the panel. */
#ifndef TEXT_GATE_H
#define TEXT_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "news/snippet.h"
#include "text/font.h"

struct gate_result {
    char *text; /* as it can be shown; owned, NULL when it can't be */
    char *list; /* what was replaced, each character once: "U+2192 ->, U+1D400 A"; owned, NULL:
                   nothing */
    size_t replaced, removed;
    bool changed;     /* text is not what came in, letter by letter */
    bool blank;       /* text has nothing that can be seen */
    uint32_t missing; /* the first character that nothing shows, 0: none */
    char *refusal;    /* why it can't be shown (missing, blank), for people; owned, NULL: it can */
};

/* The text without what no line of text has (text/paragraph.h), and with what no
 * font has replaced: by a table (arrows, dashes, spaces, marks), else by
 * Unicode's compatibility decomposition where it keeps the meaning (letters of
 * mathematics, full-width forms, ligatures). Each replacement is a note in diag.
 * `span` (NULL: none) is of the text, and the same letters of the new one afterwards; it stays
 * where there is none. The caller finishes the result. */
void gate_text(struct fonts *fonts, const char *text, struct snippet_span *span,
               struct gate_result *result, struct diag *diag);

/* Frees what it owns. */
void gate_finish(struct gate_result *result);

#endif
