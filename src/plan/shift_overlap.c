#include "shift_overlap.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

/* Odd, so that its powers lose nothing modulo 2^64: Knuth's multiplier for linear
 * congruences (TAOCP 3.3.4). */
#define HASH_BASE UINT64_C(6364136223846793005)

/* Hashes of both, grown column by column, tell where they may be equal; the longest
 * such place is looked at. */
int shift_overlap(const uint8_t *last, const uint8_t *next, int columns, int lanes)
{
    assert(columns > 0 && lanes > 0);
    const size_t size = (size_t)columns * (size_t)lanes;
    uint64_t head = 0; /* of next, from its start on */
    uint64_t tail = 0; /* of last, from its end back */
    uint64_t power = 1;
    size_t longest = 0;
    for (size_t i = 0; i < size; i++) {
        head += next[i] * power;
        power *= HASH_BASE;
        tail = tail * HASH_BASE + last[size - 1 - i];
        longest = head == tail ? i + 1 : longest;
    }
    longest -= longest % (size_t)lanes;
    return memcmp(last + size - longest, next, longest) == 0 ? (int)(longest / (size_t)lanes) : 0;
}
