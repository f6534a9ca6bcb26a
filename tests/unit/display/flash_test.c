#include "config/panel_keys.h"
#include "config/text_keys.h"
#include "display/flash.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "check.h"
#include "display/crawl.h"
#include "display/pages.h"
#include "text/strip_create.h"

#define FACE "/usr/share/fonts/X11/misc/7x13.pcf.gz"
#define WIDTH 64
#define HEIGHT 32
#define BLINKS 8

static const struct config_colour red = {255, 0, 0};
static const struct config_colour white = {255, 255, 255};

static struct flash_rule rule_of(double pitch_mm, double viewing_m)
{
    const struct config_panel panel = {.pitch_mm = pitch_mm, .viewing_m = viewing_m};
    return flash_rule_of(&panel, WIDTH, HEIGHT, 13);
}

/* Full and empty pages in turn, each for half_ms. */
static struct scene *blink_part(struct config_colour colour, int half_ms, int width, int height)
{
    struct strip *strip = strip_create_blank(width, 2 * height);
    memset(strip->coverage, 255, (size_t)(width * height));
    strip->pages = calloc(2 * BLINKS, sizeof *strip->pages);
    strip->page_count = 2 * BLINKS;
    for (int i = 0; i < 2 * BLINKS; i++)
        strip->pages[i] = (struct strip_page){i % 2 * height, half_ms};
    struct scene *scene = scene_create(WIDTH, HEIGHT, 0);
    struct zone *zone = scene_add_zone(scene, 0, 0, width, height, strip);
    zone->motion.kind = MOTION_PAGES;
    zone->colours[TEXT_ROLE_TEXT] = colour;
    strip_unref(strip);
    return scene;
}

static struct scene *blink(struct config_colour colour, int half_ms)
{
    return blink_part(colour, half_ms, WIDTH, HEIGHT);
}

static bool passes(const struct scene *scene, struct flash_rule rule)
{
    struct flash_report report;
    return flash_passes(scene, &rule, 0, zone_pages_end_ns(&scene->zones[0]), &report);
}

/* Letters that are dark, and white pictures in their place. */
static void a_blink_of_pictures_is_damped(void **state)
{
    (void)state;
    const struct flash_rule rule = rule_of(0, 0);
    struct scene *scene = blink((struct config_colour){0, 0, 0}, 125);
    size_t size = (size_t)WIDTH * HEIGHT * 4;
    uint8_t *rgba = malloc(size);
    memset(rgba, 255, size);
    strip_add_image(scene->zones[0].strip, (struct strip_image){0, 0, WIDTH, HEIGHT, rgba});
    assert_false(passes(scene, rule));
    struct scene *damped = flash_damp(scene, &rule, 0, zone_pages_end_ns(&scene->zones[0]));
    assert_true(passes(damped, rule));
    assert_int_equal(damped->still_from_ns, INT64_MAX);
    scene_unref(damped);
    scene_unref(scene);
}

static void a_red_blink_of_4_hz_is_damped(void **state)
{
    (void)state;
    const struct flash_rule rule = rule_of(0, 0);
    struct scene *scene = blink(red, 125);
    struct flash_report report;
    int64_t end_ns = zone_pages_end_ns(&scene->zones[0]);
    assert_false(flash_passes(scene, &rule, 0, end_ns, &report));
    assert_true(report.at_ns < CLOCK_NS_PER_S);
    struct scene *damped = flash_damp(scene, &rule, 0, end_ns);
    assert_true(passes(damped, rule));
    assert_int_equal(damped->still_from_ns, INT64_MAX); /* it still moves */
    scene_unref(damped);
    scene_unref(scene);
}

static void three_flashes_a_second_pass(void **state)
{
    (void)state;
    struct scene *scene = blink(white, 170);
    assert_true(passes(scene, rule_of(0, 0)));
    scene_unref(scene);
    scene = blink(white, 125);
    assert_false(passes(scene, rule_of(0, 0)));
    scene_unref(scene);
}

static void a_dark_red_blink_is_told_from_a_grey_one(void **state)
{
    (void)state;
    struct scene *scene = blink((struct config_colour){120, 0, 0}, 125);
    assert_false(passes(scene, rule_of(0, 0)));
    scene_unref(scene);
    scene = blink((struct config_colour){70, 70, 70}, 125);
    assert_true(passes(scene, rule_of(0, 0)));
    scene_unref(scene);
}

static void a_small_area_may_flash(void **state)
{
    (void)state;
    struct scene *scene = blink_part(white, 125, WIDTH / 2, HEIGHT / 4);
    assert_true(passes(scene, rule_of(0, 0)));
    scene_unref(scene);
    scene = blink(white, 125);
    assert_false(passes(scene, rule_of(4, 1)));  /* 0.006 sr are 375 LEDs */
    assert_true(passes(scene, rule_of(2.5, 3))); /* 8640: more than there are */
    scene_unref(scene);
}

static void check_crawl(struct fonts *fonts, const char *text, struct config_colour colour,
                        int32_t speed_mpx_s)
{
    struct diag diag = {0};
    struct flash_report report;
    struct flash_rule rule = rule_of(0, 0);
    rule.cell_px = fonts_line_height_px(fonts);
    struct strip *strip = strip_create(fonts, text, strlen(text), TEXT_ROLE_TEXT, NULL, 0, &diag);
    struct scene *scene = scene_create(WIDTH, HEIGHT, 0);
    struct zone *zone = scene_add_zone(scene, 0, 0, WIDTH, HEIGHT, strip);
    zone->strip_y = (HEIGHT - strip->height) / 2;
    zone->colours[TEXT_ROLE_TEXT] = colour;
    zone->motion = crawl_motion(strip, WIDTH, speed_mpx_s, 0);
    int64_t end_ns = crawl_end_ns(strip, WIDTH, &zone->motion);
    if (!flash_passes(scene, &rule, 0, end_ns, &report))
        fail_msg("\"%s\" at %d mpx/s flashes", text, (int)speed_mpx_s);
    strip_unref(strip);
    scene_unref(scene);
}

static void every_crawl_passes(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Northport council votes to rebuild the old harbour bridge",
        "I I I I I I I I I I I I I I I I I I",
        "WW  WW  WW  WW  WW  WW  WW  WW  WW",
        "W W W W W W W W W W W W W W W W W W",
        "M   M   M   M   M   M   M   M   M  ",
    };
    char face[] = FACE;
    struct diag diag = {0};
    for (int scale = 1; scale <= 2; scale++) {
        struct config_text config = {
            .size_px = 13, .scale = scale, .font_count = 1, .fonts = {face}};
        struct fonts *fonts = fonts_open(&config, &diag);
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            for (int32_t characters = 8; characters <= (i == 0 ? 15 : 12); characters++) {
                check_crawl(fonts, texts[i], white, characters * 7000 * scale);
                check_crawl(fonts, texts[i], red, characters * 7000 * scale);
            }
        fonts_close(fonts);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A red blink of the whole panel at 4 Hz is damped", a_red_blink_of_4_hz_is_damped),
        TEST("A blink of white pictures at 4 Hz is damped", a_blink_of_pictures_is_damped),
        TEST("Three flashes a second pass, four do not", three_flashes_a_second_pass),
        TEST("A dark red blink is a flash where a grey one is none",
             a_dark_red_blink_is_told_from_a_grey_one),
        TEST("A small area may flash: of the panel, or of the field of view",
             a_small_area_may_flash),
        TEST("Every crawl passes, white and red: stripes up to 12 characters a second, news up to "
             "15",
             every_crawl_passes),
    };
    return cmocka_run_group_tests_name("display/flash", tests, NULL, NULL);
}
