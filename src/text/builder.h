/* What makes strips of layouts. */
#ifndef TEXT_BUILDER_H
#define TEXT_BUILDER_H

#include "layout.h"
#include "text/strip.h"

/* Where the ink of a line begins and ends: an italic's overhang is not cut. */
void builder_ink_extent(struct fonts *fonts, const struct layout *layout, int *left, int *right);

/* An empty strip without lines, for that many lines and glyphs. */
struct strip *builder_create(int width, int height, size_t lines, size_t glyphs);

/* Draws a line whose top is at y, its pen starting at x. */
void builder_add_line(struct strip *strip, struct fonts *fonts, const struct layout *layout, int x,
                      int y, const struct strip_text *text);

/* Each px becomes scale x scale of them. */
void builder_enlarge(struct strip *strip, int scale);

#endif
