/* How other faces stand in the line of ours. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "config/text_keys.h"
#include "text/strip.h"
#include "text/strip_create.h"

#define TRUETYPE "/usr/share/fonts/truetype/"
#define THAI TRUETYPE "noto/NotoSansThai-Regular.ttf"
#define HEBREW TRUETYPE "noto/NotoSansHebrew-Regular.ttf"
#define DEJAVU TRUETYPE "dejavu/DejaVuSans.ttf"

struct ink {
    int top, bottom, left, right; /* of the px that are lit; bottom and right are the last ones */
};

static struct strip *draw(const char *own, const char *other, const char *text)
{
    struct diag diag = {0};
    char first[64];
    char second[64];
    snprintf(first, sizeof first, "build/fonts/%s.bdf", own);
    snprintf(second, sizeof second, "%s", other);
    struct config_text config = {
        .size_px = 32, .scale = 1, .font_count = 2, .fonts = {first, second}};
    struct fonts *fonts = fonts_open(&config, &diag);
    assert_non_null(fonts);
    struct strip *strip = strip_create(fonts, text, strlen(text), TEXT_ROLE_TEXT, NULL, 0, &diag);
    assert_non_null(strip);
    assert_int_equal(strip->missing, 0);
    fonts_close(fonts);
    diag_finish(&diag);
    return strip;
}

static struct ink measure(const struct strip *strip)
{
    struct ink ink = {strip->height, -1, strip->width, -1};
    for (int y = 0; y < strip->height; y++)
        for (int x = 0; x < strip->width; x++) {
            if (!strip->coverage[y * strip->width + x])
                continue;
            ink.top = y < ink.top ? y : ink.top;
            ink.left = x < ink.left ? x : ink.left;
            ink.bottom = y;
            ink.right = x > ink.right ? x : ink.right;
        }
    return ink;
}

static struct ink ink_of(const char *own, const char *other, const char *text)
{
    struct strip *strip = draw(own, other, text);
    struct ink ink = measure(strip);
    strip_unref(strip);
    return ink;
}

/* KO KAI is 0.55 em high. */
static void thai_is_as_large_as_the_line_lets_it(void **state)
{
    (void)state;
    struct ink large = ink_of("motograph-26", THAI, "ก");
    struct ink small = ink_of("motograph-13", THAI, "ก");
    assert_in_range(large.bottom - large.top + 1, 10, 14);
    assert_in_range(small.bottom - small.top + 1, 5, 7);
}

/* What is cut off is lit in the first or last row. */
static void marks_above_and_below_are_whole(void **state)
{
    (void)state;
    static const char *const own[] = {"motograph-13", "motograph-26"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        struct strip *strip = draw(own[i], THAI, "ปู่ ที่ ญู");
        struct ink ink = measure(strip);
        assert_true(ink.top > 0 && ink.bottom < strip->height - 1);
        strip_unref(strip);
    }
}

/* Letters of several scripts stand beside each other in a headline. */
static void no_script_is_moved_far(void **state)
{
    (void)state;
    struct ink ours = ink_of("motograph-26", THAI, "H");
    struct ink thai = ink_of("motograph-26", THAI, "ก");
    assert_in_range(ours.bottom - thai.bottom, 0, 4);
    struct ink hebrew = ink_of("motograph-26", HEBREW, "א");
    assert_in_range(ours.bottom - hebrew.bottom, 0, 1);
}

static void thin_strokes_are_one_px(void **state)
{
    (void)state;
    /* Alef, which DejaVu's own hints make two px wide at this size. */
    struct ink alef = ink_of("motograph-13", DEJAVU, "ا");
    assert_int_equal(alef.left, alef.right);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Thai is as large as the line lets it be", thai_is_as_large_as_the_line_lets_it),
        TEST("Marks above and below are whole", marks_above_and_below_are_whole),
        TEST("No script is moved far from the baseline", no_script_is_moved_far),
        TEST("Thin strokes are one px wide", thin_strokes_are_one_px),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
