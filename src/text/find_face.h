/* Which face of the chain shows what. */
#ifndef TEXT_FIND_FACE_H
#define TEXT_FIND_FACE_H

#include "font_chain.h"

/* The face for a grapheme cluster of at least one code point: a picture face for an emoji, else the
 * first configured one that has all of it, else what fontconfig knows, else a face of
 * last resort. FACE_NONE when nothing has it. */
size_t find_face(struct fonts *fonts, const uint32_t *codes, size_t count, const char *language);

#endif
