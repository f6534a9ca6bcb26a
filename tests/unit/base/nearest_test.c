#include "check.h"

#include <string.h>

#include "base/nearest.h"

static const char *const names[] = {"add", "list", "status", "check-config", "forecast"};

static const char *nearest(const char *word)
{
    return nearest_name(word, names, sizeof names / sizeof *names);
}

static void a_slip_is_understood(void **state)
{
    (void)state;
    assert_string_equal(nearest("ad"), "add");
    assert_string_equal(nearest("lsit"), "list");
    assert_string_equal(nearest("stauts"), "status");
    assert_string_equal(nearest("check_config"), "check-config");
}

static void an_abbreviation_is_understood(void **state)
{
    (void)state;
    assert_string_equal(nearest("fore"), "forecast");
    assert_string_equal(nearest("check"), "check-config");
}

static void another_word_is_not_taken_for_one(void **state)
{
    (void)state;
    assert_null(nearest("sing"));
    assert_null(nearest("x"));
    assert_null(nearest(""));
    assert_null(nearest("reconfigure"));
    assert_null(nearest_name("add", names, 0));
}

static void the_distance_is_levenshtein_s(void **state)
{
    (void)state;
    assert_int_equal(nearest_distance("kitten", "sitting"), 3);
    assert_int_equal(nearest_distance("", "abc"), 3);
    assert_int_equal(nearest_distance("abc", ""), 3);
    assert_int_equal(nearest_distance("add", "add"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A slip of the pen is understood", a_slip_is_understood),
        TEST("An abbreviation is understood", an_abbreviation_is_understood),
        TEST("Another word is not taken for one", another_word_is_not_taken_for_one),
        TEST("The distance is Levenshtein's", the_distance_is_levenshtein_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
