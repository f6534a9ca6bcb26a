/* A snippet's words as they are shown: of what is stored (struct snippet's text), with a note, in
 * letters that the zone's fonts have. The note is that it was corrected (layout.corrected_word),
 * that its embargo has just ended (layout.lifted_word), or its age where layout.age asks for it:
 * the first of them that holds. Where layout.age dims, what is old stands in less light. House
 * lines, take-overs and the pages of a quotation have no age.
 */
#ifndef LAYOUT_SHOWN_H
#define LAYOUT_SHOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "news/snippet.h"
#include "text/font.h"

struct config_layout;

/* Zero-initialised is empty. */
struct shown {
    char *text;                       /* UTF-8; owned */
    size_t bare;                      /* bytes of it before the note */
    char *note;                       /* "5 h", "CORRECTED"; NULL: none; owned */
    struct snippet_span speaker_span; /* where in it the speaker stands */
    int dimmed;                       /* percent of the light that is left to it; 0: all */
};

/* The words at now_ms (wall time). NULL, or why they can't be shown: a text for people that the
 * caller frees; nothing is shown then. The caller finishes it in any case; notes of the glyph
 * gate go into diag. */
char *shown_make(struct shown *shown, const struct config_layout *layout, struct fonts *fonts,
                 const struct snippet *snippet, int64_t now_ms, struct diag *diag);

/* Frees its texts and leaves it empty. */
void shown_finish(struct shown *shown);

#endif
