#include "glyph_cache.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Powers of two. What a headline and its label need fits in the least; each chain has a cache, and
 * a Latin one never gets beyond some hundred glyphs. */
#define SLOTS_LEAST 64u
#define SLOTS_MOST 8192u

struct entry {
    uint64_t key; /* face and glyph, plus 1: 0 is free */
    bool failed;
    struct glyph_bitmap bitmap;
};

/* At most half full. Bounded: at its greatest it is emptied, which costs one rendering a glyph, and
 * happens only where thousands are in use. */
struct glyph_cache {
    struct entry *entries;
    size_t slots;
    size_t count;
};

struct glyph_cache *glyph_cache_create(void)
{
    struct glyph_cache *cache = memory_alloc(1, sizeof *cache);
    cache->slots = SLOTS_LEAST;
    cache->entries = memory_alloc(cache->slots, sizeof *cache->entries);
    return cache;
}

static void empty(struct glyph_cache *cache)
{
    for (size_t i = 0; i < cache->slots; i++) {
        free(cache->entries[i].bitmap.coverage);
        free(cache->entries[i].bitmap.rgba);
    }
    memset(cache->entries, 0, cache->slots * sizeof *cache->entries);
    cache->count = 0;
}

void glyph_cache_destroy(struct glyph_cache *cache)
{
    if (!cache)
        return;
    empty(cache);
    free(cache->entries);
    free(cache);
}

static uint8_t coverage_at(const FT_Bitmap *bitmap, unsigned x, unsigned y)
{
    const uint8_t *row = bitmap->buffer + (ptrdiff_t)y * bitmap->pitch;
    switch (bitmap->pixel_mode) {
    case FT_PIXEL_MODE_MONO:
        return row[x / 8] & (0x80u >> (x % 8)) ? UINT8_MAX : 0;
    case FT_PIXEL_MODE_GRAY:
        return row[x];
    default:
        return 0;
    }
}

/* To one level, or to the nearest of four: 0, 85, 170, 255. */
static uint8_t quantise(uint8_t coverage, bool four)
{
    enum {
        STEP = 85
    };
    if (!four)
        return coverage >= 128 ? UINT8_MAX : 0;
    return (uint8_t)((coverage + STEP / 2) / STEP * STEP);
}

/* A picture of a large strike, shrunk to the line: each px is the mean of those
 * that it covers. Few levels, since each costs the scan of a panel time; no half
 * transparent edge, since its mixtures with the ground would be further ones. */
#define PICTURE_LEVEL 85
#define OPAQUE 128

static uint8_t picture_level(uint64_t sum, uint64_t weight)
{
    uint64_t value = weight ? sum / weight : 0;
    return (uint8_t)((value + PICTURE_LEVEL / 2) / PICTURE_LEVEL * PICTURE_LEVEL);
}

/* The mean of the source px [x0, x1) x [y0, y1). */
static void shrink_px(const FT_Bitmap *bitmap, unsigned x0, unsigned x1, unsigned y0, unsigned y1,
                      uint8_t *rgba)
{
    uint64_t sums[3] = {0};
    uint64_t alpha = 0;
    for (unsigned y = y0; y < y1; y++) {
        const uint8_t *px = bitmap->buffer + (ptrdiff_t)y * bitmap->pitch + 4 * (size_t)x0;
        for (unsigned x = x0; x < x1; x++, px += 4) { /* BGRA, alpha multiplied in */
            sums[0] += px[2];
            sums[1] += px[1];
            sums[2] += px[0];
            alpha += px[3];
        }
    }
    for (int i = 0; i < 3; i++)
        rgba[i] = picture_level(sums[i] * UINT8_MAX, alpha);
    uint64_t area = (uint64_t)(x1 - x0) * (y1 - y0);
    rgba[3] = area && alpha / area >= OPAQUE ? UINT8_MAX : 0;
}

static int shrunk_px(int v, int32_t shrink)
{
    return (int)(((int64_t)v * shrink + SHRINK_NONE / 2) >> 16);
}

static void render_picture(const FT_GlyphSlot slot, int32_t shrink, struct glyph_bitmap *out)
{
    const FT_Bitmap *bitmap = &slot->bitmap;
    *out = (struct glyph_bitmap){
        .left = shrunk_px(slot->bitmap_left, shrink),
        .top = shrunk_px(slot->bitmap_top, shrink),
        .width = shrunk_px((int)bitmap->width, shrink),
        .height = shrunk_px((int)bitmap->rows, shrink),
    };
    out->rgba = memory_alloc((size_t)out->width * (size_t)out->height, 4);
    for (int y = 0; y < out->height; y++)
        for (int x = 0; x < out->width; x++) {
            uint8_t *px = out->rgba + ((size_t)y * (size_t)out->width + (size_t)x) * 4;
            shrink_px(bitmap, (unsigned)x * bitmap->width / (unsigned)out->width,
                      (unsigned)(x + 1) * bitmap->width / (unsigned)out->width,
                      (unsigned)y * bitmap->rows / (unsigned)out->height,
                      (unsigned)(y + 1) * bitmap->rows / (unsigned)out->height, px);
            out->ink |= px[3] != 0;
        }
}

static void render_shape(const FT_GlyphSlot slot, int raise_px, bool antialias,
                         struct glyph_bitmap *out)
{
    const FT_Bitmap *bitmap = &slot->bitmap;
    *out = (struct glyph_bitmap){
        .left = slot->bitmap_left,
        .top = slot->bitmap_top + raise_px,
        .width = (int)bitmap->width,
        .height = (int)bitmap->rows,
        .coverage = memory_alloc((size_t)bitmap->width * bitmap->rows, 1),
    };
    for (unsigned y = 0; y < bitmap->rows; y++)
        for (unsigned x = 0; x < bitmap->width; x++) {
            uint8_t coverage = quantise(coverage_at(bitmap, x, y), antialias);
            out->coverage[(size_t)y * bitmap->width + x] = coverage;
            out->ink |= coverage != 0;
        }
}

/* Before it takes memory: a damaged outline may reach as far as 16 bits. */
static bool is_of_a_size(const struct face *face, uint32_t glyph)
{
    if (FT_Load_Glyph(face->ft, glyph, face->load_flags))
        return false;
    const FT_Glyph_Metrics *metrics = &face->ft->glyph->metrics;
    return face_bounded(face, metrics->width) == metrics->width &&
           face_bounded(face, metrics->height) == metrics->height;
}

static bool render(struct fonts *fonts, size_t face, uint32_t glyph, struct glyph_bitmap *out)
{
    FT_Face ft = fonts->faces[face].ft;
    if (!is_of_a_size(&fonts->faces[face], glyph) ||
        FT_Load_Glyph(ft, glyph, fonts->faces[face].load_flags | FT_LOAD_RENDER))
        return false;
    const FT_Bitmap *bitmap = &ft->glyph->bitmap;
    if (!bitmap->buffer) { /* a blank; or a BDF's character without BITMAP, which has a size */
        *out = (struct glyph_bitmap){0};
        return bitmap->width == 0 || bitmap->rows == 0;
    }
    if (bitmap->pixel_mode == FT_PIXEL_MODE_BGRA)
        render_picture(ft->glyph, fonts->faces[face].shrink_16_16, out);
    else
        render_shape(ft->glyph, fonts->faces[face].raise_px, fonts->antialias, out);
    return true;
}

static struct entry *find(struct glyph_cache *cache, uint64_t key)
{
    size_t at = (size_t)(key * 0x9e3779b97f4a7c15u >> 40) % cache->slots; /* Fibonacci hashing */
    while (cache->entries[at].key != 0 && cache->entries[at].key != key)
        at = (at + 1) % cache->slots;
    return &cache->entries[at];
}

static void grow(struct glyph_cache *cache)
{
    struct glyph_cache larger = {.slots = 2 * cache->slots, .count = cache->count};
    larger.entries = memory_alloc(larger.slots, sizeof *larger.entries);
    for (size_t i = 0; i < cache->slots; i++)
        if (cache->entries[i].key != 0)
            *find(&larger, cache->entries[i].key) = cache->entries[i];
    free(cache->entries);
    *cache = larger;
}

/* For one glyph more. */
static void make_room(struct glyph_cache *cache)
{
    if (cache->count < cache->slots / 2)
        return;
    if (cache->slots < SLOTS_MOST)
        grow(cache);
    else
        empty(cache);
}

const struct glyph_bitmap *glyph_cache_get(struct fonts *fonts, size_t face, uint32_t glyph)
{
    assert(face < fonts->count);
    struct glyph_cache *cache = fonts->cache;
    uint64_t key = ((uint64_t)face << 32 | glyph) + 1;
    struct entry *entry = find(cache, key);
    if (entry->key == 0) {
        make_room(cache);
        entry = find(cache, key);
        entry->key = key;
        entry->failed = !render(fonts, face, glyph, &entry->bitmap);
        cache->count++;
    }
    return entry->failed ? NULL : &entry->bitmap;
}

bool glyph_cache_has_ink(struct fonts *fonts, size_t face, uint32_t glyph)
{
    const struct glyph_bitmap *bitmap = glyph_cache_get(fonts, face, glyph);
    return bitmap && bitmap->ink;
}
