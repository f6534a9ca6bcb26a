#include "layout.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "text/strip.h"

#define PX_26_6 64
/* A strip that is too wide is cut anyway. */
#define PEN_MOST_26_6 (2 * STRIP_MAX_WIDTH_PX * PX_26_6)

/* Code points of one direction, script and face. */
struct run {
    size_t start, count;
    FriBidiLevel level;
};

static bool same_run(const struct paragraph *text, size_t a, size_t b)
{
    return text->levels[a] == text->levels[b] && text->scripts[a] == text->scripts[b] &&
           text->faces[a] == text->faces[b];
}

static size_t split_runs(const struct paragraph *text, size_t from, size_t to, struct run *runs)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++) {
        if (i == from || !same_run(text, i - 1, i))
            runs[count++] = (struct run){.start = i, .level = text->levels[i]};
        runs[count - 1].count++;
    }
    return count;
}

static void reverse_runs(struct run *runs, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct run other = runs[i];
        runs[i] = runs[count - 1 - i];
        runs[count - 1 - i] = other;
    }
}

/* UAX #9, L2: from the highest level down, reverse what stands at it or above. */
static void order_runs(struct run *runs, size_t count)
{
    FriBidiLevel highest = 0;
    for (size_t i = 0; i < count; i++)
        highest = runs[i].level > highest ? runs[i].level : highest;
    for (FriBidiLevel level = highest; level > 0; level--) {
        for (size_t i = 0; i < count;) {
            size_t end = i;
            while (end < count && runs[end].level >= level)
                end++;
            reverse_runs(runs + i, end - i);
            i = end > i ? end : i + 1;
        }
    }
}

static int round_px(int v_26_6)
{
    return (v_26_6 + PX_26_6 / 2) >> 6; /* floor, also below 0 */
}

static void add_glyph(struct layout *layout, struct placed_glyph glyph)
{
    if (layout->count == layout->capacity) {
        layout->capacity = layout->capacity ? layout->capacity * 2 : 256;
        layout->glyphs = memory_resize(layout->glyphs, layout->capacity, sizeof *layout->glyphs);
    }
    layout->glyphs[layout->count++] = glyph;
}

/* What is in the picture font's own px, in px of the line. */
static int shrunk(const struct face *face, int v_26_6)
{
    return face->shrink_16_16 == SHRINK_NONE
               ? v_26_6
               : (int)((int64_t)v_26_6 * face->shrink_16_16 / SHRINK_NONE);
}

static void shape(const struct fonts *fonts, const struct face *face, const struct paragraph *text,
                  const struct run *run, hb_buffer_t *buffer)
{
    static const hb_feature_t slashed_zeros = {HB_TAG('z', 'e', 'r', 'o'), 1,
                                               HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
    hb_buffer_reset(buffer);
    hb_buffer_add_codepoints(buffer, text->codes, (int)text->count, (unsigned)run->start,
                             (int)run->count);
    hb_buffer_set_direction(buffer, run->level % 2 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, text->scripts[run->start]);
    hb_buffer_set_language(buffer, hb_language_from_string("und", -1));
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    hb_shape(face->hb, buffer, &slashed_zeros, fonts->slashed_zeros ? 1 : 0);
}

/* Shapes a run and puts its glyphs at the pen; moves the pen on. */
static void place_run(const struct fonts *fonts, const struct paragraph *text,
                      const struct run *run, hb_buffer_t *buffer, int *pen_26_6,
                      struct layout *layout)
{
    size_t index = text->faces[run->start];
    if (index == FACE_NONE)
        return;
    const struct face *face = &fonts->faces[index];
    shape(fonts, face, text, run, buffer);
    unsigned count;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, NULL);
    for (unsigned i = 0; i < count && abs(*pen_26_6) < PEN_MOST_26_6; i++) {
        if (infos[i].codepoint == 0) { /* .notdef: a box, never shown */
            layout->missing++;
            continue;
        }
        int before = *pen_26_6;
        *pen_26_6 += shrunk(face, (hb_position_t)face_bounded(face, positions[i].x_advance));
        add_glyph(layout,
                  (struct placed_glyph){
                      .face = index,
                      .glyph = infos[i].codepoint,
                      .x = round_px(before + shrunk(face, (hb_position_t)face_bounded(
                                                              face, positions[i].x_offset))),
                      .y = round_px(
                          shrunk(face, (hb_position_t)face_bounded(face, positions[i].y_offset))),
                      .advance_px = round_px(*pen_26_6) - round_px(before),
                      .offset = text->offsets[infos[i].cluster],
                  });
    }
}

void layout_line(const struct fonts *fonts, const struct paragraph *text, size_t from, size_t to,
                 struct layout *layout)
{
    assert(from <= to && to <= text->count);
    *layout = (struct layout){0};
    if (from == to)
        return;
    struct run *runs = memory_alloc(to - from, sizeof *runs);
    size_t count = split_runs(text, from, to, runs);
    order_runs(runs, count);
    hb_buffer_t *buffer = hb_buffer_create();
    int pen_26_6 = 0;
    for (size_t i = 0; i < count && pen_26_6 < STRIP_MAX_WIDTH_PX * PX_26_6; i++)
        place_run(fonts, text, &runs[i], buffer, &pen_26_6, layout);
    hb_buffer_destroy(buffer);
    free(runs);
    /* A damaged font's letters may go back; a line of less than nothing there is not. */
    layout->width = pen_26_6 > 0 ? round_px(pen_26_6) : 0;
}

void layout_finish(struct layout *layout)
{
    free(layout->glyphs);
    *layout = (struct layout){0};
}
