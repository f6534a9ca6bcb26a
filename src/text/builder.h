/* What makes strips of layouts. */
#ifndef TEXT_BUILDER_H
#define TEXT_BUILDER_H

#include "layout.h"
#include "text/strip_create.h"

/* Where the ink of a line begins and ends, px from its pen: an italic's overhang is not cut. */
void builder_ink_extent(struct fonts *fonts, const struct layout *layout, int *left, int *right);

/* An empty strip of width x height px without lines, for that many lines and glyphs. The caller
 * unrefs. */
struct strip *builder_create(int width, int height, size_t lines, size_t glyphs);

/* Adds and draws a line whose top is at row y (it must stand within the strip), its pen starting at
 * column x. */
void builder_add_line(struct strip *strip, struct fonts *fonts, const struct layout *layout, int x,
                      int y, const struct strip_text *text);

/* Each px becomes scale x scale of them; 1: nothing is done. */
void builder_enlarge(struct strip *strip, int scale);

#endif
