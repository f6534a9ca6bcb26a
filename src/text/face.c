#include "face.h"

#include <assert.h>
#include <unictype.h>

#define REPLACEMENT 0xfffdu
#define VARIATION_TEXT 0xfe0eu
#define VARIATION_EMOJI 0xfe0fu
#define ZERO_WIDTH_JOINER 0x200du

bool code_is_ignorable(uint32_t code)
{
    return code == 0xad || code == 0x34f || code == 0x61c || (code >= 0x200b && code <= 0x200f) ||
           (code >= 0x202a && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) ||
           (code >= 0xfe00 && code <= 0xfe0f) || code == 0xfeff ||
           (code >= 0xe0000 && code <= 0xe01ef);
}

/* The widest ligature that there is (U+FDFD) takes some ten times the size. */
#define GLYPH_PER_SIZE 32
#define PX_26_6 64

long face_bounded(const struct face *face, long v_26_6)
{
    long most = (long)face->ft->size->metrics.y_ppem * GLYPH_PER_SIZE * PX_26_6;
    return v_26_6 > most ? most : v_26_6 < -most ? -most : v_26_6;
}

static bool face_has(const struct face *face, uint32_t code)
{
    /* What stands for a character that was lost looks like a box, and is none to air. */
    if (code == REPLACEMENT || code == FACE_SLASHED_ZERO)
        return false;
    return code_is_ignorable(code) || FT_Get_Char_Index(face->ft, code) != 0;
}

/* A face without a mark may still have base and mark as one character. */
bool face_has_cluster(const struct face *face, const uint32_t *codes, size_t count)
{
    assert(count > 0);
    uint32_t base = codes[0];
    for (size_t i = 1; i < count; i++) {
        hb_codepoint_t composed = 0;
        if (hb_unicode_compose(hb_unicode_funcs_get_default(), base, codes[i], &composed) &&
            face_has(face, composed))
            base = composed;
        else if (!face_has(face, codes[i]))
            return false;
    }
    return face_has(face, base);
}

static hb_bool_t find_glyph(hb_font_t *font, void *data, hb_codepoint_t code, hb_codepoint_t *glyph,
                            void *user)
{
    (void)data;
    (void)user;
    return hb_font_get_nominal_glyph(hb_font_get_parent(font),
                                     code == '0' ? FACE_SLASHED_ZERO : code, glyph);
}

void face_slash_zeros(struct face *face)
{
    if (FT_Get_Char_Index(face->ft, FACE_SLASHED_ZERO) == 0)
        return;
    hb_font_t *slashed = hb_font_create_sub_font(face->hb);
    hb_font_funcs_t *functions = hb_font_funcs_create();
    hb_font_funcs_set_nominal_glyph_func(functions, find_glyph, NULL, NULL);
    hb_font_set_funcs(slashed, functions, NULL, NULL);
    hb_font_funcs_destroy(functions);
    hb_font_destroy(face->hb); /* the sub-font holds it */
    face->hb = slashed;
}

bool codes_are_emoji(const uint32_t *codes, size_t count)
{
    assert(count > 0);
    for (size_t i = 1; i < count; i++)
        if (codes[i] == VARIATION_EMOJI || codes[i] == ZERO_WIDTH_JOINER)
            return uc_is_property_extended_pictographic(codes[0]) || codes[0] < 0x80;
    if (count > 1 && codes[1] == VARIATION_TEXT)
        return false;
    return codes[0] > 0x2000 && uc_is_property_emoji_presentation(codes[0]);
}

static bool is_han(uint32_t code)
{
    return (code >= 0x2e80 && code <= 0x2fdf) || (code >= 0x3005 && code <= 0x3007) ||
           (code >= 0x3400 && code <= 0x4dbf) || (code >= 0x4e00 && code <= 0x9fff) ||
           (code >= 0xf900 && code <= 0xfaff) || (code >= 0x20000 && code <= 0x3ffff);
}

const char *codes_language(const uint32_t *codes, size_t count)
{
    bool han = false;
    bool hangul = false;
    for (size_t i = 0; i < count; i++) {
        if (codes[i] >= 0x3040 && codes[i] <= 0x30ff)
            return "ja";
        han |= is_han(codes[i]);
        hangul |= codes[i] >= 0xac00 && codes[i] <= 0xd7af;
    }
    return hangul ? "ko" : han ? "zh-cn" : NULL;
}
