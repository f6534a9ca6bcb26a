#include "text/font.h"

#include <hb-ft.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "face.h"

#define PX_26_6 64

static int ceil_px(long v_26_6)
{
    return (int)((v_26_6 + PX_26_6 - 1) / PX_26_6);
}

/* Our own fonts: by bare name, in the folder of the environment, the installed
 * one, or the build's. */
static char *find_own(const char *name)
{
    const char *folders[] = {getenv("MOTOGRAPH_FONTS"), MOTOGRAPH_DATA "/fonts", "build/fonts"};
    static const char *const endings[] = {"bdf", "otb", "pcf", "pcf.gz", "ttf", "otf"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        for (size_t k = 0; folders[i] && k < sizeof endings / sizeof endings[0]; k++) {
            char *path = memory_format("%s/%s.%s", folders[i], name, endings[k]);
            if (access(path, R_OK) == 0)
                return path;
            free(path);
        }
    }
    return NULL;
}

/* fontconfig always finds something; only the family that was asked for counts. */
static bool is_family(FcPattern *found, FcPattern *asked)
{
    FcChar8 *wanted = NULL;
    if (FcPatternGetString(asked, FC_FAMILY, 0, &wanted) != FcResultMatch)
        return false;
    FcChar8 *family = NULL;
    for (int i = 0; FcPatternGetString(found, FC_FAMILY, i, &family) == FcResultMatch; i++)
        if (strcasecmp((const char *)family, (const char *)wanted) == 0)
            return true;
    return false;
}

static char *find_by_fontconfig(FcConfig *config, const char *name, int *index)
{
    FcPattern *asked = FcNameParse((const FcChar8 *)name);
    if (!asked)
        return NULL;
    FcPattern *query = FcPatternDuplicate(asked);
    FcConfigSubstitute(config, query, FcMatchPattern);
    FcDefaultSubstitute(query);
    FcResult result;
    FcPattern *found = FcFontMatch(config, query, &result);
    FcChar8 *file = NULL;
    char *path = NULL;
    if (found && is_family(found, asked) &&
        FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch) {
        path = memory_copy_string((const char *)file);
        FcPatternGetInteger(found, FC_INDEX, 0, index);
    }
    if (found)
        FcPatternDestroy(found);
    FcPatternDestroy(query);
    FcPatternDestroy(asked);
    return path;
}

static const char *package_of(const char *name)
{
    static const struct {
        const char *start;
        const char *package;
    } known[] = {
        {"DejaVu", "fonts-dejavu-core"},
        {"Unifont", "fonts-unifont"},
        {"Noto Sans CJK", "fonts-noto-cjk"},
        {"Noto Color Emoji", "fonts-noto-color-emoji"},
        {"Noto", "fonts-noto-core"},
        {"Terminus", "xfonts-terminus"},
        {"7x13", "xfonts-base"},
        {"Liberation", "fonts-liberation"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strncasecmp(name, known[i].start, strlen(known[i].start)) == 0)
            return known[i].package;
    return NULL;
}

static bool tell_missing(const char *name, struct diag *diag)
{
    const char *package = package_of(name);
    if (package)
        return diag_error(diag, "text.fonts: there is no font \"%s\"; Debian's package %s has it",
                          name, package);
    return diag_error(diag,
                      "text.fonts: there is no font \"%s\": neither a file, nor one of ours, nor "
                      "known to fontconfig (fc-list shows what is)",
                      name);
}

/* The strike whose height is nearest to what was asked. */
static int nearest_strike(FT_Face ft, int size_px)
{
    int best = 0;
    for (int i = 1; i < ft->num_fixed_sizes; i++)
        if (abs(ft->available_sizes[i].height - size_px) <
            abs(ft->available_sizes[best].height - size_px))
            best = i;
    return best;
}

static bool set_size(struct face *face, int size_px)
{
    FT_Error error = FT_IS_SCALABLE(face->ft)
                         ? FT_Set_Pixel_Sizes(face->ft, 0, (FT_UInt)size_px)
                         : FT_Select_Size(face->ft, nearest_strike(face->ft, size_px));
    const FT_Size_Metrics *metrics = &face->ft->size->metrics;
    face->ascent_px = ceil_px(metrics->ascender);
    face->descent_px = ceil_px(-metrics->descender);
    return error == 0;
}

/* A fallback face must fit in the line of the first one. */
static bool fit_size(const struct fonts *fonts, struct face *face, int size_px)
{
    if (!set_size(face, size_px))
        return false;
    if (fonts->count == 0 || !FT_IS_SCALABLE(face->ft))
        return true;
    while (size_px > 1 &&
           (face->ascent_px > fonts->ascent_px + 1 || face->descent_px > fonts->descent_px + 1))
        if (!set_size(face, --size_px))
            return false;
    return true;
}

static bool open_face(struct fonts *fonts, const char *name, int size_px, struct diag *diag)
{
    int index = 0;
    char *path = strchr(name, '/') ? memory_copy_string(name) : find_own(name);
    if (!path)
        path = find_by_fontconfig(fonts->fontconfig, name, &index);
    if (!path)
        return tell_missing(name, diag);
    struct face face = {0};
    FT_Error error = FT_New_Face(fonts->library, path, index, &face.ft);
    if (error || !fit_size(fonts, &face, size_px)) {
        diag_error(diag, "text.fonts: %s: %s", path,
                   access(path, R_OK) == 0 ? "not a font that FreeType reads" : "can't be opened");
        if (!error)
            FT_Done_Face(face.ft);
        free(path);
        return false;
    }
    free(path);
    face.hb = hb_ft_font_create_referenced(face.ft);
    hb_ft_font_set_load_flags(face.hb, fonts->load_flags);
    fonts->faces[fonts->count++] = face;
    if (fonts->count == 1) {
        fonts->ascent_px = face.ascent_px;
        fonts->descent_px = face.descent_px;
    }
    return true;
}

struct fonts *fonts_open(const struct config_text *config, struct diag *diag)
{
    struct fonts *fonts = memory_alloc(1, sizeof *fonts);
    fonts->scale = config->scale;
    fonts->antialias = config->antialias == CONFIG_ANTIALIAS_FOUR;
    fonts->load_flags = fonts->antialias ? FT_LOAD_TARGET_LIGHT : FT_LOAD_TARGET_MONO;
    fonts->cache = glyph_cache_create();
    fonts->fontconfig = FcInitLoadConfigAndFonts();
    bool good = FT_Init_FreeType(&fonts->library) == 0;
    if (!good)
        diag_error(diag, "FreeType can't be started");
    for (size_t i = 0; good && i < config->font_count; i++)
        good &= open_face(fonts, config->fonts[i], config->size_px, diag);
    if (good && fonts->count == 0)
        good = diag_error(diag, "text.fonts: at least one font is wanted");
    if (good)
        return fonts;
    fonts_close(fonts);
    return NULL;
}

void fonts_close(struct fonts *fonts)
{
    if (!fonts)
        return;
    glyph_cache_destroy(fonts->cache);
    for (size_t i = 0; i < fonts->count; i++) {
        hb_font_destroy(fonts->faces[i].hb);
        FT_Done_Face(fonts->faces[i].ft);
    }
    if (fonts->library)
        FT_Done_FreeType(fonts->library);
    if (fonts->fontconfig)
        FcConfigDestroy(fonts->fontconfig);
    free(fonts);
}

int fonts_line_height_px(const struct fonts *fonts)
{
    return (fonts->ascent_px + fonts->descent_px) * fonts->scale;
}

int fonts_ascent_px(const struct fonts *fonts)
{
    return fonts->ascent_px * fonts->scale;
}

int32_t fonts_mean_advance_26_6(const struct fonts *fonts)
{
    /* Each letter about as often as in English text, with its share of spaces. */
    static const char sample[] = "eeeeetttaaaooiinnsshhrrddllcumwfgypbvk      ";
    const struct face *face = &fonts->faces[0];
    long total = 0;
    for (size_t i = 0; i < sizeof sample - 1; i++) {
        FT_UInt glyph = FT_Get_Char_Index(face->ft, (FT_ULong)sample[i]);
        if (FT_Load_Glyph(face->ft, glyph, fonts->load_flags) == 0)
            total += face->ft->glyph->advance.x;
    }
    return (int32_t)(total / (long)(sizeof sample - 1)) * fonts->scale;
}

bool code_is_ignorable(uint32_t code)
{
    return code == 0xad || code == 0x34f || code == 0x61c || (code >= 0x200b && code <= 0x200f) ||
           (code >= 0x202a && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) ||
           (code >= 0xfe00 && code <= 0xfe0f) || code == 0xfeff ||
           (code >= 0xe0100 && code <= 0xe01ef);
}

bool face_has(const struct face *face, uint32_t code)
{
    return code_is_ignorable(code) || FT_Get_Char_Index(face->ft, code) != 0;
}

static bool is_mark(uint32_t code)
{
    hb_unicode_general_category_t category =
        hb_unicode_general_category(hb_unicode_funcs_get_default(), code);
    return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

#define ZERO_WIDTH_JOINER 0x200du

size_t cluster_length(const uint32_t *codes, size_t start, size_t count)
{
    size_t at = start + 1;
    while (at < count && (is_mark(codes[at]) || code_is_ignorable(codes[at]) ||
                          codes[at - 1] == ZERO_WIDTH_JOINER))
        at++;
    return at - start;
}

/* A face without a mark may still have base and mark as one character. */
static bool face_has_cluster(const struct face *face, const uint32_t *codes, size_t count)
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

size_t fonts_find_face(const struct fonts *fonts, const uint32_t *codes, size_t count)
{
    size_t face = 0;
    while (face < fonts->count && !face_has_cluster(&fonts->faces[face], codes, count))
        face++;
    return face;
}

bool fonts_cover(struct fonts *fonts, const char *text, size_t length, size_t *offset,
                 uint32_t *code)
{
    uint32_t *codes = memory_alloc(length, sizeof *codes);
    size_t *offsets = memory_alloc(length, sizeof *offsets);
    size_t count = 0;
    for (size_t at = 0; at < length;) {
        size_t size = utf8_decode(text + at, length - at, &codes[count]);
        offsets[count++] = at;
        at += size ? size : length;
    }
    bool covered = true;
    for (size_t at = 0; at < count && covered;) {
        size_t size = cluster_length(codes, at, count);
        covered = fonts_find_face(fonts, codes + at, size) < fonts->count;
        if (!covered) {
            *offset = offsets[at];
            *code = codes[at];
        }
        at += size;
    }
    free(offsets);
    free(codes);
    return covered;
}
