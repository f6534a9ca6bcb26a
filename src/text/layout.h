/* Layout: a text becomes glyphs at places, in visual order. */
#ifndef TEXT_LAYOUT_H
#define TEXT_LAYOUT_H

#include "face.h"

struct placed_glyph {
    size_t face;
    uint32_t glyph;
    int x, y;       /* px: of the pen, from the left and from the baseline up */
    int advance_px; /* to the next pen position */
    size_t offset;  /* byte of the text where its cluster begins */
};

struct layout {
    struct placed_glyph *glyphs;
    size_t count;
    size_t capacity;
    int width; /* px, sum of the advances */
    bool right_to_left;
    size_t missing; /* clusters without a face; left out */
};

/* Lays out valid UTF-8. Warnings in diag: a character left out, a text cut. */
void layout_text(struct fonts *fonts, const char *text, size_t length, struct layout *layout,
                 struct diag *diag);
void layout_finish(struct layout *layout);

#endif
