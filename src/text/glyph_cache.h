/* Rendered glyphs by face and glyph id. */
#ifndef TEXT_GLYPH_CACHE_H
#define TEXT_GLYPH_CACHE_H

#include "font_chain.h"

struct glyph_bitmap {
    int left;  /* from the pen to the first column */
    int top;   /* from the baseline up to the first row */
    int width; /* px */
    int height;
    uint8_t *coverage; /* height rows of width bytes; NULL for a picture */
    uint8_t *rgba;     /* height rows of width * 4 bytes, alpha not multiplied in; NULL: none */
    bool ink;          /* a px of it is seen */
};

/* An empty cache. The owner destroys it; NULL is fine there. */
struct glyph_cache *glyph_cache_create(void);
void glyph_cache_destroy(struct glyph_cache *cache);

/* The bitmap of a glyph (an id of FreeType's) of a face of the chain, rendered when it is not there
 * yet. Valid until the next call. NULL where FreeType can't render it, or has no bitmap for what it
 * says. */
const struct glyph_bitmap *glyph_cache_get(struct fonts *fonts, size_t face, uint32_t glyph);

/* Whether something of it is seen at the chain's size. */
bool glyph_cache_has_ink(struct fonts *fonts, size_t face, uint32_t glyph);

#endif
