#include "text/font.h"

#include <hb-ft.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/memory.h"
#include "config/data.h"
#include "config/text_keys.h"
#include "face.h"

#define PX_26_6 64

static int ceil_px(long v_26_6)
{
    return (int)((v_26_6 + PX_26_6 - 1) / PX_26_6);
}

/* Our own fonts: by bare name, among the program's data. */
static char *find_own(const char *name)
{
    static const char *const endings[] = {"bdf", "otb", "pcf", "pcf.gz", "ttf", "otf"};
    for (size_t k = 0; k < sizeof endings / sizeof endings[0]; k++) {
        char *path = memory_format("%s/fonts/%s.%s", data_folder(), name, endings[k]);
        if (access(path, R_OK) == 0)
            return path;
        free(path);
    }
    return NULL;
}

/* Our own sizes, the largest first, and how high a line of each is (fonts/). */
static const struct own_size {
    const char *name;
    int size_px, line_px;
} own_sizes[] = {{"motograph-26", 26, 32}, {"motograph-13", 13, 16}, {"motograph-7", 7, 12}};

/* The one that is nearest to what is asked for, among those that fit; the smallest where none does.
 */
static const char *own_name(const struct fonts *fonts)
{
    const size_t count = sizeof own_sizes / sizeof *own_sizes;
    const struct own_size *best = &own_sizes[count - 1];
    for (size_t i = 0; i < count; i++)
        if ((fonts->room_px == 0 || own_sizes[i].line_px <= fonts->room_px) &&
            abs(own_sizes[i].size_px - fonts->size_px) < abs(best->size_px - fonts->size_px))
            best = &own_sizes[i];
    return best->name;
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

/* Ideographs stand in their em box, of which 0.12 is below the baseline. */
#define EM_DESCENT_PERCENT 12

static bool set_em_box(struct face *face, int size_px)
{
    if (!set_size(face, size_px))
        return false;
    face->descent_px = (size_px * EM_DESCENT_PERCENT + 50) / 100;
    face->ascent_px = size_px - face->descent_px;
    return true;
}

/* A strike of pictures is far larger than a line: it is shrunk to its height. */
static void shrink_to_line(const struct fonts *fonts, struct face *face)
{
    int line = fonts->count ? fonts->ascent_px + fonts->descent_px : fonts->size_px;
    int height = face->ascent_px + face->descent_px;
    face->colour = true;
    if (height > line)
        face->shrink_16_16 = (int32_t)((int64_t)line * SHRINK_NONE / height);
    face->ascent_px = (int)((int64_t)face->ascent_px * face->shrink_16_16 / SHRINK_NONE);
    face->descent_px = line - face->ascent_px;
}

/* A face may go out of the line by so much: what it states is seldom all used. */
#define SLACK_PX 1
/* And be moved up or down within the line by this share of it. */
#define RAISE_PER_LINE 8

/* How far the face must be raised (lowered, if negative) to stand within the line; false where it
 * is too large, or would stand too far from the letters beside it. Thai and Devanagari state much
 * below the baseline, where our own faces have little: moved, they may be half as large again. */
static bool fits_raised(const struct fonts *fonts, struct face *face)
{
    int line = fonts->ascent_px + fonts->descent_px;
    int below = face->descent_px - fonts->descent_px - SLACK_PX;
    int above = face->ascent_px - fonts->ascent_px - SLACK_PX;
    face->raise_px = below > 0 ? below : above > 0 ? -above : 0;
    return below + above <= 0 && abs(face->raise_px) <= line / RAISE_PER_LINE;
}

static bool fits_level(const struct fonts *fonts, struct face *face)
{
    return face->ascent_px <= fonts->ascent_px && face->descent_px <= fonts->descent_px;
}

static bool fits_line(const struct fonts *fonts, struct face *face, enum face_fit fit)
{
    if (fonts->count == 0)
        return fonts->room_px == 0 || face->ascent_px + face->descent_px <= fonts->room_px;
    return fit == FACE_FIT_EM_BOX ? fits_level(fonts, face) : fits_raised(fonts, face);
}

/* The first face must fit in the room, a fallback face in the line of the first one. */
static bool fit_size(const struct fonts *fonts, struct face *face, enum face_fit fit)
{
    bool (*set)(struct face *, int) = fit == FACE_FIT_EM_BOX ? set_em_box : set_size;
    int size_px = fonts->size_px;
    if (!set(face, size_px))
        return false;
    if (!FT_IS_SCALABLE(face->ft) && FT_HAS_COLOR(face->ft))
        shrink_to_line(fonts, face);
    if (!FT_IS_SCALABLE(face->ft))
        return true;
    while (size_px > 1 && !fits_line(fonts, face, fit))
        if (!set(face, --size_px))
            return false;
    return true;
}

static bool is_last_resort(FT_Face ft)
{
    return ft->family_name && strncasecmp(ft->family_name, "unifont", strlen("unifont")) == 0;
}

/* Below this, a stroke of a text face is nearer to one px than to two. */
#define ONE_PX_STROKES_BELOW_PX 16

/* FreeType's own hinter makes thin strokes evenly one px; what most fonts bring along lets some be
 * two. The first face is the editor's choice, hinted as its makers meant it. */
static FT_Int32 load_flags_of(const struct fonts *fonts, const struct face *face)
{
    bool thin = face->ft->size->metrics.y_ppem < ONE_PX_STROKES_BELOW_PX && !fonts->antialias;
    FT_Int32 flags = fonts->load_flags | (face->colour ? FT_LOAD_COLOR : 0);
    return thin && fonts->count > 0 && !face->last_resort ? flags | FT_LOAD_FORCE_AUTOHINT : flags;
}

size_t fonts_add_face(struct fonts *fonts, const char *path, int index, enum face_fit fit)
{
    struct face face = {.shrink_16_16 = SHRINK_NONE};
    if (fonts->count == FACES_MAX || FT_New_Face(fonts->library, path, index, &face.ft))
        return FACE_NONE;
    if (!fit_size(fonts, &face, fit)) {
        FT_Done_Face(face.ft);
        return FACE_NONE;
    }
    face.last_resort = is_last_resort(face.ft);
    face.hb = hb_ft_font_create_referenced(face.ft);
    face.load_flags = load_flags_of(fonts, &face);
    hb_ft_font_set_load_flags(face.hb, face.load_flags);
    fonts->faces[fonts->count++] = face;
    if (fonts->count == 1) {
        fonts->ascent_px = face.ascent_px;
        fonts->descent_px = face.descent_px;
    }
    return fonts->count - 1;
}

static bool open_face(struct fonts *fonts, const char *name, struct diag *diag)
{
    int index = 0;
    if (strcmp(name, FONTS_OWN_FAMILY) == 0)
        name = own_name(fonts);
    char *path = strchr(name, '/') ? memory_copy_string(name) : find_own(name);
    if (!path)
        path = find_by_fontconfig(fonts->fontconfig, name, &index);
    if (!path)
        return tell_missing(name, diag);
    bool good = fonts_add_face(fonts, path, index, FACE_FIT_METRICS) != FACE_NONE;
    if (!good)
        diag_error(diag, "text.fonts: %s: %s", path,
                   access(path, R_OK) == 0 ? "not a font that FreeType reads" : "can't be opened");
    free(path);
    return good;
}

struct fonts *fonts_open(const struct config_text *config, struct diag *diag)
{
    return fonts_open_within(config, 0, diag);
}

struct fonts *fonts_open_within(const struct config_text *config, int room_px, struct diag *diag)
{
    struct fonts *fonts = memory_alloc(1, sizeof *fonts);
    fonts->scale = config->scale;
    fonts->size_px = config->size_px;
    fonts->room_px = room_px / config->scale;
    fonts->antialias = config->antialias == CONFIG_ANTIALIAS_FOUR;
    fonts->load_flags = fonts->antialias ? FT_LOAD_TARGET_LIGHT : FT_LOAD_TARGET_MONO;
    fonts->cache = glyph_cache_create();
    fonts->fontconfig = FcInitLoadConfigAndFonts();
    bool good = FT_Init_FreeType(&fonts->library) == 0;
    if (!good)
        diag_error(diag, "FreeType can't be started");
    for (size_t i = 0; good && i < config->font_count; i++)
        good &= open_face(fonts, config->fonts[i], diag);
    fonts->configured = fonts->count;
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
    fallback_destroy(fonts->fallback);
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

int fonts_cap_height_px(const struct fonts *fonts)
{
    FT_Face ft = fonts->faces[0].ft;
    FT_UInt glyph = FT_Get_Char_Index(ft, 'I');
    if (glyph == 0 || FT_Load_Glyph(ft, glyph, fonts->load_flags | FT_LOAD_RENDER))
        return 0;
    return (int)ft->glyph->bitmap.rows * fonts->scale;
}
