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

/* A pixel of a fixed strike is shrunk to this many 65536ths, 65536: as it is. */
#define SHRINK_NONE 65536

struct face {
    FT_Face ft;
    hb_font_t *hb;
    int ascent_px;
    int descent_px;   /* below the baseline, positive */
    int raise_px;     /* of its glyphs above the line's baseline, to stand within the line */
    bool colour;      /* its glyphs are pictures, shrunk to the line */
    bool last_resort; /* asked after all others: Unifont */
    int32_t shrink_16_16;
    FT_Int32 load_flags;
};

struct glyph_bitmap {
    int left;  /* from the pen to the first column */
    int top;   /* from the baseline up to the first row */
    int width; /* px */
    int height;
    uint8_t *coverage; /* height rows of width bytes; NULL for a picture */
    uint8_t *rgba;     /* height rows of width * 4 bytes, alpha not multiplied in; NULL: none */
};

struct glyph_cache;
struct fallback;

#define FACES_MAX 64 /* configured ones and those that fontconfig gave */
#define FACE_NONE SIZE_MAX

struct fonts {
    FT_Library library;
    FcConfig *fontconfig;
    struct face faces[FACES_MAX];
    size_t count;
    size_t configured; /* the first ones of them */
    int size_px;
    int room_px; /* for a line, before scaling; 0: no limit */
    int scale;
    int ascent_px; /* of the first face, before scaling: all lines have it */
    int descent_px;
    FT_Int32 load_flags; /* of all, before each face adds its own */
    bool antialias;
    struct glyph_cache *cache;
    struct fallback *fallback; /* NULL until it is needed */
};

/* Whether the face has the character, or needs no glyph for it. */
bool face_has(const struct face *face, uint32_t code);

/* Whether nothing is drawn for it in any font: joiners, variation selectors,
 * direction marks, soft hyphen (Unicode's Default_Ignorable_Code_Point, as far
 * as text uses it). */
bool code_is_ignorable(uint32_t code);

/* How a further face is made to fit in the line of the first. */
enum face_fit {
    FACE_FIT_METRICS, /* by its ascender and descender */
    FACE_FIT_EM_BOX,  /* ideographs fill the em box */
};

/* Opens the face and adds it; its index, FACE_NONE when it can't be. */
size_t fonts_add_face(struct fonts *fonts, const char *path, int index, enum face_fit fit);

/* Where no face so far has the cluster of code points: what fontconfig knows.
 * Opened and added; FACE_NONE when there is none. `language` (BCP 47, NULL: any)
 * decides between faces for Han. */
size_t fallback_find(struct fonts *fonts, const uint32_t *codes, size_t count, bool emoji,
                     const char *language);
void fallback_destroy(struct fallback *fallback);

/* Whether the face has the whole cluster. */
bool face_has_cluster(const struct face *face, const uint32_t *codes, size_t count);

/* The face for a grapheme cluster: a picture face for an emoji, else the first
 * configured one that has all of it, else what fontconfig knows, else a face of
 * last resort. FACE_NONE when nothing has it. */
size_t fonts_find_face(struct fonts *fonts, const uint32_t *codes, size_t count,
                       const char *language);

/* "ja", "ko" or "zh-cn": what the ideographs of a text are most likely written
 * in. NULL: there are none. */
const char *codes_language(const uint32_t *codes, size_t count);

struct glyph_cache *glyph_cache_create(void);
void glyph_cache_destroy(struct glyph_cache *cache);

/* The glyph's bitmap, rendered when it is not there yet. Valid until the next
 * call. NULL where FreeType can't render it. */
const struct glyph_bitmap *glyph_cache_get(struct fonts *fonts, size_t face, uint32_t glyph);

#endif
