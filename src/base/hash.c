#include "base/hash.h"

#include <assert.h>
#include <string.h>

#define PRIME UINT64_C(0x100000001b3) /* FNV's, for 64 bits */

uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * PRIME;
    return hash;
}

uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * PRIME;
    return hash;
}

uint64_t hash_words(uint64_t hash, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    assert(size % sizeof(uint64_t) == 0);
    for (size_t i = 0; i < size; i += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, at + i, sizeof word);
        hash = (hash ^ word) * PRIME;
    }
    return hash;
}
