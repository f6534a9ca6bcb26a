#include "drawn.h"

#include <assert.h>
#include <unictype.h>

#include "glyph_cache.h"

#define BRAILLE_BLANK 0x2800u

/* What has ink wherever it stands. A mark may be drawn as a part of others alone (a virama). */
static bool is_seen(uint32_t code)
{
    const uint32_t seen =
        UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_P | UC_CATEGORY_MASK_S;
    return code != BRAILLE_BLANK && !uc_is_property_default_ignorable_code_point(code) &&
           uc_is_general_category_withtable(code, seen);
}

bool drawn_cluster(struct fonts *fonts, size_t face, const uint32_t *codes, size_t count)
{
    assert(face < fonts->count && fonts->faces[face].ft);
    if (!face_has_cluster(&fonts->faces[face], codes, count))
        return false;
    if (fonts->faces[face].colour && count > 1)
        return true; /* one picture; its parts (the "1" of a keycap) may have none */
    for (size_t i = 0; i < count; i++) {
        uint32_t glyph = FT_Get_Char_Index(fonts->faces[face].ft, codes[i]);
        if (glyph != 0 && is_seen(codes[i]) && !glyph_cache_has_ink(fonts, face, glyph))
            return false;
    }
    return true;
}
