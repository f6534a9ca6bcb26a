/* Base64, by the test vectors of RFC 4648, 10. */
#include <string.h>

#include "base/base64.h"
#include "check.h"

static void the_vectors_of_the_standard_come_out_and_back(void **state)
{
    static const char *const vectors[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xfb\xff\xfe", "+//+"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        struct buffer text = {0};
        struct buffer back = {0};
        buffer_add_string(&text, "");
        base64_put(&text, vectors[i][0], strlen(vectors[i][0]));
        assert_string_equal(text.data, vectors[i][1]);
        assert_true(base64_take(&back, vectors[i][1], strlen(vectors[i][1])));
        assert_int_equal(back.length, strlen(vectors[i][0]));
        assert_true(back.length == 0 || memcmp(back.data, vectors[i][0], back.length) == 0);
        buffer_finish(&text);
        buffer_finish(&back);
    }
}

static void what_is_no_base64_is_refused(void **state)
{
    static const char *const bad[] = {
        "Z", "Zg=", "Z===", "Zg==Zg==", "Zm9v!m9v", "Zh==", "Zm8=Zm8=", "=Zm9", "Zg=a",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buffer back = {0};
        assert_false(base64_take(&back, bad[i], strlen(bad[i])));
        buffer_finish(&back);
    }
}

static void lines_and_missing_padding_are_taken(void **state)
{
    static const char *const good[] = {"Zm9v\r\nYmFy", " Zm9vYmFy \n", "Zm9v YmFy"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct buffer back = {0};
        assert_true(base64_take(&back, good[i], strlen(good[i])));
        assert_int_equal(back.length, 6);
        assert_memory_equal(back.data, "foobar", 6);
        buffer_finish(&back);
    }
    struct buffer back = {0};
    assert_true(base64_take(&back, "Zm9vYg", 6));
    assert_int_equal(back.length, 4);
    buffer_finish(&back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("The standard's vectors come out and back",
             the_vectors_of_the_standard_come_out_and_back),
        TEST("What is no base64 is refused", what_is_no_base64_is_refused),
        TEST("Lines, and a text without its padding, are taken",
             lines_and_missing_padding_are_taken),
    };
    return cmocka_run_group_tests_name("base/base64", tests, NULL, NULL);
}
