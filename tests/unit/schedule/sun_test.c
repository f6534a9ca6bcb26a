#include "schedule/sun.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/local.h"
#include "check.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS (24 * 60 * MINUTE_MS)

static int64_t utc(const char *text)
{
    int64_t ms = 0;
    assert_true(clock_parse(text, &ms));
    return ms;
}

static void assert_near(int64_t got, int64_t wanted, int64_t minutes)
{
    if (llabs(got - wanted) > minutes * MINUTE_MS)
        fail_msg("%lld s away", (long long)(got - wanted) / 1000);
}

static int64_t day_of(int year, int month, int day_of_month)
{
    int64_t day = 0;
    assert_true(local_day_of(year, month, day_of_month, &day));
    return day;
}

/* By the definition: at the equinox the sun is up for 12 hours and some minutes everywhere, since
 * refraction lifts it, and is due south at 12:07, the equation of time then. */
static void the_equinox_is_the_same_everywhere(void **state)
{
    (void)state;
    const double latitudes[] = {-50, 0, 50};
    for (int i = 0; i < 3; i++) {
        struct sun_day sun = sun_day_at((struct sun_place){latitudes[i], 0}, day_of(2026, 3, 20));
        assert_near(sun.noon_ms, utc("2026-03-20T12:07:30Z"), 1);
        double lifted = 2 * 0.833 * 4 / cos(latitudes[i] * 3.14159265 / 180);
        assert_near(sun.set_ms - sun.rise_ms, (int64_t)((12 * 60 + lifted) * (double)MINUTE_MS), 1);
    }
}

/* Published to the minute for Greenwich: sunrise 04:43 and sunset 21:21 (BST) on the longest day.
 */
static void the_longest_day_of_greenwich(void **state)
{
    (void)state;
    struct sun_day sun = sun_day_at((struct sun_place){51.48, 0}, day_of(2026, 6, 21));
    assert_near(sun.rise_ms, utc("2026-06-21T03:43:00Z"), 1);
    assert_near(sun.set_ms, utc("2026-06-21T20:21:00Z"), 1);
}

static void the_sun_of_the_far_east_comes_first(void **state)
{
    (void)state;
    struct sun_day auckland = sun_day_at((struct sun_place){-36.85, 174.76}, day_of(2026, 12, 1));
    struct sun_day honolulu = sun_day_at((struct sun_place){21.3, -157.86}, day_of(2026, 12, 1));
    assert_true(auckland.noon_ms < honolulu.noon_ms);
    assert_near(auckland.noon_ms, utc("2026-12-01T00:10:00Z"), 2);
}

static void polar_days_and_nights_have_no_edge_inside(void **state)
{
    (void)state;
    struct sun_place tromso = {69.65, 18.96};
    struct sun_day summer = sun_day_at(tromso, day_of(2026, 6, 21));
    assert_near(summer.set_ms - summer.rise_ms, DAY_MS, 0);
    struct sun_day winter = sun_day_at(tromso, day_of(2026, 12, 21));
    assert_true(winter.rise_ms == winter.noon_ms && winter.set_ms == winter.noon_ms);
    struct sun_day pole = sun_day_at((struct sun_place){-90, 0}, day_of(2026, 12, 21));
    assert_near(pole.set_ms - pole.rise_ms, DAY_MS, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_equinox_is_the_same_everywhere),
        cmocka_unit_test(the_longest_day_of_greenwich),
        cmocka_unit_test(the_sun_of_the_far_east_comes_first),
        cmocka_unit_test(polar_days_and_nights_have_no_edge_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
