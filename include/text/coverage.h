/* Which characters a chain of fonts shows, and with which of its faces. */
#ifndef TEXT_COVERAGE_H
#define TEXT_COVERAGE_H

#include "text/font.h"

/* Whether every character of a valid text can be shown (spaces, joiners and
 * marks of layout need no glyph). The first that can't: its byte offset in
 * *offset and its code point in *code. */
bool fonts_cover(struct fonts *fonts, const char *text, size_t length, size_t *offset,
                 uint32_t *code);

/* The name of the face that shows the text's first grapheme cluster, as in
 * "DejaVu Sans Bold"; NULL when none does. out: `size` bytes (at least 1) for it, a longer
 * name is cut. */
const char *fonts_name_for(struct fonts *fonts, const char *text, size_t length, char *out,
                           size_t size);

#endif
