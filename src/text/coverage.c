/* Which face has what. */
#include <stdio.h>
#include <stdlib.h>
#include <unictype.h>
#include <unigbrk.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "face.h"

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

bool face_has(const struct face *face, uint32_t code)
{
    /* What stands for a character that was lost looks like a box, and is none to air. */
    if (code == REPLACEMENT)
        return false;
    return code_is_ignorable(code) || FT_Get_Char_Index(face->ft, code) != 0;
}

/* A face without a mark may still have base and mark as one character. */
bool face_has_cluster(const struct face *face, const uint32_t *codes, size_t count)
{
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

/* Whether a picture is meant: by the character itself or by a selector behind
 * it (UTS #51, 4). */
static bool is_emoji(const uint32_t *codes, size_t count)
{
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

enum kind {
    KIND_TEXT,
    KIND_PICTURE,
    KIND_LAST_RESORT,
};

static enum kind kind_of(const struct face *face)
{
    return face->last_resort ? KIND_LAST_RESORT : face->colour ? KIND_PICTURE : KIND_TEXT;
}

/* Among the faces from `first` up to `end`. */
static size_t find_kind(const struct fonts *fonts, size_t first, size_t end, enum kind kind,
                        const uint32_t *codes, size_t count)
{
    for (size_t i = first; i < end; i++)
        if (kind_of(&fonts->faces[i]) == kind && face_has_cluster(&fonts->faces[i], codes, count))
            return i;
    return FACE_NONE;
}

size_t fonts_find_face(struct fonts *fonts, const uint32_t *codes, size_t count,
                       const char *language)
{
    bool emoji = is_emoji(codes, count);
    size_t face = FACE_NONE;
    if (emoji) {
        face = find_kind(fonts, 0, fonts->count, KIND_PICTURE, codes, count);
        if (face == FACE_NONE)
            face = fallback_find(fonts, codes, count, true, NULL);
    }
    if (face == FACE_NONE)
        face = find_kind(fonts, 0, fonts->configured, KIND_TEXT, codes, count);
    if (face == FACE_NONE)
        face = fallback_find(fonts, codes, count, false, language);
    if (face == FACE_NONE && !emoji)
        face = find_kind(fonts, 0, fonts->count, KIND_PICTURE, codes, count);
    if (face == FACE_NONE)
        face = find_kind(fonts, 0, fonts->count, KIND_LAST_RESORT, codes, count);
    return face;
}

bool fonts_cover(struct fonts *fonts, const char *text, size_t length, size_t *offset,
                 uint32_t *code)
{
    uint32_t *codes = memory_alloc(length, sizeof *codes);
    size_t *offsets = memory_alloc(length, sizeof *offsets);
    char *breaks = memory_alloc(length, 1);
    size_t count = 0;
    for (size_t at = 0; at < length;) {
        size_t size = utf8_decode(text + at, length - at, &codes[count]);
        offsets[count++] = at;
        at += size ? size : length;
    }
    u32_grapheme_breaks(codes, count, breaks);
    const char *language = codes_language(codes, count);
    bool covered = true;
    for (size_t at = 0; at < count && covered;) {
        size_t end = at + 1;
        while (end < count && !breaks[end])
            end++;
        covered = fonts_find_face(fonts, codes + at, end - at, language) != FACE_NONE;
        if (!covered) {
            *offset = offsets[at];
            *code = codes[at];
        }
        at = end;
    }
    free(breaks);
    free(offsets);
    free(codes);
    return covered;
}

#define CLUSTER_CODES 32 /* more than any cluster of a language has */

const char *fonts_name_for(struct fonts *fonts, const char *text, size_t length, char *out,
                           size_t size)
{
    uint32_t codes[CLUSTER_CODES] = {0};
    char breaks[CLUSTER_CODES] = {0};
    size_t count = 0;
    for (size_t at = 0; at < length && count < CLUSTER_CODES; count++) {
        size_t taken = utf8_decode(text + at, length - at, &codes[count]);
        at += taken ? taken : length;
    }
    u32_grapheme_breaks(codes, count, breaks);
    size_t end = count > 0;
    while (end < count && !breaks[end])
        end++;
    size_t face = end ? fonts_find_face(fonts, codes, end, codes_language(codes, end)) : FACE_NONE;
    if (face == FACE_NONE)
        return NULL;
    FT_Face ft = fonts->faces[face].ft;
    snprintf(out, size, "%s%s%s", ft->family_name ? ft->family_name : "?",
             ft->style_name ? " " : "", ft->style_name ? ft->style_name : "");
    return out;
}
