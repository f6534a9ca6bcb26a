/* A paragraph: the text as code points, each with what itemising finds out. */
#ifndef TEXT_PARAGRAPH_H
#define TEXT_PARAGRAPH_H

#include <fribidi.h>

#include "font_chain.h"

struct paragraph {
    uint32_t *codes;
    size_t *offsets; /* bytes of the text */
    size_t *faces;   /* FACE_NONE: nothing has it, it is left out */
    hb_script_t *scripts;
    FriBidiLevel *levels;
    char *graphemes; /* 1: a grapheme cluster begins here (UAX #29) */
    size_t count;
    bool right_to_left; /* the first strong character's direction (UAX #9, P2, P3) */
    size_t missing;     /* clusters without a face */
};

/* Takes valid UTF-8 without what no line of text has: control characters,
 * overrides, towers of marks, long runs of invisible characters. What was taken
 * away is a warning in diag. paragraph_finish frees what it holds; the text is not kept. */
void paragraph_init(struct paragraph *paragraph, struct fonts *fonts, const char *text,
                    size_t length, struct diag *diag);
void paragraph_finish(struct paragraph *paragraph);

#endif
