#include "layout.h"

#include <fribidi.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "text/strip.h"

/* More marks on one base than any language writes are taken off. */
#define MARKS_MAX 8
/* No glyph is less than a px wide, so more can't be in a strip. */
#define CODES_MAX STRIP_MAX_WIDTH_PX
#define PX_26_6 64

/* The text as code points, each with what itemising finds out. */
struct item_text {
    uint32_t *codes;
    size_t *offsets; /* bytes */
    size_t *faces;
    hb_script_t *scripts;
    FriBidiLevel *levels;
    size_t count;
};

struct run {
    size_t start, count;
    FriBidiLevel level;
};

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

/* Embeddings and overrides (UAX #9, 2.1, 2.2) could reorder what others wrote;
 * isolates stay. */
static bool is_override(uint32_t code)
{
    return code >= 0x202a && code <= 0x202e;
}

static bool is_nonspacing(uint32_t code)
{
    return hb_unicode_general_category(hb_unicode_funcs_get_default(), code) ==
           HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK;
}

static void item_text_init(struct item_text *items, size_t length)
{
    size_t most = length < CODES_MAX ? length : CODES_MAX;
    items->codes = memory_alloc(most, sizeof *items->codes);
    items->offsets = memory_alloc(most, sizeof *items->offsets);
    items->faces = memory_alloc(most, sizeof *items->faces);
    items->scripts = memory_alloc(most, sizeof *items->scripts);
    items->levels = memory_alloc(most, sizeof *items->levels);
    items->count = 0;
}

static void item_text_finish(struct item_text *items)
{
    free(items->codes);
    free(items->offsets);
    free(items->faces);
    free(items->scripts);
    free(items->levels);
}

/* Decodes, without what no line of text has: control characters, overrides,
 * towers of marks. */
static void decode(struct item_text *items, const char *text, size_t length, struct diag *diag)
{
    size_t marks = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code = UTF8_REPLACEMENT;
        size_t size = utf8_decode(text + at, length - at, &code);
        marks = is_nonspacing(code) ? marks + 1 : 0;
        if (items->count == CODES_MAX) {
            diag_warning(diag, "a text of %zu bytes is cut after %d characters", length, CODES_MAX);
            return;
        }
        if (!is_control(code) && !is_override(code) && marks <= MARKS_MAX) {
            items->codes[items->count] = code;
            items->offsets[items->count++] = at;
        }
        at += size ? size : 1;
    }
}

/* UAX #9 by FriBidi; the paragraph's direction is that of its first strong
 * character (P2, P3), left to right when there is none. */
static bool find_levels(struct item_text *items)
{
    FriBidiStrIndex count = (FriBidiStrIndex)items->count;
    FriBidiCharType *types = memory_alloc(items->count, sizeof *types);
    FriBidiBracketType *brackets = memory_alloc(items->count, sizeof *brackets);
    FriBidiParType direction = FRIBIDI_PAR_ON;
    fribidi_get_bidi_types(items->codes, count, types);
    fribidi_get_bracket_types(items->codes, count, types, brackets);
    if (!fribidi_get_par_embedding_levels_ex(types, brackets, count, &direction, items->levels))
        memset(items->levels, 0, items->count * sizeof *items->levels); /* as it was written */
    free(brackets);
    free(types);
    return FRIBIDI_IS_RTL(direction);
}

static bool is_weak_script(hb_script_t script)
{
    return script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED ||
           script == HB_SCRIPT_UNKNOWN;
}

/* Punctuation takes the script before it, at the start the one behind it
 * (UAX #24, 5.1). */
static void find_scripts(struct item_text *items)
{
    hb_script_t last = HB_SCRIPT_COMMON;
    for (size_t i = 0; i < items->count; i++) {
        hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), items->codes[i]);
        last = is_weak_script(script) ? last : script;
        items->scripts[i] = last;
    }
    size_t first = 0;
    while (first < items->count && items->scripts[first] == HB_SCRIPT_COMMON)
        first++;
    for (size_t i = 0; i < first; i++)
        items->scripts[i] = first < items->count ? items->scripts[first] : HB_SCRIPT_LATIN;
}

static void find_faces(const struct fonts *fonts, struct item_text *items, struct layout *layout,
                       struct diag *diag)
{
    for (size_t at = 0; at < items->count;) {
        size_t size = cluster_length(items->codes, at, items->count);
        size_t face = fonts_find_face(fonts, items->codes + at, size);
        if (face == fonts->count) {
            layout->missing++;
            diag_warning(diag, "no configured font has U+%04X; it is left out",
                         (unsigned)items->codes[at]);
        }
        for (size_t i = 0; i < size; i++)
            items->faces[at + i] = face;
        at += size;
    }
}

static bool same_run(const struct item_text *items, size_t a, size_t b)
{
    return items->levels[a] == items->levels[b] && items->scripts[a] == items->scripts[b] &&
           items->faces[a] == items->faces[b];
}

static size_t split_runs(const struct item_text *items, struct run *runs)
{
    size_t count = 0;
    for (size_t i = 0; i < items->count; i++) {
        if (i == 0 || !same_run(items, i - 1, i))
            runs[count++] = (struct run){.start = i, .level = items->levels[i]};
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

/* Shapes a run and puts its glyphs at the pen; moves the pen on. */
static void place_run(const struct fonts *fonts, const struct item_text *items,
                      const struct run *run, hb_buffer_t *buffer, int *pen_26_6,
                      struct layout *layout)
{
    size_t face = items->faces[run->start];
    if (face == fonts->count)
        return;
    hb_buffer_reset(buffer);
    hb_buffer_add_codepoints(buffer, items->codes, (int)items->count, (unsigned)run->start,
                             (int)run->count);
    hb_buffer_set_direction(buffer, run->level % 2 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, items->scripts[run->start]);
    hb_buffer_set_language(buffer, hb_language_from_string("und", -1));
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    hb_shape(fonts->faces[face].hb, buffer, NULL, 0);
    unsigned count;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, NULL);
    for (unsigned i = 0; i < count; i++) {
        int before = *pen_26_6;
        *pen_26_6 += positions[i].x_advance;
        if (infos[i].codepoint == 0) { /* .notdef: a box, never shown */
            *pen_26_6 = before;
            layout->missing++;
            continue;
        }
        add_glyph(layout, (struct placed_glyph){
                              .face = face,
                              .glyph = infos[i].codepoint,
                              .x = round_px(before + positions[i].x_offset),
                              .y = round_px(positions[i].y_offset),
                              .advance_px = round_px(*pen_26_6) - round_px(before),
                              .offset = items->offsets[infos[i].cluster],
                          });
    }
}

void layout_text(struct fonts *fonts, const char *text, size_t length, struct layout *layout,
                 struct diag *diag)
{
    struct item_text items;
    *layout = (struct layout){0};
    item_text_init(&items, length);
    decode(&items, text, length, diag);
    if (items.count > 0) {
        layout->right_to_left = find_levels(&items);
        find_scripts(&items);
        find_faces(fonts, &items, layout, diag);
        struct run *runs = memory_alloc(items.count, sizeof *runs);
        size_t count = split_runs(&items, runs);
        order_runs(runs, count);
        hb_buffer_t *buffer = hb_buffer_create();
        int pen_26_6 = 0;
        for (size_t i = 0; i < count && pen_26_6 < STRIP_MAX_WIDTH_PX * PX_26_6; i++)
            place_run(fonts, &items, &runs[i], buffer, &pen_26_6, layout);
        hb_buffer_destroy(buffer);
        free(runs);
        layout->width = round_px(pen_26_6);
    }
    item_text_finish(&items);
}

void layout_finish(struct layout *layout)
{
    free(layout->glyphs);
    *layout = (struct layout){0};
}
