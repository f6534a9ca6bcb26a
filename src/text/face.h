/* What the rooms of this stage share: faces, the chain, and the glyph cache. */
#ifndef TEXT_FACE_H
#define TEXT_FACE_H

#include <ft2build.h>
#include FT_FREETYPE_H
#include <fontconfig/fontconfig.h>
#include <hb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "text/font.h"

struct face {
    FT_Face ft;
    hb_font_t *hb;
    int ascent_px;
    int descent_px; /* below the baseline, positive */
};

struct glyph_bitmap {
    int left;  /* from the pen to the first column */
    int top;   /* from the baseline up to the first row */
    int width; /* px */
    int height;
    uint8_t *coverage; /* height rows of width bytes */
};

struct glyph_cache;

struct fonts {
    FT_Library library;
    FcConfig *fontconfig;
    struct face faces[CONFIG_FONTS_MAX];
    size_t count;
    int scale;
    int ascent_px; /* of the first face, before scaling: all lines have it */
    int descent_px;
    FT_Int32 load_flags;
    bool antialias;
    struct glyph_cache *cache;
};

/* Whether the face has the character, or needs no glyph for it. */
bool face_has(const struct face *face, uint32_t code);

/* Whether nothing is drawn for it in any font: joiners, variation selectors,
 * direction marks, soft hyphen (Unicode's Default_Ignorable_Code_Point, as far
 * as text uses it). */
bool code_is_ignorable(uint32_t code);

/* The first face that has the whole cluster of code points; count when none. */
size_t fonts_find_face(const struct fonts *fonts, const uint32_t *codes, size_t count);

/* How many of the code points from `start` on belong together: a base and its
 * marks, joined sequences. At least 1 (when start < count). */
size_t cluster_length(const uint32_t *codes, size_t start, size_t count);

struct glyph_cache *glyph_cache_create(void);
void glyph_cache_destroy(struct glyph_cache *cache);

/* The glyph's bitmap, rendered when it is not there yet. Valid until the next
 * call. NULL where FreeType can't render it. */
const struct glyph_bitmap *glyph_cache_get(struct fonts *fonts, size_t face, uint32_t glyph);

#endif
