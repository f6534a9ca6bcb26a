/* What fontconfig knows beyond the configured faces. */
#ifndef TEXT_FALLBACK_H
#define TEXT_FALLBACK_H

#include "font_chain.h"

/* Where no face so far has the cluster of code points: what fontconfig knows.
 * Opened and added; FACE_NONE when there is none. `language` (BCP 47, NULL: any)
 * decides between faces for Han. */
size_t fallback_find(struct fonts *fonts, const uint32_t *codes, size_t count, bool emoji,
                     const char *language);

/* Frees the list that fallback_find keeps in the chain. NULL is fine. */
void fallback_destroy(struct fallback *fallback);

#endif
