/* Rendered glyphs by face and glyph id. Bounded: a full cache is emptied, which
 * costs one rendering a glyph, and happens only where thousands are in use. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "face.h"

#define CACHE_SLOTS 8192u /* a power of two */
#define CACHE_FULL (CACHE_SLOTS / 2)

struct entry {
    uint64_t key; /* face and glyph, plus 1: 0 is free */
    bool failed;
    struct glyph_bitmap bitmap;
};

struct glyph_cache {
    struct entry *entries;
    size_t count;
};

struct glyph_cache *glyph_cache_create(void)
{
    struct glyph_cache *cache = memory_alloc(1, sizeof *cache);
    cache->entries = memory_alloc(CACHE_SLOTS, sizeof *cache->entries);
    return cache;
}

static void empty(struct glyph_cache *cache)
{
    for (size_t i = 0; i < CACHE_SLOTS; i++)
        free(cache->entries[i].bitmap.coverage);
    memset(cache->entries, 0, CACHE_SLOTS * sizeof *cache->entries);
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
    case FT_PIXEL_MODE_BGRA:
        return row[4 * x + 3]; /* a colour glyph's shape */
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

static bool render(struct fonts *fonts, size_t face, uint32_t glyph, struct glyph_bitmap *out)
{
    FT_Face ft = fonts->faces[face].ft;
    if (FT_Load_Glyph(ft, glyph, fonts->load_flags | FT_LOAD_RENDER))
        return false;
    const FT_Bitmap *bitmap = &ft->glyph->bitmap;
    *out = (struct glyph_bitmap){
        .left = ft->glyph->bitmap_left,
        .top = ft->glyph->bitmap_top,
        .width = (int)bitmap->width,
        .height = (int)bitmap->rows,
        .coverage = memory_alloc((size_t)bitmap->width * bitmap->rows, 1),
    };
    for (unsigned y = 0; y < bitmap->rows; y++)
        for (unsigned x = 0; x < bitmap->width; x++)
            out->coverage[(size_t)y * bitmap->width + x] =
                quantise(coverage_at(bitmap, x, y), fonts->antialias);
    return true;
}

static struct entry *find(struct glyph_cache *cache, uint64_t key)
{
    size_t at = (size_t)(key * 0x9e3779b97f4a7c15u >> 40) % CACHE_SLOTS; /* Fibonacci hashing */
    while (cache->entries[at].key != 0 && cache->entries[at].key != key)
        at = (at + 1) % CACHE_SLOTS;
    return &cache->entries[at];
}

const struct glyph_bitmap *glyph_cache_get(struct fonts *fonts, size_t face, uint32_t glyph)
{
    struct glyph_cache *cache = fonts->cache;
    uint64_t key = ((uint64_t)face << 32 | glyph) + 1;
    struct entry *entry = find(cache, key);
    if (entry->key == 0) {
        if (cache->count >= CACHE_FULL) {
            empty(cache);
            entry = find(cache, key);
        }
        entry->key = key;
        entry->failed = !render(fonts, face, glyph, &entry->bitmap);
        cache->count++;
    }
    return entry->failed ? NULL : &entry->bitmap;
}
