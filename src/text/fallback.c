#include "fallback.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "drawn.h"
#include "known_fonts.h"

#define ASKED_MAX 64 /* characters that no font has, remembered */

/* What fontconfig knows beyond the configured faces: its list of fonts, ordered
 * once by how near they are to the first face; a character takes the nearest
 * that has it. */
struct fallback {
    FcFontSet *sorted;        /* NULL: fontconfig has none */
    size_t *faces;            /* of each of them: its index in fonts, or: */
    uint32_t none[ASKED_MAX]; /* a ring */
    size_t none_count;
};

#define FACE_CLOSED (SIZE_MAX - 1) /* not opened yet */

static FcFontSet *sort_fonts(const struct fonts *fonts)
{
    FcResult result;
    bool bold = fonts->faces[0].ft->style_flags & FT_STYLE_FLAG_BOLD;
    FcPattern *query = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, "sans-serif", FC_WEIGHT,
                                      FcTypeInteger, bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR,
                                      FC_SLANT, FcTypeInteger, FC_SLANT_ROMAN, (char *)NULL);
    FcConfig *known = known_fonts();
    FcConfigSubstitute(known, query, FcMatchPattern);
    FcDefaultSubstitute(query);
    FcFontSet *sorted = FcFontSort(known, query, FcFalse, NULL, &result);
    FcPatternDestroy(query);
    return sorted;
}

static struct fallback *create(const struct fonts *fonts)
{
    struct fallback *fallback = memory_alloc(1, sizeof *fallback);
    fallback->sorted = sort_fonts(fonts);
    size_t count = fallback->sorted ? (size_t)fallback->sorted->nfont : 0;
    fallback->faces = memory_alloc(count, sizeof *fallback->faces);
    for (size_t i = 0; i < count; i++)
        fallback->faces[i] = FACE_CLOSED;
    return fallback;
}

void fallback_destroy(struct fallback *fallback)
{
    if (!fallback)
        return;
    if (fallback->sorted)
        FcFontSetDestroy(fallback->sorted);
    free(fallback->faces);
    free(fallback);
}

static bool flag_of(const FcPattern *font, const char *name)
{
    FcBool value = FcFalse;
    return FcPatternGetBool(font, name, 0, &value) == FcResultMatch && value;
}

static bool is_unifont(const FcPattern *font)
{
    FcChar8 *family = NULL;
    return FcPatternGetString(font, FC_FAMILY, 0, &family) == FcResultMatch &&
           strncasecmp((const char *)family, "unifont", strlen("unifont")) == 0;
}

static bool has_language(const FcPattern *font, const char *language)
{
    FcLangSet *languages = NULL;
    return FcPatternGetLangSet(font, FC_LANG, 0, &languages) == FcResultMatch &&
           FcLangSetHasLang(languages, (const FcChar8 *)language) == FcLangEqual;
}

static bool has_codes(const FcPattern *font, const uint32_t *codes, size_t count)
{
    FcCharSet *set = NULL;
    if (FcPatternGetCharSet(font, FC_CHARSET, 0, &set) != FcResultMatch)
        return false;
    if (!FcCharSetHasChar(set, codes[0]))
        return false;
    for (size_t i = 1; i < count; i++)
        if (!code_is_ignorable(codes[i]) && !FcCharSetHasChar(set, codes[i]))
            return false;
    return true;
}

/* What is looked for, in the order of the passes. */
struct wanted {
    const uint32_t *codes;
    size_t count;
    bool emoji;
    bool unifont;
    const char *language; /* NULL: any */
};

static bool suits(const FcPattern *font, const struct wanted *wanted)
{
    if (flag_of(font, FC_COLOR) != wanted->emoji || is_unifont(font) != wanted->unifont)
        return false;
    if (!wanted->emoji && !wanted->unifont && !flag_of(font, FC_SCALABLE))
        return false;
    return has_codes(font, wanted->codes, wanted->count) &&
           (!wanted->language || has_language(font, wanted->language));
}

static size_t open_font(struct fonts *fonts, size_t font, bool ideographs)
{
    struct fallback *fallback = fonts->fallback;
    FcChar8 *path = NULL;
    int index = 0;
    if (fallback->faces[font] != FACE_CLOSED)
        return fallback->faces[font];
    FcPatternGetInteger(fallback->sorted->fonts[font], FC_INDEX, 0, &index);
    if (FcPatternGetString(fallback->sorted->fonts[font], FC_FILE, 0, &path) == FcResultMatch)
        fallback->faces[font] = font_chain_add(fonts, (const char *)path, index,
                                               ideographs ? FACE_FIT_EM_BOX : FACE_FIT_METRICS);
    else
        fallback->faces[font] = FACE_NONE;
    return fallback->faces[font];
}

static size_t find_wanted(struct fonts *fonts, const struct wanted *wanted)
{
    const FcFontSet *sorted = fonts->fallback->sorted;
    bool ideographs = codes_language(wanted->codes, wanted->count) != NULL;
    for (int i = 0; sorted && i < sorted->nfont; i++) {
        if (!suits(sorted->fonts[i], wanted))
            continue;
        size_t face = open_font(fonts, (size_t)i, ideographs);
        if (face != FACE_NONE && drawn_cluster(fonts, face, wanted->codes, wanted->count))
            return face;
    }
    return FACE_NONE;
}

static bool is_known_missing(const struct fallback *fallback, uint32_t code)
{
    size_t count = fallback->none_count < ASKED_MAX ? fallback->none_count : ASKED_MAX;
    for (size_t i = 0; i < count; i++)
        if (fallback->none[i] == code)
            return true;
    return false;
}

static bool has_last_resort(const struct fonts *fonts)
{
    for (size_t i = 0; i < fonts->configured; i++)
        if (fonts->faces[i].last_resort)
            return true;
    return false;
}

size_t fallback_find(struct fonts *fonts, const uint32_t *codes, size_t count, bool emoji,
                     const char *language)
{
    assert(count > 0 && fonts->count > 0);
    if (!fonts->fallback)
        fonts->fallback = create(fonts);
    struct fallback *fallback = fonts->fallback;
    if (count == 1 && is_known_missing(fallback, codes[0]))
        return FACE_NONE;
    struct wanted wanted = {codes, count, emoji, false, language};
    size_t face = find_wanted(fonts, &wanted);
    wanted.language = NULL;
    if (face == FACE_NONE && language)
        face = find_wanted(fonts, &wanted);
    wanted.unifont = true;
    if (face == FACE_NONE && !emoji && !has_last_resort(fonts))
        face = find_wanted(fonts, &wanted);
    if (face == FACE_NONE && count == 1 && !emoji)
        fallback->none[fallback->none_count++ % ASKED_MAX] = codes[0];
    return face;
}
