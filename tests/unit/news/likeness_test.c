#include "news/likeness.h"

#include "check.h"

static double alike(const char *one, const char *other)
{
    struct likeness first = likeness_of(one);
    struct likeness second = likeness_of(other);
    double there = likeness_between(&first, &second);
    assert_true(there == likeness_between(&second, &first));
    return there;
}

static void marks_and_capitals_do_not_count(void **state)
{
    (void)state;
    assert_true(alike("The mill opens, at last!", "the MILL opens -  at last") == 1);
    assert_true(alike("ÄRGER im Ölwerk", "Ärger im ölwerk") == 1);
}

static void a_word_that_was_changed_leaves_most_of_a_text(void **state)
{
    (void)state;
    assert_true(
        alike("Three are hurt in a fire at the mill", "Five are hurt in a fire at the mill") > 0.7);
    assert_true(alike("町の製粉所が四十年ぶりに再開した", "町の製粉所が五十年ぶりに再開した") >
                0.6);
    assert_true(alike("Трое пострадали при пожаре на мельнице",
                      "Пятеро пострадали при пожаре на мельнице") > 0.7);
}

static void other_texts_have_little_in_common(void **state)
{
    (void)state;
    assert_true(alike("Three are hurt in a fire at the mill",
                      "The council puts up the price of parking") < 0.3);
}

static void what_has_no_letters_is_like_nothing(void **state)
{
    (void)state;
    assert_true(alike("", "") == 0);
    assert_true(alike("...", "...") == 0);
    assert_true(alike("", "The mill opens") == 0);
    assert_true(alike("7", "7") == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Marks and capitals do not count", marks_and_capitals_do_not_count),
        TEST("A word that was changed leaves most of a text, in any script",
             a_word_that_was_changed_leaves_most_of_a_text),
        TEST("Texts about other things have little in common", other_texts_have_little_in_common),
        TEST("What has no letters is like nothing", what_has_no_letters_is_like_nothing),
    };
    return cmocka_run_group_tests_name("news/likeness", tests, NULL, NULL);
}
