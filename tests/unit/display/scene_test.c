#include "display/scene.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "check.h"
#include "display/crawl.h"
#include "display/lightness.h"
#include "display/scene_bytes.h"
#include "text/strip_create.h"

/* A strip of one row: each column's coverage as given. */
static struct strip *strip_of(const uint8_t *coverage, int width, bool right_to_left)
{
    struct strip *strip = strip_create_blank(width, 1);
    memcpy(strip->coverage, coverage, (size_t)width);
    strip->right_to_left = right_to_left;
    return strip;
}

static const uint8_t full[] = {255, 255, 255};

static struct scene *crawl_scene(int32_t speed_mpx_s, bool right_to_left)
{
    struct strip *strip = strip_of(full, 3, right_to_left);
    struct scene *scene = scene_create(8, 1, 0);
    struct zone *zone = scene_add_zone(scene, 0, 0, 8, 1, strip);
    zone->colours[0] = (struct config_colour){255, 255, 255};
    zone->motion = crawl_motion(strip, 8, speed_mpx_s, 0);
    strip_unref(strip);
    return scene;
}

/* '#' for each lit column. */
static const char *picture(const struct scene *scene, int64_t t_ns)
{
    static char text[16];
    struct frame frame;
    frame_init(&frame, scene->width, scene->height);
    scene_draw(scene, t_ns, &frame);
    for (int x = 0; x < scene->width; x++)
        text[x] = frame_pixel(&frame, x, 0)[0] ? '#' : '.';
    frame_finish(&frame);
    return text;
}

static void read_pixels(const struct scene *scene, uint8_t *rgb)
{
    struct frame frame;
    frame_init(&frame, scene->width, scene->height);
    scene_draw(scene, 0, &frame);
    memcpy(rgb, frame.rgb, (size_t)scene->width * (size_t)scene->height * 3);
    frame_finish(&frame);
}

/* Four px: a letter's, and three of a picture, the last half transparent. */
static struct scene *scene_with_a_picture(void)
{
    static const uint8_t letter[] = {255, 0, 0, 0};
    static const uint8_t picture_px[] = {255, 255, 255, 255, 200, 100, 50, 255, 255, 255, 255, 128};
    struct strip *strip = strip_of(letter, 4, false);
    uint8_t *rgba = (uint8_t *)memory_copy_bytes((const char *)picture_px, sizeof picture_px);
    strip_add_image(strip, (struct strip_image){1, 0, 3, 1, rgba});
    struct scene *scene = scene_create(4, 1, 0);
    struct zone *zone = scene_add_zone(scene, 0, 0, 4, 1, strip);
    zone->colours[0] = (struct config_colour){255, 255, 255};
    strip_unref(strip);
    return scene;
}

static void check_light(const struct scene *scene, double share)
{
    uint8_t before[12], now[12];
    struct scene *bright = scene_with_a_picture();
    read_pixels(bright, before);
    read_pixels(scene, now);
    for (size_t i = 0; i < sizeof now; i++) {
        double wanted = lightness_to_linear(before[i]) * share;
        uint8_t below = lightness_from_linear((uint16_t)(wanted * 0.96));
        double more = wanted * 1.04 < LIGHTNESS_FULL ? wanted * 1.04 : LIGHTNESS_FULL;
        uint8_t above = lightness_from_linear((uint16_t)more);
        assert_in_range(now[i], below > 0 ? below - 1 : 0, above + 1);
    }
    scene_unref(bright);
}

static void pictures_are_dimmed_like_letters(void **state)
{
    (void)state;
    struct scene *scene = scene_with_a_picture();
    check_light(scene, 1);
    zone_dim(&scene->zones[0], 40);
    check_light(scene, 0.4);
    scene_dim(scene, 50);
    check_light(scene, 0.2);
    scene_dim(scene, 0);
    check_light(scene, 0);
    scene_unref(scene);
}

static struct strip *give(void *user, const uint8_t key[SCENE_KEY_SIZE])
{
    (void)key;
    return strip_ref(user);
}

static void dimmed_pictures_are_kept_as_bytes(void **state)
{
    (void)state;
    struct scene *scene = scene_with_a_picture();
    const struct scene_key key = {.strip = scene->zones[0].strip};
    const struct scene_moment moment = {.at_ns = 0, .scene = scene};
    for (int percent = 100; percent >= 20; percent -= 80) {
        struct buffer bytes = {0};
        struct scene_record record;
        scene_dim(scene, percent);
        scene_bytes_write(&moment, 1, 0, 5, &key, 1, &bytes);
        assert_int_equal(bytes.data[0], percent == 100 ? 1 : 2); /* as before where it can be */
        assert_true(
            scene_bytes_read(bytes.data, bytes.length, 0, give, scene->zones[0].strip, &record));
        check_light(record.moments[0].scene, percent / 100.0);
        scene_record_finish(&record);
        buffer_finish(&bytes);
    }
    scene_unref(scene);
}

static void crawl_enters_and_leaves_empty(void **state)
{
    (void)state;
    struct scene *scene = crawl_scene(1000, false);
    assert_string_equal(picture(scene, 0), "........");
    assert_string_equal(picture(scene, 1 * CLOCK_NS_PER_S), ".......#");
    assert_string_equal(picture(scene, 8 * CLOCK_NS_PER_S), "###.....");
    assert_string_equal(picture(scene, 10 * CLOCK_NS_PER_S), "#.......");
    int64_t end_ns = crawl_end_ns(scene->zones[0].strip, 8, &scene->zones[0].motion);
    assert_int_equal(end_ns, 11 * CLOCK_NS_PER_S);
    assert_string_equal(picture(scene, end_ns), "........");
    assert_string_equal(picture(scene, end_ns - 1), "#.......");
    scene_unref(scene);
}

static void right_to_left_text_comes_from_the_left(void **state)
{
    (void)state;
    struct scene *scene = crawl_scene(1000, true);
    assert_string_equal(picture(scene, 0), "........");
    assert_string_equal(picture(scene, 1 * CLOCK_NS_PER_S), "#.......");
    assert_string_equal(picture(scene, 10 * CLOCK_NS_PER_S), ".......#");
    assert_string_equal(picture(scene, 11 * CLOCK_NS_PER_S), "........");
    scene_unref(scene);
}

static void speed_never_drifts(void **state)
{
    (void)state;
    /* 33.333 px/s for a year: exact to the px. */
    const struct motion motion = {.kind = MOTION_CRAWL, .speed_mpx_s = 33333};
    int64_t year_ns = INT64_C(365) * 86400 * CLOCK_NS_PER_S;
    assert_int_equal(motion_position(&motion, year_ns), -(INT64_C(365) * 86400 * 33333 / 1000));
}

/* Both ways, and whenever it began: what is on its way, stands or has gone on is told from any
 * later instant, too. */
static void what_docks_stands_and_goes_on(void **state)
{
    (void)state;
    for (int way = -1; way <= 1; way += 2)
        for (int later = 0; later < 30; later++) {
            struct motion motion = {.kind = MOTION_DOCK,
                                    .start_ns = later * INT64_C(100000000),
                                    .start_px = way * (10 - later),
                                    .speed_mpx_s = way * 10000,
                                    .stop_px = way * 2,
                                    .stand_px = 5};
            for (int px = later; px < 40; px++) {
                int place = px <= 8 ? 10 - px : px <= 13 ? 2 : 15 - px;
                if (later > 8)
                    place = px <= 13 ? 2 : 15 - px;
                int64_t t_ns = px * INT64_C(100000000);
                assert_int_equal(motion_position(&motion, t_ns), way * place);
            }
        }
}

static void next_step_is_the_first_change(void **state)
{
    (void)state;
    struct scene *scene = crawl_scene(7777, false);
    int64_t t_ns = 0;
    int steps = 0;
    for (; t_ns != INT64_MAX && steps < 100; steps++) {
        int32_t before = motion_position(&scene->zones[0].motion, t_ns);
        int64_t next_ns = scene_next_step(scene, t_ns);
        if (next_ns == INT64_MAX)
            break;
        assert_int_equal(motion_position(&scene->zones[0].motion, next_ns - 1), before);
        assert_int_equal(motion_position(&scene->zones[0].motion, next_ns), before - 1);
        t_ns = next_ns;
    }
    assert_int_equal(steps, 11);
    scene_unref(scene);
}

static void a_frozen_scene_stands(void **state)
{
    (void)state;
    struct scene *scene = crawl_scene(1000, false);
    struct scene *frozen = scene_frozen(scene, 3 * CLOCK_NS_PER_S);
    assert_string_equal(picture(frozen, 3 * CLOCK_NS_PER_S), ".....###");
    assert_string_equal(picture(frozen, 60 * CLOCK_NS_PER_S), ".....###");
    assert_int_equal(scene_next_step(frozen, 3 * CLOCK_NS_PER_S), INT64_MAX);
    scene_unref(scene);
    scene_unref(frozen);
}

static void partial_coverage_mixes_in_linear_light(void **state)
{
    (void)state;
    static const uint8_t half[] = {128};
    struct strip *strip = strip_of(half, 1, false);
    struct scene *scene = scene_create(1, 1, 0);
    struct zone *zone = scene_add_zone(scene, 0, 0, 1, 1, strip);
    zone->colours[0] = (struct config_colour){255, 255, 255};
    strip_unref(strip);
    struct frame frame;
    frame_init(&frame, 1, 1);
    scene_draw(scene, 0, &frame);
    int light = lightness_to_linear(frame.rgb[0]);
    assert_in_range(light, LIGHTNESS_FULL / 2 - 500, LIGHTNESS_FULL / 2 + 500);
    frame_finish(&frame);
    scene_unref(scene);
}

static void values_and_light_go_both_ways(void **state)
{
    (void)state;
    for (int value = 0; value < 256; value++)
        assert_int_equal(lightness_from_linear(lightness_to_linear((uint8_t)value)), value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Pictures are dimmed like letters", pictures_are_dimmed_like_letters),
        TEST("Dimmed pictures are kept as bytes, and read again",
             dimmed_pictures_are_kept_as_bytes),
        TEST("A crawl enters an empty zone and leaves it empty", crawl_enters_and_leaves_empty),
        TEST("Right-to-left text enters from the left", right_to_left_text_comes_from_the_left),
        TEST("A crawl does not drift in a year", speed_never_drifts),
        TEST("What docks stands as long as its words pass, and goes on, both ways",
             what_docks_stands_and_goes_on),
        TEST("The next step is the first instant with another picture",
             next_step_is_the_first_change),
        TEST("A frozen scene stands as it was", a_frozen_scene_stands),
        TEST("Half coverage is half the light", partial_coverage_mixes_in_linear_light),
        TEST("Each value survives the way to light and back", values_and_light_go_both_ways),
    };
    return cmocka_run_group_tests_name("display/scene", tests, NULL, NULL);
}
