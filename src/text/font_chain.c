#include "font_chain.h"

#include <assert.h>
#include <hb-ft.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"

#define PX_26_6 64

static int ceil_px(long v_26_6)
{
    return (int)((v_26_6 + PX_26_6 - 1) / PX_26_6);
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

/* What a face states of its line is within so many times its size (a tall script's is twice). */
#define LINE_PER_SIZE 8

/* An ascender below the descender, or one as far away as 16 bits reach, is damage: a line is made
 * from it. */
static bool is_sane(const FT_Size_Metrics *metrics, int size_px)
{
    long size = size_px > metrics->y_ppem ? size_px : metrics->y_ppem;
    long most = size * LINE_PER_SIZE * PX_26_6;
    return metrics->ascender > 0 && metrics->ascender <= most && labs(metrics->descender) <= most &&
           metrics->ascender - metrics->descender >= PX_26_6;
}

static bool choose_size(FT_Face ft, int size_px)
{
    return (FT_IS_SCALABLE(ft) ? FT_Set_Pixel_Sizes(ft, 0, (FT_UInt)size_px)
                               : FT_Select_Size(ft, nearest_strike(ft, size_px))) == 0;
}

static bool set_size(struct face *face, int size_px)
{
    const FT_Size_Metrics *metrics = &face->ft->size->metrics;
    if (!choose_size(face->ft, size_px) || !is_sane(metrics, size_px))
        return false;
    face->size_px = size_px;
    face->ascent_px = ceil_px(metrics->ascender);
    face->descent_px = ceil_px(-metrics->descender);
    return true;
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

static void make_shaper(const struct fonts *fonts, struct face *face)
{
    face->hb = hb_ft_font_create_referenced(face->ft);
    hb_ft_font_set_load_flags(face->hb, face->load_flags);
    if (fonts->slashed_zeros)
        face_slash_zeros(face);
}

size_t font_chain_add(struct fonts *fonts, const char *path, int index, enum face_fit fit)
{
    assert(fonts->library && fonts->count <= FACES_MAX);
    struct face face = {.index = index, .shrink_16_16 = SHRINK_NONE};
    if (fonts->count == FACES_MAX || FT_New_Face(fonts->library, path, index, &face.ft))
        return FACE_NONE;
    if (!fit_size(fonts, &face, fit)) {
        FT_Done_Face(face.ft);
        return FACE_NONE;
    }
    face.last_resort = is_last_resort(face.ft);
    face.load_flags = load_flags_of(fonts, &face);
    face.path = memory_copy_string(path);
    make_shaper(fonts, &face);
    fonts->faces[fonts->count++] = face;
    if (fonts->count == 1) {
        fonts->ascent_px = face.ascent_px;
        fonts->descent_px = face.descent_px;
    }
    return fonts->count - 1;
}

void font_chain_rest(struct fonts *fonts, size_t face)
{
    struct face *rests = &fonts->faces[face];
    if (!rests->ft)
        return;
    hb_font_destroy(rests->hb);
    FT_Done_Face(rests->ft);
    rests->hb = NULL;
    rests->ft = NULL;
}

bool font_chain_wake(struct fonts *fonts, size_t face)
{
    struct face *wakes = &fonts->faces[face];
    if (wakes->ft)
        return true;
    if (FT_New_Face(fonts->library, wakes->path, wakes->index, &wakes->ft)) {
        wakes->ft = NULL;
        return false;
    }
    if (!choose_size(wakes->ft, wakes->size_px)) {
        FT_Done_Face(wakes->ft);
        wakes->ft = NULL;
        return false;
    }
    make_shaper(fonts, wakes);
    return true;
}

void font_chain_finish(struct fonts *fonts)
{
    for (size_t i = 0; i < fonts->count; i++) {
        font_chain_rest(fonts, i);
        free(fonts->faces[i].path);
    }
    fonts->count = 0;
}
