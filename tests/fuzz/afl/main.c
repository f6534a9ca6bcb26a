/* Runs a fuzzer's function under AFL (in its persistent mode, where its compiler builds this), or
 * once on standard input: how a crash that was found is seen again. */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#ifdef __AFL_FUZZ_TESTCASE_LEN

__AFL_FUZZ_INIT();

int main(void)
{
    enum {
        ROUNDS = 10000 /* runs of one process, as AFL's manual has it */
    };
    const unsigned char *input = __AFL_FUZZ_TESTCASE_BUF;
    while (__AFL_LOOP(ROUNDS))
        LLVMFuzzerTestOneInput(input, (size_t)__AFL_FUZZ_TESTCASE_LEN);
    return 0;
}

#else

#define INPUT_MAX (16u << 20)

int main(void)
{
    uint8_t *data = malloc(INPUT_MAX);
    size_t size = 0;
    ssize_t got = 1;
    while (data && size < INPUT_MAX &&
           (got = read(STDIN_FILENO, data + size, INPUT_MAX - size)) > 0)
        size += (size_t)got;
    if (!data || got < 0)
        return 1;
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 0;
}

#endif
