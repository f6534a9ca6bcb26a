/* Thai is written without spaces: where its words end is in libthai's dictionary. */
#ifndef THAI_H
#define THAI_H

#include <stddef.h>
#include <stdint.h>

/* Adds UC_BREAK_POSSIBLE (unilbrk.h) to `breaks` before each word of Thai that follows
 * another. */
void thai_breaks(const uint32_t *codes, size_t count, char *breaks);

#endif
