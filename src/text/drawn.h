/* Whether a face draws what its table of characters says to have. */
#ifndef TEXT_DRAWN_H
#define TEXT_DRAWN_H

#include "font_chain.h"

/* Whether the face, which is awake (font_chain_wake), has the whole cluster of at least one code
 * point and draws each letter, digit and sign of it: some fonts have blanks in their places, and of
 * a damaged one FreeType may read the table alone. */
bool drawn_cluster(struct fonts *fonts, size_t face, const uint32_t *codes, size_t count);

#endif
