#include "check.h"

#include <string.h>

#include "base/hash.h"

/* The vectors that FNV's authors publish (RFC 9923, appendix C). */
static void the_hashes_are_fnv_s(void **state)
{
    (void)state;
    assert_true(hash_text(HASH_START, "") == UINT64_C(0xcbf29ce484222325));
    assert_true(hash_text(HASH_START, "a") == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(hash_text(HASH_START, "foobar") == UINT64_C(0x85944171f73967e8));
    assert_true(hash_bytes(HASH_START, "foobar", 6) == UINT64_C(0x85944171f73967e8));
}

static void a_hash_is_carried_on(void **state)
{
    (void)state;
    uint64_t first = hash_bytes(HASH_START, "foo", 3);
    assert_true(hash_text(first, "bar") == hash_text(HASH_START, "foobar"));
}

static void words_may_lie_anywhere(void **state)
{
    (void)state;
    char bytes[17] = "-0123456701234568";
    char aligned[16] __attribute__((aligned(8)));
    memcpy(aligned, bytes + 1, sizeof aligned);
    uint64_t here = hash_words(HASH_START, bytes + 1, 16);
    assert_true(here == hash_words(HASH_START, aligned, 16));
    aligned[15] = '7';
    assert_true(here != hash_words(HASH_START, aligned, 16));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("The hashes are those that FNV's authors publish", the_hashes_are_fnv_s),
        TEST("A hash is carried on from text to text", a_hash_is_carried_on),
        TEST("Words are hashed wherever they lie", words_may_lie_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
