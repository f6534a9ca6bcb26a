#include "check.h"

#include <string.h>

#include "base/utf8.h"

static void every_code_point_survives(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x10ffff; code++) {
        char bytes[4];
        size_t size = utf8_encode(code, bytes);
        uint32_t back = 0xffffffff;
        if (code >= 0xd800 && code <= 0xdfff) {
            assert_int_equal(size, 0);
            continue;
        }
        assert_int_equal(utf8_decode(bytes, size, &back), size);
        assert_int_equal(back, code);
    }
}

static void broken_sequences_are_refused(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "\x80",
        "\xbf",
        "\xc0\x80",
        "\xc1\xbf",
        "\xc3",
        "\xe0\x9f\xbf",
        "\xed\xa0\x80",
        "\xe2\x82",
        "\xe2\x28\xa1",
        "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xff",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        uint32_t code;
        assert_int_equal(utf8_decode(broken[i], strlen(broken[i]), &code), 0);
    }
}

static void the_first_broken_byte_is_named(void **state)
{
    (void)state;
    assert_int_equal(utf8_validate("caf\xc3\xa9!", 6), 6);
    assert_int_equal(utf8_validate("caf\xc3\xa9\xc3(", 7), 5);
}

static void letters_are_told_in_any_script(void **state)
{
    (void)state;
    static const uint32_t letters[] = {'a',   'Z',   0xe9,  0x416,  0x3a9,
                                       0x5d0, 0x627, 0x93e, 0x65e5, 0xac00};
    static const uint32_t others[] = {'1',    '-',    ' ',    0xa0,  0xd7,   0x2019,
                                      0x201d, 0x20ac, 0x3002, 0x60c, 0x1f600};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        assert_true(utf8_is_letter(letters[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(utf8_is_letter(others[i]));
    assert_int_equal(utf8_lower(0x416), 0x436);
    assert_int_equal(utf8_lower(0x15a), 0x15b);
    assert_int_equal(utf8_lower('7'), '7');
}

static void the_character_before_is_read_backwards(void **state)
{
    (void)state;
    uint32_t code = 7;
    assert_int_equal(utf8_decode_before("a\xe2\x80\x9d", 4, &code), 3);
    assert_int_equal(code, 0x201d);
    assert_int_equal(utf8_decode_before("a", 1, &code), 1);
    assert_int_equal(code, 'a');
    assert_int_equal(utf8_decode_before("a", 0, &code), 0);
    assert_int_equal(utf8_decode_before("\x9d", 1, &code), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Every code point survives encoding and decoding", every_code_point_survives),
        TEST("Overlong, cut, surrogate and stray bytes are refused", broken_sequences_are_refused),
        TEST("The first broken byte is named", the_first_broken_byte_is_named),
        TEST("Letters are told from marks, figures and spaces in any script",
             letters_are_told_in_any_script),
        TEST("The character before a place is read backwards",
             the_character_before_is_read_backwards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
