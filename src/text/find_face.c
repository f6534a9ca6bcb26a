#include "find_face.h"

#include <assert.h>

#include "drawn.h"
#include "fallback.h"

enum kind {
    KIND_TEXT,
    KIND_PICTURE,
    KIND_LAST_RESORT,
};

static enum kind kind_of(const struct face *face)
{
    return face->last_resort ? KIND_LAST_RESORT : face->colour ? KIND_PICTURE : KIND_TEXT;
}

/* Among the faces from `first` up to `end`. */
static size_t find_kind(struct fonts *fonts, size_t first, size_t end, enum kind kind,
                        const uint32_t *codes, size_t count)
{
    for (size_t i = first; i < end; i++)
        if (kind_of(&fonts->faces[i]) == kind && font_chain_wake(fonts, i) &&
            drawn_cluster(fonts, i, codes, count))
            return i;
    return FACE_NONE;
}

size_t find_face(struct fonts *fonts, const uint32_t *codes, size_t count, const char *language)
{
    assert(count > 0);
    bool emoji = codes_are_emoji(codes, count);
    size_t face = FACE_NONE;
    if (emoji) {
        face = find_kind(fonts, 0, fonts->count, KIND_PICTURE, codes, count);
        if (face == FACE_NONE)
            face = fallback_find(fonts, codes, count, true, NULL);
    }
    if (face == FACE_NONE)
        face = find_kind(fonts, 0, fonts->configured, KIND_TEXT, codes, count);
    if (face == FACE_NONE)
        face = fallback_find(fonts, codes, count, false, language);
    if (face == FACE_NONE && !emoji)
        face = find_kind(fonts, 0, fonts->count, KIND_PICTURE, codes, count);
    if (face == FACE_NONE)
        face = find_kind(fonts, 0, fonts->count, KIND_LAST_RESORT, codes, count);
    return face;
}
