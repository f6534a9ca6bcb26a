/* FNV-1a, 64 bits (RFC 9923; Fowler, Noll, Vo): quick, the same on every machine, and in the store
 * for years; no protection against who wants two texts to have one hash.
 *
 * A hash begins with HASH_START and is carried on: hash_text(hash_text(HASH_START, "a"), "b") is
 * the hash of "ab". */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT64_C(0xcbf29ce484222325) /* FNV's offset basis */

/* The hash carried on over `size` bytes. */
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size);

/* The same over a text, without its NUL. */
uint64_t hash_text(uint64_t hash, const char *text);

/* Over words of eight bytes in place of bytes, in the machine's order: for tables in memory, eight
 * times as quick. `size` in bytes is a multiple of eight (assert); bytes may lie anywhere. */
uint64_t hash_words(uint64_t hash, const void *bytes, size_t size);

#endif
