/* Tests of config/laid. */
#include "config/laid.h"

#include <string.h>

#include "check.h"
#include "config/config.h"

static void only_those_keys_may_be_laid_over(void **state)
{
    static const char *const others[] = {"store.path=/tmp/x",
                                         "schedule.time_zone=CET-1",
                                         "panel.brightness=100",
                                         "zones=()",
                                         "rota",
                                         "=",
                                         "rota.nothing=1"};
    struct config config;
    (void)state;
    configuration_init(&config);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct diag diag = {0};
        assert_false(laid_set(&config, others[i], &diag));
        assert_int_equal(diag.errors, 1);
        assert_non_null(strstr(diag.messages[0].text, "schedule.dayparts"));
        diag_finish(&diag);
    }
    configuration_finish(&config);
}

static void each_line_is_laid_and_what_is_bad_is_told(void **state)
{
    struct config config;
    struct diag diag = {0};
    (void)state;
    configuration_init(&config);
    assert_false(laid_set(&config,
                          "rota.gap_seconds=2.5\n\nrota.speaker_spacing=99\n"
                          "schedule.dayparts=\"late: \\\"x\\\"\"\nrota.idle=\"dark\"",
                          &diag));
    assert_int_equal(diag.errors, 1);
    assert_string_equal(
        diag.messages[0].text,
        "settings: rota.speaker_spacing: found 99; allowed: a whole number from 0 to 8");
    assert_true(config.rota.gap_seconds > 2.4 && config.rota.gap_seconds < 2.6);
    assert_string_equal(config.schedule.dayparts, "late: \"x\"");
    assert_int_equal(config.rota.idle, CONFIG_IDLE_DARK);
    diag_finish(&diag);
    configuration_finish(&config);
}

static void a_copy_has_the_values_and_a_swap_gives_them_back(void **state)
{
    struct config config, copy;
    struct diag diag = {0};
    (void)state;
    configuration_init(&config);
    assert_true(configuration_set(&config, "schedule.latitude=52.5", &diag));
    assert_true(configuration_set(&config, "schedule.dayparts=a \"b\" \\ c", &diag));
    assert_true(configuration_set(&config, "rota.categories=news 10; sport 3", &diag));
    laid_copy(&config, &copy);
    assert_string_equal(copy.schedule.dayparts, config.schedule.dayparts);
    assert_string_equal(copy.rota.categories, "news 10; sport 3");
    assert_true(copy.schedule.latitude > 52.4);
    assert_true(laid_set(&copy, "rota.categories=news 1", &diag));
    laid_swap(&config, &copy);
    assert_string_equal(config.rota.categories, "news 1");
    assert_string_equal(copy.rota.categories, "news 10; sport 3");
    assert_string_equal(config.schedule.dayparts, "a \"b\" \\ c");
    assert_int_equal(diag.count, 0);
    configuration_finish(&copy);
    configuration_finish(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("What is neither the rota's nor the dayparts can't be laid over the configuration",
             only_those_keys_may_be_laid_over),
        TEST("Each line is laid over it, and a bad one is told with what is allowed",
             each_line_is_laid_and_what_is_bad_is_told),
        TEST("A copy has the values of those keys, and may change places with it",
             a_copy_has_the_values_and_a_swap_gives_them_back),
    };
    return cmocka_run_group_tests_name("config/laid", tests, NULL, NULL);
}
