#include "base/local.h"

#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "check.h"

#define MINUTE_MS INT64_C(60000)

static void set_zone(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

/* POSIX rules, so that no zone file is needed: as in Berlin, and as in Lord Howe's half hour. */
#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"
#define LORD_HOWE "LHST-10:30LHDT-11,M10.1.0,M4.1.0"

static int64_t utc(const char *text)
{
    int64_t ms = 0;
    assert_true(clock_parse(text, &ms));
    return ms;
}

static int64_t day_of(int year, int month, int day_of_month)
{
    int64_t day = 0;
    assert_true(local_day_of(year, month, day_of_month, &day));
    return day;
}

static void tells_what_the_clock_shows(void **state)
{
    (void)state;
    set_zone(BERLIN);
    struct local_time at = local_time_at(utc("2026-07-01T22:30:00Z"));
    assert_int_equal(at.day, day_of(2026, 7, 2));
    assert_int_equal(at.minute, 30);
    assert_int_equal(at.weekday, 3); /* a Thursday */
    assert_int_equal(at.month, 7);
    assert_int_equal(at.day_of_month, 2);
}

static void a_skipped_minute_begins_with_the_jump(void **state)
{
    (void)state;
    set_zone(BERLIN);
    int64_t day = day_of(2026, 3, 29);
    int64_t jump = utc("2026-03-29T01:00:00Z");
    assert_int_equal(local_instant_ms(day, 119), jump - MINUTE_MS);
    assert_int_equal(local_instant_ms(day, 120), jump);
    assert_int_equal(local_instant_ms(day, 150), jump);
    assert_int_equal(local_instant_ms(day, 180), jump);
    assert_int_equal(local_instant_ms(day, 181), jump + MINUTE_MS);
}

static void a_doubled_minute_begins_when_it_comes_first(void **state)
{
    (void)state;
    set_zone(BERLIN);
    int64_t day = day_of(2026, 10, 25);
    assert_int_equal(local_instant_ms(day, 120), utc("2026-10-25T00:00:00Z"));
    assert_int_equal(local_instant_ms(day, 179), utc("2026-10-25T00:59:00Z"));
    assert_int_equal(local_instant_ms(day, 180), utc("2026-10-25T02:00:00Z"));
}

static void the_minutes_of_two_years_are_in_order(void **state)
{
    (void)state;
    const char *zones[] = {BERLIN, LORD_HOWE, "UTC0", "<+14>-14", "<-12>12"};
    for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
        set_zone(zones[z]);
        int64_t last = INT64_MIN;
        for (int64_t day = day_of(2026, 1, 1); day < day_of(2028, 1, 1); day++)
            for (int minute = 0; minute < LOCAL_MINUTES_A_DAY; minute += 15) {
                int64_t instant = local_instant_ms(day, minute);
                assert_true(instant >= last);
                struct local_time shown = local_time_at(instant);
                assert_int_equal(shown.day, day);
                assert_true(shown.minute >= minute && shown.minute <= minute + 60);
                last = instant;
            }
    }
}

static void minutes_count_on_into_other_days(void **state)
{
    (void)state;
    set_zone(BERLIN);
    int64_t day = day_of(2026, 12, 31);
    assert_int_equal(local_instant_ms(day, 1440), local_instant_ms(day + 1, 0));
    assert_int_equal(local_instant_ms(day, -60), local_instant_ms(day - 1, 1380));
}

static void refuses_a_date_that_is_none(void **state)
{
    (void)state;
    int64_t day = 0;
    assert_false(local_day_of(2026, 2, 29, &day));
    assert_true(local_day_of(2028, 2, 29, &day));
    assert_false(local_day_of(2026, 13, 1, &day));
    assert_false(local_day_of(2026, 4, 31, &day));
}

static void knows_the_zones_that_there_are(void **state)
{
    (void)state;
    static const char *const known[] = {"", "UTC", "CET-1CEST", "<+03>-3", LORD_HOWE, ":UTC0"};
    static const char *const unknown[] = {
        "Nowhere/City", "Berlin", "../../etc/passwd", "X1", "/none/such", "<+03", "Europe"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!local_zone_is_known(known[i]))
            fail_msg("not known: %s", known[i]);
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        if (local_zone_is_known(unknown[i]))
            fail_msg("known: %s", unknown[i]);
}

static void tells_the_zone_in_force_and_goes_back_to_the_environments(void **state)
{
    (void)state;
    char text[LOCAL_ZONE_SIZE];
    set_zone(BERLIN);
    local_zone_set("<-0330>3:30");
    local_zone_text(utc("2026-07-01T12:00:00Z"), text);
    assert_string_equal(text, "-0330, UTC-03:30");
    local_zone_set("");
    local_zone_text(utc("2026-07-01T12:00:00Z"), text);
    assert_string_equal(text, "CEST, UTC+02:00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_what_the_clock_shows),
        cmocka_unit_test(a_skipped_minute_begins_with_the_jump),
        cmocka_unit_test(a_doubled_minute_begins_when_it_comes_first),
        cmocka_unit_test(the_minutes_of_two_years_are_in_order),
        cmocka_unit_test(minutes_count_on_into_other_days),
        cmocka_unit_test(refuses_a_date_that_is_none),
        cmocka_unit_test(knows_the_zones_that_there_are),
        cmocka_unit_test(tells_the_zone_in_force_and_goes_back_to_the_environments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
