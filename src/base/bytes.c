#include "base/bytes.h"

#define LOW_BITS 0x7f
#define MORE 0x80
#define BITS 7
#define SHIFT_MAX 63 /* of the tenth byte */

struct bytes bytes_of(const void *data, size_t size)
{
    const uint8_t *at = data;
    return (struct bytes){at, size ? at + size : at, false};
}

static size_t left(const struct bytes *bytes)
{
    return bytes->bad ? 0 : (size_t)(bytes->end - bytes->at);
}

static uint64_t take_any(struct bytes *bytes)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift <= SHIFT_MAX && left(bytes) > 0; shift += BITS) {
        uint8_t byte = *bytes->at++;
        uint64_t part = byte & LOW_BITS;
        if (shift == SHIFT_MAX && part > 1)
            break;
        number |= part << shift;
        if (!(byte & MORE))
            return number;
    }
    bytes->bad = true;
    return 0;
}

uint64_t bytes_take(struct bytes *bytes, uint64_t most)
{
    uint64_t number = take_any(bytes);
    if (number <= most)
        return number;
    bytes->bad = true;
    return 0;
}

int64_t bytes_take_signed(struct bytes *bytes, int64_t least, int64_t most)
{
    uint64_t folded = take_any(bytes);
    int64_t number = (int64_t)(folded >> 1);
    if (folded & 1)
        number = -number - 1;
    if (!bytes->bad && number >= least && number <= most)
        return number;
    bytes->bad = true;
    return 0;
}

const uint8_t *bytes_take_block(struct bytes *bytes, size_t size)
{
    if (left(bytes) < size || bytes->bad) {
        bytes->bad = true;
        return NULL;
    }
    const uint8_t *block = bytes->at;
    bytes->at += size;
    return block;
}

void bytes_put(struct buffer *out, uint64_t number)
{
    for (; number > LOW_BITS; number >>= BITS)
        buffer_add_byte(out, (char)(uint8_t)(number | MORE));
    buffer_add_byte(out, (char)number);
}

void bytes_put_signed(struct buffer *out, int64_t number)
{
    bytes_put(out, number < 0 ? (uint64_t) - (number + 1) << 1 | 1 : (uint64_t)number << 1);
}

void bytes_put_block(struct buffer *out, const void *block, size_t size)
{
    buffer_add(out, block, size);
}
