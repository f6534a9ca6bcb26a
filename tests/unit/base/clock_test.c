#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

static void instants_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t wall_ms;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"@86400", 86400000},
        {"2026-05-01T12:00:00Z", 1777636800000},
        {"2026-05-01T14:00+02:00", 1777636800000},
        {"2026-05-01T08:00-04:00", 1777636800000},
        {"2024-02-29", 1709164800000},
    };
    setenv("TZ", "UTC", 1);
    tzset();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t got = -1;
        assert_true(clock_parse(cases[i].text, &got));
        assert_true(got == cases[i].wall_ms);
    }
}

static void local_time_follows_the_zone(void **state)
{
    (void)state;
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    int64_t winter = 0;
    int64_t summer = 0;
    assert_true(clock_parse("2026-01-15T12:00", &winter));
    assert_true(clock_parse("2026-07-15T12:00", &summer));
    char text[CLOCK_TEXT_SIZE];
    clock_format_utc(winter, text);
    assert_string_equal(text, "2026-01-15T11:00:00Z");
    clock_format_utc(summer, text);
    assert_string_equal(text, "2026-07-15T10:00:00Z");
    setenv("TZ", "UTC", 1);
    tzset();
}

static void an_instant_is_told_to_the_millisecond_and_read_again(void **state)
{
    (void)state;
    char text[CLOCK_TEXT_SIZE];
    int64_t again = 0;
    clock_format_utc_exact(INT64_C(1777636800007), text);
    assert_string_equal(text, "2026-05-01T12:00:00.007Z");
    assert_true(clock_parse(text, &again));
    assert_int_equal(again, INT64_C(1777636800007));
}

static void what_is_no_instant_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "soon",
        "2026-02-30",
        "2026-13-01",
        "2026-1-1",
        "2026-01-01T25:00",
        "2026-01-01T12",
        "@",
        "@12x",
        "2026-01-01T12:00Q",
        "2026-01-01T12:00+2",
        "2026-01-01T12:00:60",
        "2026-02-29T12:00Z",
        "1969-12-31",
        "1970-01-01T00:00+05:00",
        "10000-01-01",
        "@-1",
        "@253402300800",
        "@99999999999999999999",
        "2026-01-01T12:00 ",
        "nan",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t got;
        assert_false(clock_parse(bad[i], &got));
    }
}

static void an_hour_that_summer_time_skips_is_refused_and_told(void **state)
{
    (void)state;
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    int64_t got = 0;
    assert_false(clock_parse("2027-03-28T02:30", &got));
    assert_non_null(strstr(clock_why_not("2027-03-28T02:30"), "summer time"));
    assert_non_null(strstr(clock_why_not("2027-02-29"), "calendar"));
    assert_non_null(strstr(clock_why_not("2027-02-29T02:30"), "calendar"));
    assert_null(clock_why_not("soon"));
    assert_true(clock_parse("2027-03-28T01:59", &got));
    assert_true(clock_parse("2027-03-28T03:00", &got));
    assert_true(clock_parse("2027-03-28T02:30Z", &got));
    assert_true(clock_parse("2027-10-31T02:30", &got));
    setenv("TZ", "UTC", 1);
    tzset();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("An hour that summer time skips is refused, and told",
             an_hour_that_summer_time_skips_is_refused_and_told),
        TEST("Instants are read with and without a zone", instants_are_read),
        TEST("Local time follows the zone's summer time", local_time_follows_the_zone),
        TEST("An instant is told to the millisecond, and read again",
             an_instant_is_told_to_the_millisecond_and_read_again),
        TEST("What is no instant is refused, 30 February too", what_is_no_instant_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
