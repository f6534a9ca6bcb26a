#include "news/likeness.h"

#include <string.h>

#include "base/utf8.h"

#define BITS 12 /* of a hash: LIKENESS_WORDS words of 64 bits */

_Static_assert(LIKENESS_WORDS * 64 == 1 << BITS, "a bit for each hash");

/* 2^64 divided by the golden ratio: spreads what is multiplied by it over the upper bits (Knuth,
 * The Art of Computer Programming 3, 6.4). */
#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)

/* The last three characters, 21 bits each: all that Unicode has. */
#define CHARACTER_BITS 21
#define TRIGRAM_MASK ((UINT64_C(1) << 3 * CHARACTER_BITS) - 1)

static void set(struct likeness *likeness, uint64_t trigram)
{
    unsigned hash = (unsigned)(trigram * GOLDEN >> (64 - BITS));
    uint64_t bit = UINT64_C(1) << (hash & 63);
    likeness->count += (likeness->bits[hash >> 6] & bit) == 0;
    likeness->bits[hash >> 6] |= bit;
}

/* The character in small letters; a blank for one that is of no word. */
static uint32_t small(uint32_t code)
{
    if (code < 0x80)
        return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ? code
               : code >= 'A' && code <= 'Z'                                 ? code + 'a' - 'A'
                                                                            : ' ';
    return utf8_is_letter(code) ? utf8_lower(code) : ' ';
}

struct likeness likeness_of(const char *text)
{
    struct likeness likeness = {0};
    size_t length = strlen(text);
    uint64_t trigram = ' ';
    size_t words = 0; /* characters of them */
    for (size_t at = 0, size = 1; at <= length && size > 0; at += size) {
        uint32_t code = ' '; /* behind the end, too */
        size = 1;
        if (at < length && (unsigned char)text[at] < 0x80)
            code = (unsigned char)text[at];
        else if (at < length)
            size = utf8_decode(text + at, length - at, &code);
        code = small(code);
        bool of_word = code != ' ';
        if (!of_word && (trigram & ((1u << CHARACTER_BITS) - 1)) == ' ')
            continue;
        trigram = (trigram << CHARACTER_BITS | code) & TRIGRAM_MASK;
        words += of_word;
        if (words > 1 || (words == 1 && !of_word)) /* three characters are there */
            set(&likeness, trigram);
    }
    return likeness;
}

double likeness_of_shared(size_t shared, size_t one, size_t other)
{
    return shared ? 2.0 * (double)shared / (double)(one + other) : 0;
}

double likeness_between(const struct likeness *one, const struct likeness *other)
{
    size_t both = 0;
    for (size_t i = 0; i < LIKENESS_WORDS; i++)
        for (uint64_t bits = one->bits[i] & other->bits[i]; bits; bits &= bits - 1)
            both++; /* few have many */
    return likeness_of_shared(both, one->count, other->count);
}
