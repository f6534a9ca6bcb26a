#include "text/font.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/input.h"
#include "base/memory.h"
#include "config/text_keys.h"
#include "fallback.h"
#include "font_chain.h"
#include "font_file.h"
#include "freetype.h"
#include "glyph_cache.h"
#include "known_fonts.h"

static size_t open_chains;

static bool open_face(struct fonts *fonts, const char *name, struct diag *diag)
{
    int index;
    char *path = font_file_find(fonts, name, &index, diag);
    if (!path || !input_is_plain(path, "a font's file", diag)) {
        free(path);
        return false;
    }
    size_t face = font_chain_add(fonts, path, index, FACE_FIT_METRICS);
    bool good = face != FACE_NONE;
    if (good && face > 0)
        font_chain_rest(fonts, face);
    if (!good)
        diag_error(
            diag, "text.fonts: %s: %s", path,
            access(path, R_OK) == 0
                ? "not a font that FreeType reads, or its measures make no sense (an ascender "
                  "below the descender, or far out of its size)"
                : "can't be opened");
    free(path);
    return good;
}

static bool is_said(const struct diag *diag, const char *text)
{
    for (size_t i = 0; i < diag->count; i++)
        if (strstr(diag->messages[i].text, text))
            return true;
    return false;
}

/* Without the first face there is no line; what another one lacks the next ones have, or the
 * gate holds it. That is said once, though zones open the chain again. */
static bool open_next(struct fonts *fonts, const char *name, struct diag *diag)
{
    struct diag found = {0};
    bool good = open_face(fonts, name, &found) || fonts->count > 0;
    for (size_t i = 0; i < found.count; i++) {
        enum diag_level level = good ? DIAG_WARNING : found.messages[i].level;
        if (!is_said(diag, found.messages[i].text))
            diag_add(diag, level, "%s", found.messages[i].text);
    }
    diag_finish(&found);
    return good;
}

struct fonts *fonts_open(const struct config_text *config, struct diag *diag)
{
    return fonts_open_within(config, 0, diag);
}

struct fonts *fonts_open_within(const struct config_text *config, int room_px, struct diag *diag)
{
    assert(config->scale > 0 && config->size_px >= 0 && room_px >= 0);
    struct fonts *fonts = memory_alloc(1, sizeof *fonts);
    fonts->scale = config->scale;
    fonts->size_px = config->size_px ? config->size_px : FONTS_USUAL_PX;
    fonts->room_px = room_px / config->scale;
    fonts->antialias = config->antialias == CONFIG_ANTIALIAS_FOUR;
    fonts->slashed_zeros = config->zero == CONFIG_ZERO_SLASHED;
    fonts->load_flags = fonts->antialias ? FT_LOAD_TARGET_LIGHT : FT_LOAD_TARGET_MONO;
    fonts->cache = glyph_cache_create();
    open_chains++;
    fonts->library = freetype_begin();
    bool good = fonts->library != NULL;
    if (!good)
        diag_error(diag, "FreeType can't be started");
    for (size_t i = 0; good && i < config->font_count; i++)
        good &= open_next(fonts, config->fonts[i], diag);
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
    font_chain_finish(fonts);
    freetype_end(fonts->library);
    free(fonts);
    if (--open_chains == 0)
        known_fonts_forget();
}

void fonts_rest(void)
{
    known_fonts_forget();
    memory_give_back();
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
    assert(fonts->count > 0);
    const struct face *face = &fonts->faces[0];
    long total = 0;
    for (size_t i = 0; i < sizeof sample - 1; i++) {
        FT_UInt glyph = FT_Get_Char_Index(face->ft, (FT_ULong)sample[i]);
        if (FT_Load_Glyph(face->ft, glyph, fonts->load_flags) == 0)
            total += face_bounded(face, face->ft->glyph->advance.x);
    }
    return (int32_t)(total / (long)(sizeof sample - 1)) * fonts->scale;
}

int fonts_cap_height_px(const struct fonts *fonts)
{
    assert(fonts->count > 0);
    FT_Face ft = fonts->faces[0].ft;
    FT_UInt glyph = FT_Get_Char_Index(ft, 'I');
    if (glyph == 0 || FT_Load_Glyph(ft, glyph, fonts->load_flags | FT_LOAD_RENDER))
        return 0;
    return (int)ft->glyph->bitmap.rows * fonts->scale;
}
