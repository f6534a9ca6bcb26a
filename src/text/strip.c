#include "text/strip.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "layout.h"

/* Where the ink really begins and ends: an italic's overhang must not be cut. */
static void ink_extent(struct fonts *fonts, const struct layout *layout, int *left, int *right)
{
    *left = 0;
    *right = layout->width;
    for (size_t i = 0; i < layout->count; i++) {
        const struct placed_glyph *glyph = &layout->glyphs[i];
        const struct glyph_bitmap *bitmap = glyph_cache_get(fonts, glyph->face, glyph->glyph);
        if (!bitmap || bitmap->width == 0)
            continue;
        int start = glyph->x + bitmap->left;
        int end = start + bitmap->width;
        *left = start < *left ? start : *left;
        *right = end > *right ? end : *right;
    }
}

/* A too long line ends with the last glyph that fits whole. */
static void cut(struct layout *layout, int width_max, struct diag *diag)
{
    if (layout->width <= width_max)
        return;
    size_t count = 0;
    int width = 0;
    while (count < layout->count && width + layout->glyphs[count].advance_px <= width_max)
        width += layout->glyphs[count++].advance_px;
    diag_warning(diag, "a text %d px long is cut after %d px", layout->width, width);
    layout->count = count;
    layout->width = width;
}

static void draw_row(uint8_t *row, const uint8_t *coverage, int from, int to)
{
    for (int x = from; x < to; x++)
        if (coverage[x] > row[x])
            row[x] = coverage[x];
}

/* The glyph's pixels, clipped to the line; marks and overlaps by the maximum. */
static void draw_glyph(struct strip *strip, const struct glyph_bitmap *bitmap, int x, int top)
{
    int from = x < 0 ? -x : 0;
    int to = x + bitmap->width > strip->width ? strip->width - x : bitmap->width;
    for (int y = 0; y < bitmap->height; y++) {
        int line = top + y;
        if (line < 0 || line >= strip->height)
            continue;
        draw_row(strip->coverage + (ptrdiff_t)line * strip->width + x,
                 bitmap->coverage + (ptrdiff_t)y * bitmap->width, from, to);
    }
}

static enum text_role role_at(const struct text_span *spans, size_t count, size_t offset,
                              enum text_role role)
{
    for (size_t i = 0; i < count; i++)
        if (offset >= spans[i].start && offset - spans[i].start < spans[i].length)
            return spans[i].role;
    return role;
}

static void add_span(struct strip *strip, int x, enum text_role role)
{
    if (strip->span_count > 0 && strip->spans[strip->span_count - 1].role == role)
        return;
    strip->spans[strip->span_count++] = (struct strip_span){x, role};
}

static void add_cluster(struct strip *strip, int x, size_t offset)
{
    if (strip->cluster_count > 0 && strip->clusters[strip->cluster_count - 1].offset == offset)
        return;
    strip->clusters[strip->cluster_count++] = (struct strip_cluster){x, offset};
}

/* Draws the line and notes clusters and spans as the pen moves. */
static void draw(struct fonts *fonts, const struct layout *layout, int left, struct strip *strip,
                 enum text_role role, const struct text_span *spans, size_t span_count)
{
    int pen = -left;
    for (size_t i = 0; i < layout->count; i++) {
        const struct placed_glyph *glyph = &layout->glyphs[i];
        add_cluster(strip, pen, glyph->offset);
        add_span(strip, i == 0 ? 0 : pen, role_at(spans, span_count, glyph->offset, role));
        const struct glyph_bitmap *bitmap = glyph_cache_get(fonts, glyph->face, glyph->glyph);
        if (bitmap)
            draw_glyph(strip, bitmap, glyph->x - left + bitmap->left,
                       fonts->ascent_px - glyph->y - bitmap->top);
        pen += glyph->advance_px;
    }
}

/* Each px becomes scale x scale of them. */
static void enlarge(struct strip *strip, int scale)
{
    if (scale == 1)
        return;
    size_t width = (size_t)strip->width * (size_t)scale;
    uint8_t *large = memory_alloc(width * (size_t)strip->height * (size_t)scale, 1);
    for (size_t y = 0; y < (size_t)strip->height * (size_t)scale; y++)
        for (size_t x = 0; x < width; x++)
            large[y * width + x] =
                strip->coverage[y / (size_t)scale * (size_t)strip->width + x / (size_t)scale];
    free(strip->coverage);
    strip->coverage = large;
    strip->width *= scale;
    strip->height *= scale;
    strip->baseline *= scale;
    for (size_t i = 0; i < strip->span_count; i++)
        strip->spans[i].x *= scale;
    for (size_t i = 0; i < strip->cluster_count; i++)
        strip->clusters[i].x *= scale;
}

struct strip *strip_create(struct fonts *fonts, const char *text, size_t length,
                           enum text_role role, const struct text_span *spans, size_t span_count,
                           struct diag *diag)
{
    struct layout layout;
    int left;
    int right;
    layout_text(fonts, text, length, &layout, diag);
    cut(&layout, STRIP_MAX_WIDTH_PX / fonts->scale, diag);
    ink_extent(fonts, &layout, &left, &right);
    struct strip *strip = memory_alloc(1, sizeof *strip);
    strip->references = 1;
    strip->width = layout.count > 0 ? right - left : 0;
    strip->height = fonts->ascent_px + fonts->descent_px;
    strip->baseline = fonts->ascent_px;
    strip->right_to_left = layout.right_to_left;
    strip->missing = layout.missing;
    strip->coverage = memory_alloc((size_t)strip->width * (size_t)strip->height, 1);
    strip->spans = memory_alloc(layout.count, sizeof *strip->spans);
    strip->clusters = memory_alloc(layout.count, sizeof *strip->clusters);
    draw(fonts, &layout, left, strip, role, spans, span_count);
    enlarge(strip, fonts->scale);
    layout_finish(&layout);
    return strip;
}

struct strip *strip_ref(struct strip *strip)
{
    strip->references++;
    return strip;
}

void strip_unref(struct strip *strip)
{
    if (!strip || --strip->references > 0)
        return;
    free(strip->coverage);
    free(strip->spans);
    free(strip->clusters);
    free(strip);
}
