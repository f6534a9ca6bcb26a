#include "display/crawl.h"

#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "config/crawl_keys.h"

/* Refreshes of a panel in a step: whole, or three for two. */
static bool keeps_pace(double refreshes)
{
    double whole = round(refreshes);
    return fabs(refreshes - 1.5) < 1e-3 || (whole >= 1 && fabs(refreshes - whole) < 1e-3);
}

/* The highest rate up to panel_hz that the speed gives. */
static double rate_of(int32_t speed_mpx_s, double panel_hz)
{
    double refreshes = panel_hz * (1 + 1e-6) / (speed_mpx_s / 1000.0);
    if (refreshes >= 1.5 && refreshes < 2)
        return 1.5 * speed_mpx_s / 1000.0;
    return floor(refreshes) * speed_mpx_s / 1000.0;
}

static int32_t fitted_mpx_s(int32_t speed_mpx_s, double hz)
{
    const struct config_crawl config = {
        .pixels_per_second = speed_mpx_s / 1000.0, .fit = true, .panel_hz = hz};
    return crawl_speed_mpx_s(&config, 0);
}

static void a_fitted_speed_is_near_and_at_the_best_rate(void **state)
{
    (void)state;
    for (int32_t speed = 3000; speed < 300000; speed += 1777)
        for (double hz = 20; hz < 500; hz += 13) {
            int32_t fitted = fitted_mpx_s(speed, hz);
            assert_true(abs(fitted - speed) <= speed * CRAWL_FIT_SHARE + 1);
            double best = rate_of(fitted, hz);
            for (int percent = 91; percent <= 109; percent++)
                assert_true(best >= 0.87 * rate_of((int32_t)((int64_t)speed * percent / 100), hz));
        }
}

/* 26 px at 2.1 us: 97.9 refreshes a second, and 108.6 px/s asked. */
static void a_crawl_goes_slower_where_the_panel_can_t_follow(void **state)
{
    (void)state;
    int32_t fitted = fitted_mpx_s(108600, 97.9);
    assert_in_range(fitted, 97740, 97900);
    assert_true(keeps_pace(97.9 / (fitted / 1000.0)) || fitted < 97900);
}

/* 64x32 at 2.1 us: two for each step would leave most items at two thirds of what they can have. */
static void two_rates_count_both(void **state)
{
    (void)state;
    struct config_crawl config = {
        .pixels_per_second = 63.25, .fit = true, .panel_hz = 101, .usual_hz = 199};
    int32_t fitted = crawl_speed_mpx_s(&config, 0);
    assert_true(rate_of(fitted, 199) > 190 && rate_of(fitted, 101) > 95);
    config.usual_hz = 0;
    fitted = crawl_speed_mpx_s(&config, 0);
    assert_true(rate_of(fitted, 101) > 95);
}

static void what_nothing_fits_stays(void **state)
{
    (void)state;
    assert_int_equal(fitted_mpx_s(108600, 64), 108600); /* no refresh for each step */
    assert_int_equal(fitted_mpx_s(60000, 120), 60000);
}

static void it_is_fitted_where_a_panel_is_known_and_the_key_says_so(void **state)
{
    (void)state;
    struct config_crawl config = {.pixels_per_second = 108.6, .fit = true};
    assert_int_equal(crawl_speed_mpx_s(&config, 64), 108600);
    config.panel_hz = 97.9;
    assert_true(crawl_speed_mpx_s(&config, 64) < 98000);
    config.fit = false;
    assert_int_equal(crawl_speed_mpx_s(&config, 64), 108600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A fitted speed is within a tenth, and no other there gives a better rate",
             a_fitted_speed_is_near_and_at_the_best_rate),
        TEST("A crawl goes slower where the panel can't follow",
             a_crawl_goes_slower_where_the_panel_can_t_follow),
        TEST("Where most items can have a higher rate than some, a speed suits both",
             two_rates_count_both),
        TEST("A speed that nothing fits stays, and so does one that fits", what_nothing_fits_stays),
        TEST("A crawl is fitted where a panel is known and crawl.fit says so",
             it_is_fitted_where_a_panel_is_known_and_the_key_says_so),
    };
    return cmocka_run_group_tests_name("display/crawl", tests, NULL, NULL);
}
