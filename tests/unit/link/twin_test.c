/* Two walls of one name know of each other; what is wrong is said, and not without end. */
#include <stdio.h>
#include <string.h>

#include "../../../src/link/complaints.h"
#include "../../../src/link/twin.h"
#include "check.h"

#define SECOND INT64_C(1000000000)

static enum twin_heard hear(struct twin *twin, const char *said, int64_t now_ns)
{
    return twin_hear(twin, said, strlen(said), now_ns);
}

static void its_own_word_is_no_twin(void **state)
{
    (void)state;
    struct twin one;
    twin_init(&one, 7, "pi2.example");
    assert_string_equal(one.own, "0000000000000007 pi2.example");
    assert_int_equal(hear(&one, one.own, SECOND), TWIN_OWN);
    assert_string_equal(one.machine, "");
}

static void another_s_word_is_one_until_it_is_silent(void **state)
{
    (void)state;
    struct twin one;
    struct twin other;
    twin_init(&one, 7, "same");
    twin_init(&other, 8, "same"); /* a card that was copied has the machine's name, too */
    assert_int_equal(hear(&one, other.own, SECOND), TWIN_COME);
    assert_string_equal(one.machine, "same");
    assert_int_equal(hear(&one, other.own, SECOND + TWIN_BEAT_NS), TWIN_THERE);
    assert_false(twin_has_gone(&one, SECOND + TWIN_BEAT_NS + TWIN_SILENT_NS - 1));
    assert_true(twin_has_gone(&one, SECOND + TWIN_BEAT_NS + TWIN_SILENT_NS));
    assert_string_equal(one.machine, "");
    assert_false(twin_has_gone(&one, SECOND + 10 * TWIN_SILENT_NS));
    assert_int_equal(hear(&one, other.own, SECOND), TWIN_COME);
}

static void what_is_no_word_is_nothing(void **state)
{
    (void)state;
    static const char *const none[] = {"", "x", "0000000000000007", "000000000000000g x",
                                       "00000000000000070 x"};
    char longest[200];
    struct twin one;
    twin_init(&one, 7, "a");
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(hear(&one, none[i], SECOND), TWIN_NOTHING);
    memset(longest, '0', sizeof longest);
    assert_int_equal(twin_hear(&one, longest, sizeof longest, SECOND), TWIN_NOTHING);
    assert_int_equal(hear(&one, "0000000000000008 \x1b[2J", SECOND), TWIN_COME);
    assert_string_equal(one.machine, "?");
}

static void each_complaint_is_said_once_an_hour(void **state)
{
    (void)state;
    struct complaints complaints = {0};
    assert_true(complaints_may(&complaints, "a", SECOND));
    assert_false(complaints_may(&complaints, "a", 3600 * SECOND));
    assert_true(complaints_may(&complaints, "b", 3600 * SECOND));
    assert_true(complaints_may(&complaints, "a", 3601 * SECOND));
    assert_false(complaints_may(&complaints, "b", 3601 * SECOND));
}

static void however_many_there_are_so_many_are_said(void **state)
{
    (void)state;
    struct complaints complaints = {0};
    char text[8];
    int said = 0;
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "%d", i);
        said += complaints_may(&complaints, text, SECOND + i);
    }
    assert_int_equal(said, COMPLAINTS_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A wall's own word is no other wall", its_own_word_is_no_twin),
        TEST("Another one's is, until it has been silent",
             another_s_word_is_one_until_it_is_silent),
        TEST("What is no word is nothing, and nothing of it goes to a log",
             what_is_no_word_is_nothing),
        TEST("A complaint is said once an hour, each of them", each_complaint_is_said_once_an_hour),
        TEST("However many there are, some an hour are said",
             however_many_there_are_so_many_are_said),
    };
    return cmocka_run_group_tests_name("link/twin", tests, NULL, NULL);
}
