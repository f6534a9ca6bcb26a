#include "text/coverage.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unigbrk.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "find_face.h"

/* Most clusters of most texts are one letter of ASCII: which of them a face has is asked once. Only
 * what is there is kept: a further face may bring what is not. */
static bool has_cluster(struct fonts *fonts, const uint32_t *codes, size_t count,
                        const char *language)
{
    bool plain = count == 1 && codes[0] < sizeof fonts->ascii;
    if (plain && fonts->ascii[codes[0]])
        return true;
    bool has = find_face(fonts, codes, count, language) != FACE_NONE;
    if (plain)
        fonts->ascii[codes[0]] = has;
    return has;
}

bool fonts_cover(struct fonts *fonts, const char *text, size_t length, size_t *offset,
                 uint32_t *code)
{
    uint32_t first = (unsigned char)text[0];
    if (length == 1 && first < sizeof fonts->ascii && has_cluster(fonts, &first, 1, NULL))
        return true;
    uint32_t *codes = memory_alloc(length, sizeof *codes);
    size_t *offsets = memory_alloc(length, sizeof *offsets);
    char *breaks = memory_alloc(length, 1);
    size_t count = 0;
    for (size_t at = 0; at < length;) {
        size_t size = utf8_decode(text + at, length - at, &codes[count]);
        offsets[count++] = at;
        at += size ? size : length;
    }
    u32_grapheme_breaks(codes, count, breaks);
    const char *language = codes_language(codes, count);
    bool covered = true;
    for (size_t at = 0; at < count && covered;) {
        size_t end = at + 1;
        while (end < count && !breaks[end])
            end++;
        covered = has_cluster(fonts, codes + at, end - at, language);
        if (!covered) {
            *offset = offsets[at];
            *code = codes[at];
        }
        at = end;
    }
    free(breaks);
    free(offsets);
    free(codes);
    return covered;
}

#define CLUSTER_CODES 32 /* more than any cluster of a language has */

const char *fonts_name_for(struct fonts *fonts, const char *text, size_t length, char *out,
                           size_t size)
{
    assert(size > 0);
    uint32_t codes[CLUSTER_CODES] = {0};
    char breaks[CLUSTER_CODES] = {0};
    size_t count = 0;
    for (size_t at = 0; at < length && count < CLUSTER_CODES; count++) {
        size_t taken = utf8_decode(text + at, length - at, &codes[count]);
        at += taken ? taken : length;
    }
    u32_grapheme_breaks(codes, count, breaks);
    size_t end = count > 0;
    while (end < count && !breaks[end])
        end++;
    size_t face = end ? find_face(fonts, codes, end, codes_language(codes, end)) : FACE_NONE;
    if (face == FACE_NONE)
        return NULL;
    FT_Face ft = fonts->faces[face].ft;
    snprintf(out, size, "%s%s%s", ft->family_name ? ft->family_name : "?",
             ft->style_name ? " " : "", ft->style_name ? ft->style_name : "");
    return out;
}
