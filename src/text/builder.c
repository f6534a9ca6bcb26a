#include "builder.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "glyph_cache.h"

void builder_ink_extent(struct fonts *fonts, const struct layout *layout, int *left, int *right)
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

struct strip *builder_create(int width, int height, size_t lines, size_t glyphs)
{
    assert(width >= 0 && height >= 0);
    struct strip *strip = memory_alloc(1, sizeof *strip);
    strip->references = 1;
    strip->width = width;
    strip->height = height;
    strip->coverage = memory_alloc((size_t)width * (size_t)height, 1);
    strip->lines = memory_alloc(lines, sizeof *strip->lines);
    strip->spans = memory_alloc(glyphs, sizeof *strip->spans);
    strip->clusters = memory_alloc(glyphs, sizeof *strip->clusters);
    return strip;
}

static void draw_row(uint8_t *row, const uint8_t *coverage, int from, int to)
{
    for (int x = from; x < to; x++)
        if (coverage[x] > row[x])
            row[x] = coverage[x];
}

/* The glyph's pixels, clipped to the line; marks and overlaps by the maximum. */
static void draw_glyph(struct strip *strip, const struct strip_line *line,
                       const struct glyph_bitmap *bitmap, int x, int top)
{
    int from = x < 0 ? -x : 0;
    int to = x + bitmap->width > strip->width ? strip->width - x : bitmap->width;
    for (int y = 0; y < bitmap->height; y++) {
        int row = top + y;
        if (row < line->y || row >= line->y + line->height)
            continue;
        draw_row(strip->coverage + (ptrdiff_t)row * strip->width + x,
                 bitmap->coverage + (ptrdiff_t)y * bitmap->width, from, to);
    }
}

static void add_picture(struct strip *strip, const struct glyph_bitmap *bitmap, int x, int y)
{
    size_t size = (size_t)bitmap->width * (size_t)bitmap->height * 4;
    struct strip_image image = {x, y, bitmap->width, bitmap->height,
                                (uint8_t *)memory_copy_bytes((const char *)bitmap->rgba, size)};
    strip_add_image(strip, image);
}

static enum text_role role_at(const struct strip_text *text, size_t offset)
{
    for (size_t i = 0; i < text->span_count; i++)
        if (offset >= text->spans[i].start && offset - text->spans[i].start < text->spans[i].length)
            return text->spans[i].role;
    return text->role;
}

static void add_span(struct strip *strip, struct strip_line *line, int x, enum text_role role)
{
    if (line->span_count > 0 && strip->spans[strip->span_count - 1].role == role)
        return;
    strip->spans[strip->span_count++] = (struct strip_span){line->span_count ? x : 0, role};
    line->span_count++;
}

static void add_cluster(struct strip *strip, struct strip_line *line, int x, size_t offset)
{
    if (line->cluster_count > 0 && strip->clusters[strip->cluster_count - 1].offset == offset)
        return;
    strip->clusters[strip->cluster_count++] = (struct strip_cluster){x, offset};
    line->cluster_count++;
}

void builder_add_line(struct strip *strip, struct fonts *fonts, const struct layout *layout, int x,
                      int y, const struct strip_text *text)
{
    assert(y >= 0 && y + fonts->ascent_px + fonts->descent_px <= strip->height);
    struct strip_line *line = &strip->lines[strip->line_count++];
    *line = (struct strip_line){.y = y,
                                .height = fonts->ascent_px + fonts->descent_px,
                                .span = strip->span_count,
                                .cluster = strip->cluster_count,
                                .image = strip->image_count};
    int pen = x;
    for (size_t i = 0; i < layout->count; i++) {
        const struct placed_glyph *glyph = &layout->glyphs[i];
        add_cluster(strip, line, pen, glyph->offset);
        add_span(strip, line, pen, role_at(text, glyph->offset));
        const struct glyph_bitmap *bitmap = glyph_cache_get(fonts, glyph->face, glyph->glyph);
        strip->missing += !bitmap;
        int left = bitmap ? x + glyph->x + bitmap->left : 0;
        int top = bitmap ? y + fonts->ascent_px - glyph->y - bitmap->top : 0;
        if (bitmap && bitmap->rgba)
            add_picture(strip, bitmap, left, top);
        else if (bitmap)
            draw_glyph(strip, line, bitmap, left, top);
        pen += glyph->advance_px;
    }
}

/* `size` bytes a px. */
static uint8_t *enlarge(const uint8_t *small, int width, int height, size_t size, size_t scale)
{
    size_t large_width = (size_t)width * scale;
    uint8_t *large = memory_alloc(large_width * (size_t)height * scale, size);
    for (size_t y = 0; y < (size_t)height * scale; y++)
        for (size_t x = 0; x < large_width; x++)
            memcpy(large + (y * large_width + x) * size,
                   small + (y / scale * (size_t)width + x / scale) * size, size);
    return large;
}

static void enlarge_image(struct strip_image *image, int scale)
{
    uint8_t *large = enlarge(image->rgba, image->width, image->height, 4, (size_t)scale);
    free(image->rgba);
    *image = (struct strip_image){image->x * scale, image->y * scale, image->width * scale,
                                  image->height * scale, large};
}

void builder_enlarge(struct strip *strip, int scale)
{
    assert(scale >= 1);
    if (scale == 1)
        return;
    uint8_t *large = enlarge(strip->coverage, strip->width, strip->height, 1, (size_t)scale);
    free(strip->coverage);
    strip->coverage = large;
    strip->width *= scale;
    strip->height *= scale;
    strip->baseline *= scale;
    strip->image_width *= scale;
    for (size_t i = 0; i < strip->line_count; i++) {
        strip->lines[i].y *= scale;
        strip->lines[i].height *= scale;
    }
    for (size_t i = 0; i < strip->span_count; i++)
        strip->spans[i].x *= scale;
    for (size_t i = 0; i < strip->cluster_count; i++)
        strip->clusters[i].x *= scale;
    for (size_t i = 0; i < strip->image_count; i++)
        enlarge_image(&strip->images[i], scale);
    for (size_t i = 0; i < strip->page_count; i++)
        strip->pages[i].y *= scale;
}
