#include "schedule/daypart.h"
#include "schedule/daypart_parse.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "check.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"

static const struct sun_place berlin = {52.52, 13.4};
static const struct sun_place tromso = {69.65, 18.96};

static struct daypart parsed(const char *text)
{
    struct daypart daypart = {0};
    struct diag diag = {0};
    if (!daypart_parse(text, &daypart, &diag))
        fail_msg("%s", diag.messages[0].text);
    return daypart;
}

static int64_t at(const char *text)
{
    int64_t ms = 0;
    setenv("TZ", BERLIN, 1);
    tzset();
    assert_true(clock_parse(text, &ms));
    return ms;
}

struct question {
    const char *daypart;
    const char *when;
    bool holds;
};

static void holds_on_its_days_and_hours(void **state)
{
    (void)state;
    static const struct question questions[] = {
        {"06:00-10:00", "2026-05-04T05:59", false},
        {"06:00-10:00", "2026-05-04T06:00", true},
        {"06:00-10:00", "2026-05-04T09:59", true},
        {"06:00-10:00", "2026-05-04T10:00", false},
        {"mon-fri 06:00-10:00", "2026-05-08T07:00", true},
        {"mon-fri 06:00-10:00", "2026-05-09T07:00", false},
        {"sat,sun 06:00-10:00", "2026-05-10T07:00", true},
        {"fri-mon 06:00-10:00", "2026-05-11T07:00", true},
        {"fri-mon 06:00-10:00", "2026-05-12T07:00", false},
        {"00:00-24:00", "2026-05-12T00:00", true},
        {"00:00-24:00", "2026-05-12T23:59", true},
        /* over midnight it belongs to the day on which it begins */
        {"fri 22:00-02:00", "2026-05-08T23:00", true},
        {"fri 22:00-02:00", "2026-05-09T01:59", true},
        {"fri 22:00-02:00", "2026-05-08T01:00", false},
        {"fri 22:00-02:00", "2026-05-09T02:00", false},
        {"06:00-06:00", "2026-05-09T03:00", true},
        {"2026-12-01..2026-12-24 08:00-20:00", "2026-12-24T19:00", true},
        {"2026-12-01..2026-12-24 08:00-20:00", "2026-12-25T09:00", false},
        {"2026-12-01..2026-12-24 08:00-20:00", "2027-12-05T09:00", false},
        {"12-20..01-06 daily 08:00-20:00", "2027-01-06T09:00", true},
        {"12-20..01-06 daily 08:00-20:00", "2027-01-07T09:00", false},
        {"2026-12-24 08:00-20:00", "2026-12-24T09:00", true},
        {"2026-12-24 08:00-20:00", "2026-12-23T09:00", false},
        {"02-29 08:00-20:00", "2028-02-29T09:00", true},
    };
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        struct daypart daypart = parsed(questions[i].daypart);
        bool holds = daypart_holds(&daypart, berlin, at(questions[i].when));
        if (holds != questions[i].holds)
            fail_msg("%s at %s", questions[i].daypart, questions[i].when);
    }
}

/* Adjoining dayparts part the year: each instant lies in exactly one. */
static void joins_without_a_gap_also_where_clocks_jump(void **state)
{
    (void)state;
    struct daypart parts[] = {parsed("22:00-02:30"), parsed("02:30-02:45"), parsed("02:45-09:00"),
                              parsed("09:00-22:00")};
    int64_t end = at("2026-11-01T00:00");
    for (int64_t t = at("2026-03-20T00:00"); t < end; t += 5 * MINUTE_MS) {
        int count = 0;
        for (size_t i = 0; i < 4; i++)
            count += daypart_holds(&parts[i], berlin, t);
        assert_int_equal(count, 1);
        if (t == at("2026-04-03T00:00"))
            t = at("2026-10-20T00:00");
    }
}

static void a_doubled_hour_is_shown_once_and_whole(void **state)
{
    (void)state;
    struct daypart daypart = parsed("01:00-02:30");
    int64_t first = at("2026-10-25T00:30:00Z"); /* 02:30 for the first time */
    assert_true(daypart_holds(&daypart, berlin, first - MINUTE_MS));
    assert_false(daypart_holds(&daypart, berlin, first));
    assert_false(daypart_holds(&daypart, berlin, first + 31 * MINUTE_MS)); /* 02:01 again */
}

static void the_sun_opens_and_closes(void **state)
{
    (void)state;
    struct daypart evening = parsed("sunset-23:00");
    struct daypart light = parsed("sunrise-0:30-sunset+0:30");
    struct daypart night = parsed("sunset-sunrise");
    assert_true(daypart_needs_place(&evening));
    assert_false(daypart_holds(&evening, berlin, at("2026-06-21T21:00")));
    assert_true(daypart_holds(&evening, berlin, at("2026-06-21T22:00")));
    assert_true(daypart_holds(&evening, berlin, at("2026-12-21T16:30")));
    assert_true(daypart_holds(&light, berlin, at("2026-12-21T07:50")));
    assert_false(daypart_holds(&light, berlin, at("2026-12-21T07:30")));
    assert_true(daypart_holds(&night, berlin, at("2026-06-22T02:00")));
    assert_false(daypart_holds(&night, berlin, at("2026-06-22T12:00")));
}

static void the_polar_night_is_night_all_day(void **state)
{
    (void)state;
    struct daypart night = parsed("sunset-sunrise");
    struct daypart day = parsed("sunrise-sunset");
    for (int hour = 0; hour < 48; hour++) {
        int64_t winter = at("2026-12-20T00:00") + hour * HOUR_MS + MINUTE_MS;
        int64_t summer = at("2026-06-20T00:00") + hour * HOUR_MS + 30 * MINUTE_MS;
        assert_true(daypart_holds(&night, tromso, winter));
        assert_false(daypart_holds(&day, tromso, winter));
        assert_true(daypart_holds(&day, tromso, summer));
    }
}

/* Never later than the truth, and not so early that it would be asked all the time. */
static void foresees_each_change(void **state)
{
    (void)state;
    static const char *const texts[] = {"mon-fri 06:00-10:00", "fri 22:00-02:00",
                                        "sunset-sunrise",      "00:00-24:00",
                                        "sat 02:30-02:45",     "10-25 00:30-03:00"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct daypart daypart = parsed(texts[i]);
        int64_t end = at("2026-10-30T00:00");
        int steps = 0;
        for (int64_t t = at("2026-10-20T00:00"); t < end; steps++) {
            int64_t next = daypart_next_change_ms(&daypart, berlin, t);
            bool holds = daypart_holds(&daypart, berlin, t);
            assert_true(next > t);
            for (int64_t u = t; u < next && u < end; u += 5 * MINUTE_MS)
                assert_int_equal(daypart_holds(&daypart, berlin, u), holds);
            t = next;
        }
        assert_true(steps <= 24);
    }
}

static void tells_brightness_and_dark(void **state)
{
    (void)state;
    struct daypart parts[] = {parsed("party: 2026-12-31 22:00-03:00 brightness 80"),
                              parsed("night: 23:00-06:00 dark"), parsed("breakfast: 06:00-10:00"),
                              parsed("day: 06:00-23:00 brightness 60")};
    assert_int_equal(daypart_brightness(parts, 4, berlin, at("2026-12-30T23:30"), 90), 0);
    assert_int_equal(daypart_brightness(parts, 4, berlin, at("2026-12-31T23:30"), 90), 80);
    assert_int_equal(daypart_brightness(parts, 4, berlin, at("2026-12-30T07:00"), 90), 60);
    assert_int_equal(daypart_brightness(parts, 3, berlin, at("2026-12-30T07:00"), 90), 90);
}

static void refuses_what_is_no_daypart(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "morning",
        "6-10",
        "06:00",
        "06:00-",
        "25:00-26:00",
        "24:30-02:00",
        "06:00-10:60",
        "6:5-7:00",
        "mon-fry 06:00-10:00",
        "montag 06:00-10:00",
        "mon, 06:00-10:00",
        "2026-02-30 06:00-10:00",
        "2026-12-24..2026-12-01 06:00-10:00",
        "12-24..2026-12-26 06:00-10:00",
        "06:00-10:00 brightness",
        "06:00-10:00 brightness 0",
        "06:00-10:00 brightness 101",
        "06:00-10:00 dark red",
        "sunset+7:00-23:00",
        "sunset",
        "sundown-23:00",
        "a_name_that_is_longer_than_any_name_may_be: 06:00-10:00",
        "06:00-10:00\n",
        "13-01 06:00-10:00",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct daypart daypart = {.brightness = 7};
        struct diag diag = {0};
        if (daypart_parse(bad[i], &daypart, &diag))
            fail_msg("taken: %s", bad[i]);
        assert_int_equal(diag.errors, 1);
        assert_non_null(strstr(diag.messages[0].text, "FROM-TO"));
        assert_int_equal(daypart.brightness, 7);
        diag_finish(&diag);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_on_its_days_and_hours),
        cmocka_unit_test(joins_without_a_gap_also_where_clocks_jump),
        cmocka_unit_test(a_doubled_hour_is_shown_once_and_whole),
        cmocka_unit_test(the_sun_opens_and_closes),
        cmocka_unit_test(the_polar_night_is_night_all_day),
        cmocka_unit_test(foresees_each_change),
        cmocka_unit_test(tells_brightness_and_dark),
        cmocka_unit_test(refuses_what_is_no_daypart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
