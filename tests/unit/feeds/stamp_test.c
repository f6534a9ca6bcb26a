/* Dates in the shapes that feeds have. */
#include "check.h"

#include "feeds/stamp.h"

struct told {
    const char *text;
    int64_t seconds;
};

static const struct told dates[] = {
    {"Thu, 01 Jan 2004 19:48:21 GMT", 1072986501},
    {"Thu, 01 Jan 04 19:48:21 +0000", 1072986501},
    {"01 Jan 2004 19:48 UT", 1072986480},
    {"Mon, 1 January 2004 11:48:21 PST", 1072986501},
    {"Thu Jan  1 19:48:21 2004", 1072986501},
    {"Thu, January 1 2004 07:48:21 PM", 1072986501},
    {"2004-01-01T19:48:21Z", 1072986501},
    {"2004-01-01T19:48:21.5Z", 1072986501},
    {"2004-01-01T20:48:21+01:00", 1072986501},
    {"2004-01-01 11:48:21 -0800", 1072986501},
    {"20040101T194821Z", 1072986501},
    {"20040101T204821+0100", 1072986501},
    {"2004-01-01T19:48", 1072986480},
    {"2004/1/1 19:48:21", 1072986501},
    {"01.01.2004 19:48:21", 1072986501},
    {"1/31/2004 00:00", 1075507200},
    {"31/01/2004", 1075507200},
    {"2004-01-31", 1075507200},
    {"20040131", 1075507200},
    {"2004-031", 1075507200},
    {"2004-01", 1072915200},
    {"2004", 1072915200},
    {"Do, 01 Jan 2004 20:48:21 +0100", 1072986501},
    {"Mi, 12 Mär 2025 09:05:07 GMT", 1741770307},
    {"mer, 12 nov 2025 09:05:07 GMT", 1762938307},
    {"mar, 11 nov 2025 09:05:07 GMT", 1762851907},
    {"2004년 01월 01일 오후 07:48:21", 1072986501},
    {"1072986501", 1072986501},
    {"1072986501000", 1072986501},
    {"Sat, 31 Jan 2004 24:00:00 GMT", 1075593600},
};

static void dates_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        int64_t instant_ms = 0;
        if (!stamp_read(dates[i].text, &instant_ms) || instant_ms / 1000 != dates[i].seconds)
            fail_msg("%s: %lld, not %lld", dates[i].text, (long long)(instant_ms / 1000),
                     (long long)dates[i].seconds);
    }
}

static void no_dates(void **state)
{
    static const char *const texts[] = {
        "",      "yesterday",        "2004-13-01", "31 Feb 2004",
        "12:30", "2004-01-01T25:00", "1 Jan",      "99999999999999999999999"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t instant_ms;
        if (stamp_read(texts[i], &instant_ms))
            fail_msg("%s: taken for a date", texts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Dates in all shapes are the same instant", dates_are_read),
        TEST("What is no date is none", no_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
