/* How other faces stand in the line of ours. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "check.h"
#include "config/text_keys.h"
#include "text/coverage.h"
#include "text/strip.h"
#include "text/strip_create.h"

#define TRUETYPE "/usr/share/fonts/truetype/"
#define THAI TRUETYPE "noto/NotoSansThai-Regular.ttf"
#define HEBREW TRUETYPE "noto/NotoSansHebrew-Regular.ttf"
#define DEJAVU TRUETYPE "dejavu/DejaVuSans.ttf"
#define UNIFONT "/usr/share/fonts/opentype/unifont/unifont.otf"
#define MOST_BYTES 4000000 /* of a font */

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

static struct fonts *open_chain(const char *other)
{
    struct diag diag = {0};
    char first[] = "build/fonts/motograph-13.bdf";
    char *second = memory_copy_string(other);
    struct config_text config = {
        .size_px = 13, .scale = 1, .font_count = 2, .fonts = {first, second}};
    struct fonts *fonts = fonts_open(&config, &diag);
    assert_non_null(fonts);
    assert_int_equal(diag.count, 0);
    free(second);
    return fonts;
}

/* fontconfig looks for a name of no folder among its own. */
static void know_no_fonts(void)
{
    char *path = realpath("tests/support/no_fonts.conf", NULL);
    assert_non_null(path);
    setenv("FONTCONFIG_FILE", path, 1);
    free(path);
}

static bool covers(struct fonts *fonts, const char *text)
{
    size_t offset;
    uint32_t code;
    return fonts_cover(fonts, text, strlen(text), &offset, &code);
}

static void copy_file(const char *from, char *to)
{
    struct buffer bytes = {0};
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = mkstemp(to);
    assert_true(in >= 0 && out >= 0);
    assert_int_equal(buffer_read_fd(&bytes, in, MOST_BYTES), 0);
    assert_int_equal(write(out, bytes.data, bytes.length), bytes.length);
    close(in);
    close(out);
    buffer_finish(&bytes);
}

/* It is opened for the first letter that the face before it lacks. */
static void a_face_whose_file_is_gone_has_no_letters(void **state)
{
    (void)state;
    char path[] = "/tmp/motograph-face-XXXXXX";
    copy_file(DEJAVU, path);
    know_no_fonts();
    struct fonts *used = open_chain(path);
    struct fonts *unused = open_chain(path);
    assert_true(covers(used, "ا"));
    unlink(path);
    assert_true(covers(used, "ا"));
    assert_true(covers(unused, "a"));
    assert_false(covers(unused, "ا"));
    fonts_close(used);
    fonts_close(unused);
    unsetenv("FONTCONFIG_FILE");
}

/* fontconfig is read once for all, and anew when no chain is open. */
static void what_is_installed_is_asked_anew(void **state)
{
    (void)state;
    know_no_fonts();
    struct fonts *fonts = open_chain(THAI);
    assert_false(covers(fonts, "東"));
    fonts_close(fonts);
    unsetenv("FONTCONFIG_FILE");
    for (int i = 0; i < 2; i++) {
        fonts = open_chain(THAI);
        if (i == 1)
            fonts_rest();
        assert_true(covers(fonts, "東"));
        fonts_close(fonts);
    }
}

static struct strip *draw_ideographs(struct fonts *fonts, uint32_t from, uint32_t count)
{
    struct diag diag = {0};
    struct buffer text = {0};
    for (uint32_t code = from; code < from + count; code++)
        buffer_format(&text, "%c%c%c", (char)(0xe0 | code >> 12), (char)(0x80 | (code >> 6 & 0x3f)),
                      (char)(0x80 | (code & 0x3f)));
    struct strip *strip =
        strip_create(fonts, text.data, text.length, TEXT_ROLE_TEXT, NULL, 0, &diag);
    assert_non_null(strip);
    assert_int_equal(strip->missing, 0);
    buffer_finish(&text);
    return strip;
}

/* More than are kept drawn at once. */
static void thousands_of_glyphs_are_drawn_as_the_first_time(void **state)
{
    (void)state;
    const uint32_t first = 0x4e00;
    const uint32_t count = 1000;
    struct fonts *fonts = open_chain(UNIFONT);
    struct strip *once = draw_ideographs(fonts, first, count);
    for (uint32_t i = 0; i < 6; i++)
        strip_unref(draw_ideographs(fonts, first + i * count, count));
    struct strip *again = draw_ideographs(fonts, first, count);
    assert_int_equal(once->width, again->width);
    assert_memory_equal(once->coverage, again->coverage,
                        (size_t)once->width * (size_t)once->height);
    strip_unref(once);
    strip_unref(again);
    fonts_close(fonts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Thai is as large as the line lets it be", thai_is_as_large_as_the_line_lets_it),
        TEST("Marks above and below are whole", marks_above_and_below_are_whole),
        TEST("No script is moved far from the baseline", no_script_is_moved_far),
        TEST("Thin strokes are one px wide", thin_strokes_are_one_px),
        TEST("A face whose file is gone has no letters, and its chain goes on",
             a_face_whose_file_is_gone_has_no_letters),
        TEST("What is installed is asked anew when no chain is open",
             what_is_installed_is_asked_anew),
        TEST("Thousands of glyphs are drawn as the first time",
             thousands_of_glyphs_are_drawn_as_the_first_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
