#include "config/text_keys.h"
#include "text/coverage.h"
#include "text/strip.h"
#include "text/strip_create.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define FACE "/usr/share/fonts/X11/misc/7x13.pcf.gz"

static struct fonts *open_fonts(const char *first, const char *second, int size_px, int scale)
{
    struct diag diag = {0};
    struct config_text config = {.size_px = size_px, .scale = scale, .font_count = second ? 2 : 1};
    config.fonts[0] = strdup(first);
    config.fonts[1] = second ? strdup(second) : NULL;
    struct fonts *fonts = fonts_open(&config, &diag);
    diag_print(&diag, stderr);
    assert_non_null(fonts);
    free(config.fonts[0]);
    free(config.fonts[1]);
    diag_finish(&diag);
    return fonts;
}

static struct strip *make(struct fonts *fonts, const char *text)
{
    struct diag diag = {0};
    struct strip *strip = strip_create(fonts, text, strlen(text), TEXT_ROLE_TEXT, NULL, 0, &diag);
    assert_non_null(strip);
    diag_finish(&diag);
    return strip;
}

static void hebrew_runs_from_right_to_left(void **state)
{
    (void)state;
    struct fonts *fonts = open_fonts(FACE, NULL, 13, 1);
    struct strip *strip = make(fonts, "אב 12");
    assert_true(strip->right_to_left);
    /* Visual order: the number keeps its own, at the left. */
    assert_int_equal(strip->clusters[0].offset, 5);
    assert_int_equal(strip->clusters[strip->cluster_count - 1].offset, 0);
    strip_unref(strip);
    strip = make(fonts, "ab 12");
    assert_false(strip->right_to_left);
    strip_unref(strip);
    fonts_close(fonts);
}

static void clusters_advance_from_left_to_right(void **state)
{
    (void)state;
    struct fonts *fonts = open_fonts(FACE, NULL, 13, 1);
    struct strip *strip = make(fonts, "Café");
    assert_int_equal(strip->cluster_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(strip->clusters[i].x, 7 * i);
    assert_int_equal(strip->width, 28);
    strip_unref(strip);
    fonts_close(fonts);
}

static void scaling_multiplies_each_px(void **state)
{
    (void)state;
    struct fonts *small = open_fonts(FACE, NULL, 13, 1);
    struct fonts *large = open_fonts(FACE, NULL, 13, 3);
    struct strip *a = make(small, "Ag");
    struct strip *b = make(large, "Ag");
    assert_int_equal(b->width, 3 * a->width);
    assert_int_equal(b->height, 3 * a->height);
    for (int y = 0; y < b->height; y++)
        for (int x = 0; x < b->width; x++)
            assert_int_equal(b->coverage[y * b->width + x], a->coverage[y / 3 * a->width + x / 3]);
    strip_unref(a);
    strip_unref(b);
    fonts_close(small);
    fonts_close(large);
}

static void what_no_font_has_is_left_out_and_counted(void **state)
{
    (void)state;
    struct fonts *fonts = open_fonts(FACE, NULL, 13, 1);
    size_t offset;
    uint32_t code;
    /* A private-use character: no font that fontconfig knows draws it. */
    static const char text[] = "a\xf4\x8f\xbf\xbd"
                               "b";
    assert_false(fonts_cover(fonts, text, sizeof text - 1, &offset, &code));
    assert_int_equal(offset, 1);
    assert_int_equal(code, 0x10fffd);
    struct strip *strip = make(fonts, text);
    assert_int_equal(strip->missing, 1);
    strip_unref(strip);
    fonts_close(fonts);
}

static void spans_have_their_roles(void **state)
{
    (void)state;
    struct fonts *fonts = open_fonts(FACE, NULL, 13, 1);
    struct diag diag = {0};
    const struct text_span span = {4, 3, TEXT_ROLE_SPEAKER};
    struct strip *strip = strip_create(fonts, "one two three", 13, TEXT_ROLE_TEXT, &span, 1, &diag);
    assert_int_equal(strip->span_count, 3);
    assert_int_equal(strip->spans[1].x, 28);
    assert_int_equal(strip->spans[1].role, TEXT_ROLE_SPEAKER);
    assert_int_equal(strip->spans[2].x, 49);
    strip_unref(strip);
    fonts_close(fonts);
}

static void a_text_without_end_is_bounded(void **state)
{
    (void)state;
    struct fonts *fonts = open_fonts(FACE, NULL, 13, 1);
    struct diag diag = {0};
    char *text = malloc(100000);
    memset(text, 'w', 100000);
    struct strip *strip = strip_create(fonts, text, 100000, TEXT_ROLE_TEXT, NULL, 0, &diag);
    assert_non_null(strip);
    assert_true(strip->width <= STRIP_MAX_WIDTH_PX);
    assert_true(diag.count > 0);
    diag_finish(&diag);
    strip_unref(strip);
    free(text);
    fonts_close(fonts);
}

static void a_missing_font_is_named(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct config_text config = {.size_px = 13, .scale = 1, .font_count = 1};
    char name[] = "/none/such.ttf";
    config.fonts[0] = name;
    assert_null(fonts_open(&config, &diag));
    assert_non_null(strstr(diag.messages[0].text, name));
    diag_finish(&diag);
}

static void a_further_font_that_is_missing_is_a_warning(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct config_text config = {.size_px = 13, .scale = 1, .font_count = 2};
    char own[] = FONTS_OWN_FAMILY;
    char name[] = "/none/such.ttf";
    config.fonts[0] = own;
    config.fonts[1] = name;
    struct fonts *fonts = fonts_open(&config, &diag);
    assert_non_null(fonts);
    fonts_close(fonts);
    fonts_close(fonts_open_within(&config, 8, &diag)); /* as a zone does: said once */
    assert_int_equal(diag.count, 1);
    assert_int_equal(diag.messages[0].level, DIAG_WARNING);
    assert_non_null(strstr(diag.messages[0].text, name));
    diag_finish(&diag);
}

static struct strip *zero_of(char *face, enum config_zero zero)
{
    struct diag diag = {0};
    struct config_text config = {
        .size_px = 26, .scale = 1, .font_count = 1, .fonts = {face}, .zero = zero};
    struct fonts *fonts = fonts_open(&config, &diag);
    assert_non_null(fonts);
    struct strip *strip = strip_create(fonts, "0", 1, TEXT_ROLE_TEXT, NULL, 0, &diag);
    assert_non_null(strip);
    assert_int_equal(diag.count, 0);
    fonts_close(fonts);
    return strip;
}

static void a_zero_has_a_stroke_where_that_is_asked(void **state)
{
    (void)state;
    static char faces[][64] = {
        "motograph-7",       "motograph-13",
        "motograph-13-bold", "motograph-26-bold",
        "motograph-16",      "motograph-26",
        "motograph-40",      "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"};
    for (size_t i = 0; i < sizeof faces / sizeof *faces; i++) {
        struct strip *plain = zero_of(faces[i], CONFIG_ZERO_PLAIN);
        struct strip *slashed = zero_of(faces[i], CONFIG_ZERO_SLASHED);
        size_t size = (size_t)plain->width * (size_t)plain->height;
        assert_int_equal(plain->width, slashed->width);
        assert_int_equal(plain->height, slashed->height);
        bool stroke = false;
        for (size_t px = 0; px < size; px++) {
            stroke |= slashed->coverage[px] > plain->coverage[px];
            if (slashed->coverage[px] < plain->coverage[px])
                fail_msg("%s: more differs than the stroke", faces[i]);
        }
        assert_true(stroke);
        strip_unref(plain);
        strip_unref(slashed);
    }
}

static void no_text_has_the_code_of_our_slashed_zero(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct fonts *fonts = open_fonts("motograph-13", NULL, 13, 1);
    char name[64];
    assert_null(fonts_name_for(fonts, "\xef\xb7\x90", 3, name, sizeof name));
    fonts_close(fonts);
    diag_finish(&diag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Hebrew runs from right to left, the number in it from left to right",
             hebrew_runs_from_right_to_left),
        TEST("Clusters stand at their edges", clusters_advance_from_left_to_right),
        TEST("A scale multiplies each px", scaling_multiplies_each_px),
        TEST("What no font has is left out and counted", what_no_font_has_is_left_out_and_counted),
        TEST("A span has its role, in columns", spans_have_their_roles),
        TEST("A zero has a stroke where that is asked, and is the same but for it",
             a_zero_has_a_stroke_where_that_is_asked),
        TEST("No text has the code of our slashed zero", no_text_has_the_code_of_our_slashed_zero),
        TEST("A text without end is bounded, with a warning", a_text_without_end_is_bounded),
        TEST("A missing font is named", a_missing_font_is_named),
        TEST("A further font that is missing is a warning",
             a_further_font_that_is_missing_is_a_warning),
    };
    return cmocka_run_group_tests_name("text/strip", tests, NULL, NULL);
}
