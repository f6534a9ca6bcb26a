/* A strip as bytes, to be kept: all that is drawn of it, so that it looks the same
 * when the fonts have changed. Clusters and the count of missing characters, which
 * nobody draws, are not kept.
 *
 * Version 1, numbers as of base/bytes.h: 1, width, height, baseline, right to left
 * (0 or 1); width * height bytes of coverage; how many spans: x (signed), role; how
 * many images: x, y (signed), width, height, RGBA; how many lines: y, height, first
 * span, how many, first image, how many; how many pages: y, hold_ms.
 *
 * Version 2 is for who draws elsewhere, and is not read here. In place of the coverage: how many
 * values it has, and which; then the columns from the left, each of a whole number of three
 * bytes: from the top, the lowest bits first, 1, 2, 4 or 8 bits a px (the fewest) say which of
 * the values. A letter that comes again is the same bytes again, in base64, too.
 */
#ifndef TEXT_STRIP_BYTES_H
#define TEXT_STRIP_BYTES_H

#include <stddef.h>

#include "base/buffer.h"
#include "text/strip.h"

/* Adds the bytes of a strip to `out`. */
void strip_bytes_write(const struct strip *strip, struct buffer *out);

/* The same in version 2. */
void strip_bytes_write_columns(const struct strip *strip, struct buffer *out);

/* NULL where the bytes are none that strip_bytes_write gives: whatever they are,
 * a strip that comes back can be drawn. The caller unrefs. */
struct strip *strip_bytes_read(const void *bytes, size_t size);

#endif
