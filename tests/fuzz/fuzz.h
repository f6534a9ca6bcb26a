/* What the fuzzers share: what has to be true, and an input that is taken from its front. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* libFuzzer's way in (llvm.org/docs/LibFuzzer.html); each fuzzer defines it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void require(int condition)
{
    if (!condition)
        abort();
}

struct input {
    const uint8_t *at, *end;
};

/* The next byte; 0 behind the end. */
static inline unsigned take(struct input *input)
{
    return input->at < input->end ? *input->at++ : 0;
}

#endif
