/* Mutations of whole words, for a fuzzer of texts to include: of bytes alone another sentence
 * hardly ever comes (llvm.org/docs/LibFuzzer.html, and FuzzerInterface.h on the custom functions).
 * Half of the mutations are still of bytes. */
#ifndef TESTS_SPLICE_H
#define TESTS_SPLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Of libFuzzer; AFL has none, and asks for no mutation. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size) __attribute__((weak));

#define SPLICE_WORDS_MOST 8

static inline bool splice_is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\n';
}

/* The next of a series of random numbers (Knuth's MMIX), below `end`. */
static inline size_t splice_below(uint64_t *seed, size_t end)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return end ? (size_t)(*seed >> 33) % end : 0;
}

/* The first place from `at` on at which a word begins, or the end. */
static inline size_t splice_word(const uint8_t *text, size_t size, size_t at)
{
    while (at > 0 && at < size && !splice_is_blank(text[at - 1]))
        at++;
    return at < size ? at : size;
}

/* Where some words behind `at` end. */
static inline size_t splice_end(const uint8_t *text, size_t size, size_t at, size_t words)
{
    for (; words > 0 && at < size; words--)
        at = splice_word(text, size, at + 1);
    return at;
}

/* Puts bytes before `at`, as many as there is room for, and says how long it is then. */
static inline size_t splice_put(uint8_t *text, size_t size, size_t max_size, size_t at,
                                const uint8_t *bytes, size_t length)
{
    length = length < max_size - size ? length : max_size - size;
    memmove(text + at + length, text + at, size - at);
    memcpy(text + at, bytes, length);
    return size + length;
}

/* LLVMFuzzerCustomMutator. */
static inline size_t splice_mutate(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    static const char *const marks[] = {"\"", "“", "”", "„", "«", "»", "‘", "’", ",", ". ", "\n\n"};
    uint64_t random = seed;
    size_t way = splice_below(&random, 6);
    if (size < 2 || size > max_size || way > 2)
        return LLVMFuzzerMutate(data, size, max_size);
    size_t from = splice_word(data, size, splice_below(&random, size));
    size_t end = splice_end(data, size, from, 1 + splice_below(&random, SPLICE_WORDS_MOST));
    size_t to = splice_word(data, size, splice_below(&random, size));
    const char *mark = marks[splice_below(&random, sizeof marks / sizeof *marks)];
    uint8_t words[256];
    size_t length = end - from < sizeof words ? end - from : sizeof words;
    switch (way) {
    case 0:
        memmove(data + from, data + end, size - end);
        return size - (end - from) > 0 ? size - (end - from) : 1;
    case 1:
        memcpy(words, data + from, length);
        return splice_put(data, size, max_size, to, words, length);
    default:
        return splice_put(data, size, max_size, to, (const uint8_t *)mark, strlen(mark));
    }
}

/* LLVMFuzzerCustomCrossOver: some words of the other between those of the one. */
static inline size_t splice_cross(const uint8_t *one, size_t one_size, const uint8_t *two,
                                  size_t two_size, uint8_t *out, size_t max_size, unsigned seed)
{
    uint64_t random = seed;
    size_t kept = splice_word(one, one_size, splice_below(&random, one_size));
    size_t from = splice_word(two, two_size, splice_below(&random, two_size));
    size_t end = splice_end(two, two_size, from, 1 + splice_below(&random, 4 * SPLICE_WORDS_MOST));
    kept = kept < max_size ? kept : max_size;
    memcpy(out, one, kept);
    size_t size = splice_put(out, kept, max_size, kept, two + from, end - from);
    return splice_put(out, size, max_size, size, one + kept, one_size - kept);
}

#endif
