/* A face: one font file at one size, and which characters it has. */
#ifndef TEXT_FACE_H
#define TEXT_FACE_H

#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A pixel of a fixed strike is shrunk to this many 65536ths, 65536: as it is. */
#define SHRINK_NONE 65536

/* Our own faces have the zero with a stroke here: a code that no text may have (Unicode's
 * noncharacters, The Unicode Standard, 23.7). fonts/facec.c has it, too. */
#define FACE_SLASHED_ZERO 0xfdd0u

struct face {
    FT_Face ft; /* NULL: it rests, or is gone (font_chain.h) */
    hb_font_t *hb;
    char *path; /* of its file */
    int index;  /* in the file */
    int size_px;
    int ascent_px;
    int descent_px;   /* below the baseline, positive */
    int raise_px;     /* of its glyphs above the line's baseline, to stand within the line */
    bool colour;      /* its glyphs are pictures, shrunk to the line */
    bool last_resort; /* asked after all others: Unifont */
    int32_t shrink_16_16;
    FT_Int32 load_flags;
};

/* A length of a glyph, px in 26.6 fixed point, as far as it makes sense beside the face's size:
 * what a damaged font states must not run over. */
long face_bounded(const struct face *face, long v_26_6);

/* Whether nothing is drawn for it in any font: joiners, variation selectors,
 * direction marks, soft hyphen (Unicode's Default_Ignorable_Code_Point, as far
 * as text uses it). */
bool code_is_ignorable(uint32_t code);

/* Whether a picture is meant by a cluster of at least one code point: by the character itself or
 * by a selector behind it (UTS #51, 4). */
bool codes_are_emoji(const uint32_t *codes, size_t count);

/* "ja", "ko" or "zh-cn": what the ideographs of a text are most likely written
 * in. NULL: there are none. */
const char *codes_language(const uint32_t *codes, size_t count);

/* Makes the face's zeros those with a stroke, where it has FACE_SLASHED_ZERO. An OpenType face has
 * them as the feature `zero`, which layout asks for. */
void face_slash_zeros(struct face *face);

/* Whether the face has the whole cluster of at least one code point, or needs no glyph for it. */
bool face_has_cluster(const struct face *face, const uint32_t *codes, size_t count);

#endif
