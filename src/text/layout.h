/* Layout: a piece of a paragraph becomes glyphs at places, in visual order. */
#ifndef TEXT_LAYOUT_H
#define TEXT_LAYOUT_H

#include "paragraph.h"

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
    int width;      /* px, sum of the advances */
    size_t missing; /* glyphs without a shape; left out */
};

/* Lays out the code points [from, to) of the paragraph as one line, up to the widest strip;
 * layout_finish frees its glyphs. */
void layout_line(const struct fonts *fonts, const struct paragraph *paragraph, size_t from,
                 size_t to, struct layout *layout);
void layout_finish(struct layout *layout);

#endif
