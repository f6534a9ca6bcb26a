/* What an asker would rather have. */
#include "check.h"
#include "serve/preference.h"

static void a_coding_is_taken_where_its_weight_is_more_than_nothing(void **state)
{
    static const struct {
        const char *field;
        bool takes;
    } rows[] = {
        {NULL, false},
        {"", false},
        {"gzip", true},
        {"GZip", true},
        {"deflate, gzip;q=1.0, *;q=0.5", true},
        {"br;q=1.0, gzip ; q=0.001", true},
        {"gzip;q=0", false},
        {"gzip; q=0.000", false},
        {"gzip;q=0, *", false},
        {"*, gzip;q=0", false},
        {"*", true},
        {"*;q=0", false},
        {"identity, deflate", false},
        {"gzipped", false},
        {"not-gzip", false},
        {"gzip;q=nonsense", false},
        {",,;;,", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (preference_takes(rows[i].field, "gzip") != rows[i].takes)
            fail_msg("%s", rows[i].field ? rows[i].field : "no field");
}

static void the_language_with_most_weight_is_chosen(void **state)
{
    static const char *const names[] = {"en", "de"};
    static const struct {
        const char *field;
        size_t chosen;
    } rows[] = {
        {NULL, 0},
        {"de", 1},
        {"de-AT", 1},
        {"DE-de, en;q=0.8", 1},
        {"en, de", 0},
        {"de, en", 1},
        {"en;q=0.3, de;q=0.4", 1},
        {"de;q=0.3, en-GB;q=0.4", 0},
        {"de;q=0, en", 0},
        {"de;q=0", 0},
        {"den, fr", 0},
        {"fr, de;q=0.1", 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (preference_choose(rows[i].field, names, 2) != rows[i].chosen)
            fail_msg("%s", rows[i].field ? rows[i].field : "no field");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A coding is taken where its weight is more than nothing",
             a_coding_is_taken_where_its_weight_is_more_than_nothing),
        TEST("The language with most weight is chosen", the_language_with_most_weight_is_chosen),
    };
    return cmocka_run_group_tests_name("serve/preference", tests, NULL, NULL);
}
