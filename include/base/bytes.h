/* Bytes in and out: numbers as LEB128 (seven bits a byte, the low ones first, the
 * highest bit set on all but the last; DWARF 5, 7.6), signed ones in zigzag order
 * (0, -1, 1, -2, ...). The reader never reads behind its end.
 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* What is left to read. `bad`: something was not as it must be; all that is read
 * from then on is 0. */
struct bytes {
    const uint8_t *at, *end;
    bool bad;
};

/* A reader of `size` bytes, which stay the caller's. */
struct bytes bytes_of(const void *data, size_t size);

/* A number up to `most`; a greater one, one that is cut off, or one in more than
 * ten bytes is bad. */
uint64_t bytes_take(struct bytes *bytes, uint64_t most);

/* A number from least to most. */
int64_t bytes_take_signed(struct bytes *bytes, int64_t least, int64_t most);

/* `size` bytes where they stand; NULL and bad when there are not so many. */
const uint8_t *bytes_take_block(struct bytes *bytes, size_t size);

/* Adds a number, as bytes_take reads it: 1 to 10 bytes. */
void bytes_put(struct buffer *out, uint64_t number);

/* The same, as bytes_take_signed reads it. */
void bytes_put_signed(struct buffer *out, int64_t number);

/* Adds the bytes as they are, without their number. */
void bytes_put_block(struct buffer *out, const void *block, size_t size);

#endif
