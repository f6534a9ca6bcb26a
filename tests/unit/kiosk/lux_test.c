#include "check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "kiosk/light.h"

static const struct light_curve curve = {
    .dim_lux = 1, .full_lux = 256, .dim_percent = 20, .slew_s = 20};
static const struct light_curve at_once = {
    .dim_lux = 1, .full_lux = 256, .dim_percent = 20, .slew_s = 0};

static void put(const char *folder, const char *name, const char *value)
{
    char *path = memory_format("%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(value, file);
    fclose(file);
    free(path);
}

static void each_doubling_counts_the_same(void **state)
{
    (void)state;
    static const struct {
        double lux;
        int percent;
    } rows[] = {{0, 20},  {0.5, 20}, {1, 20},    {2, 30},     {4, 40},
                {16, 60}, {128, 90}, {256, 100}, {90000, 100}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct light_level level = {0};
        assert_int_equal(light_level_see(&level, &at_once, rows[i].lux, 2), rows[i].percent);
    }
}

static void a_cloud_changes_nothing(void **state)
{
    (void)state;
    struct light_level level = {0};
    int before = light_level_see(&level, &at_once, 16, 2);
    assert_int_equal(light_level_see(&level, &at_once, 16 * exp2(0.32), 2), before);
    assert_int_equal(light_level_see(&level, &at_once, 16 * exp2(-0.32), 2), before);
    assert_true(light_level_see(&level, &at_once, 16 * exp2(0.34), 2) > before);
}

static void it_goes_no_faster_than_it_may(void **state)
{
    (void)state;
    struct light_level level = {0};
    light_level_see(&level, &curve, 256, 2);
    assert_int_equal(light_level_see(&level, &curve, 0, 2), 90);
    assert_int_equal(light_level_see(&level, &curve, 0, 2), 80);
    for (int i = 0; i < 20; i++)
        light_level_see(&level, &curve, 0, 2);
    assert_int_equal(light_level_see(&level, &curve, 0, 2), 20);
}

/* A day of a room by a window, from 0.1 to 3,000 lux, a tenth to and fro around it. */
static double day(int second, uint32_t *seed)
{
    double height = sin(3.14159265 * (second / 86400.0));
    *seed = *seed * 1664525u + 1013904223u; /* Numerical Recipes, ranqd1 */
    double noise = 0.9 + 0.2 * (*seed >> 8) / 16777216.0;
    return 0.1 * pow(30000, height * height) * noise;
}

static void a_day_turns_once(void **state)
{
    (void)state;
    struct light_level level = {0};
    uint32_t seed = 23;
    int turns = 0, way = 0, least = 100, most = 0;
    int before = light_level_see(&level, &curve, day(0, &seed), 2);
    for (int second = 2; second < 86400; second += 2) {
        int now = light_level_see(&level, &curve, day(second, &seed), 2);
        int step = (now > before) - (now < before);
        turns += way && step && step != way;
        way = step ? step : way;
        least = now < least ? now : least;
        most = now > most ? now : most;
        before = now;
    }
    assert_int_equal(turns, 1);
    assert_int_equal(least, 20);
    assert_int_equal(most, 100);
}

static char *sensor(char *root)
{
    assert_non_null(mkdtemp(root));
    char *folder = memory_format("%s/iio:device0", root);
    assert_int_equal(mkdir(folder, 0700), 0);
    return folder;
}

static void take_away(const char *folder, const char *name)
{
    char *path = memory_format("%s/%s", folder, name);
    assert_int_equal(unlink(path), 0);
    free(path);
}

static void finish(const char *root, char *folder)
{
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(rmdir(root), 0);
    free(folder);
}

static void each_kind_of_sensor_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *names[2], *values[2];
        double lux;
    } rows[] = {
        {{"in_illuminance_raw", "in_illuminance_scale"}, {"120\n", "0.833333\n"}, 100}, /* bh1750 */
        {{"in_illuminance0_input", "in_intensity0_both_raw"}, {"54\n", "9\n"}, 54}, /* tsl2561 */
        {{"in_illuminance_input", "in_illuminance_raw"}, {"31.5\n", "7\n"}, 31.5},  /* veml6030 */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char root[] = "/tmp/light-XXXXXX";
        char *folder = sensor(root);
        double lux = -1;
        assert_false(light_read(root, &lux));
        put(folder, rows[i].names[0], rows[i].values[0]);
        put(folder, rows[i].names[1], rows[i].values[1]);
        assert_true(light_read(root, &lux));
        assert_true(fabs(lux - rows[i].lux) < 0.01);
        put(folder, rows[i].names[0], "nonsense");
        assert_true(!light_read(root, &lux) || lux == 7);
        take_away(folder, rows[i].names[0]);
        take_away(folder, rows[i].names[1]);
        finish(root, folder);
    }
}

static void what_is_no_number_counts_for_nothing(void **state)
{
    (void)state;
    char root[] = "/tmp/light-XXXXXX";
    char *folder = sensor(root);
    double lux = -1;
    put(folder, "in_illuminance_raw", "12\n");
    put(folder, "in_illuminance_scale", "nan\n");
    assert_true(light_read(root, &lux));
    assert_true(lux == 12);
    put(folder, "in_illuminance_raw", "1e300\n");
    put(folder, "in_illuminance_scale", "1e300\n");
    assert_false(light_read(root, &lux));
    take_away(folder, "in_illuminance_raw");
    take_away(folder, "in_illuminance_scale");
    finish(root, folder);
}

struct room {
    struct loop *loop;
    int percent;
};

static void dim(void *user, int percent)
{
    struct room *room = user;
    room->percent = percent;
    loop_stop(room->loop);
}

static void the_sensor_dims_the_wall(void **state)
{
    (void)state;
    char root[] = "/tmp/light-XXXXXX";
    char *folder = sensor(root);
    struct clock clock;
    struct room room = {0};
    int error = 0;
    put(folder, "in_illuminance_input", "4\n");
    clock_init_real(&clock);
    room.loop = loop_create(&clock);
    struct light *light = light_create(room.loop, root, &curve, dim, &room, &error);
    assert_non_null(light);
    assert_int_equal(loop_run(room.loop), 0);
    assert_int_equal(room.percent, 40);
    light_destroy(light);
    loop_destroy(room.loop);
    take_away(folder, "in_illuminance_input");
    finish(root, folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"Each doubling of the light counts the same", each_doubling_counts_the_same, NULL, NULL,
         NULL},
        {"A cloud of less than a third of a doubling changes nothing", a_cloud_changes_nothing,
         NULL, NULL, NULL},
        {"It goes no faster than it may", it_goes_no_faster_than_it_may, NULL, NULL, NULL},
        {"A day with noise gets brighter, then darker, and turns once", a_day_turns_once, NULL,
         NULL, NULL},
        {"Each kind of sensor is read as its driver shows it", each_kind_of_sensor_is_read, NULL,
         NULL, NULL},
        {"What of a sensor is no number counts for nothing", what_is_no_number_counts_for_nothing,
         NULL, NULL, NULL},
        {"A dark room dims the wall", the_sensor_dims_the_wall, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("kiosk/lux", tests, NULL, NULL);
}
