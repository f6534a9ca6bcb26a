#include <stdlib.h>
#include <string.h>
#include <unigbrk.h>

#include "check.h"
#include "config/text_keys.h"
#include "text/pages.h"
#include "text/strip.h"
#include "text/strip_create.h"

#define FACE "/usr/share/fonts/X11/misc/7x13.pcf.gz"
#define SIGNS "👩‍👩‍👧‍👦 👨‍🚒 🇨🇭 🏳️‍🌈 👍🏽 🇯🇵 "

static struct fonts *open_fonts(void)
{
    struct diag diag = {0};
    char first[] = FACE;
    char second[] = "DejaVu Sans";
    struct config_text config = {
        .size_px = 13, .scale = 1, .font_count = 2, .fonts = {first, second}};
    struct fonts *fonts = fonts_open(&config, &diag);
    assert_non_null(fonts);
    diag_finish(&diag);
    return fonts;
}

static struct strip *make(struct fonts *fonts, const char *text, int width, int height)
{
    struct diag diag = {0};
    const struct strip_text what = {text, strlen(text), TEXT_ROLE_TEXT, NULL, 0};
    const struct strip_box box = {width, height, 7, 3000, 0};
    struct strip *strip = strip_create_pages(fonts, &what, &box, &diag);
    diag_finish(&diag);
    return strip;
}

/* The least byte that a line shows; SIZE_MAX for an empty one. */
static size_t first_byte(const struct strip *strip, size_t line)
{
    size_t least = SIZE_MAX;
    const struct strip_line *at = &strip->lines[line];
    for (size_t i = at->cluster; i < at->cluster + at->cluster_count; i++)
        if (strip->clusters[i].offset < least)
            least = strip->clusters[i].offset;
    return least;
}

/* Each line begins with a whole grapheme cluster; with `whole` each cluster that was shaped is
 * one. (Not so of Devanagari: a conjunct is one since Unicode 15.1 (UAX #29, GB9c), which not
 * every library knows, and a font without its ligature shapes two.) */
static void check_lines(const char *text, int width, bool whole)
{
    struct fonts *fonts = open_fonts();
    struct strip *strip = make(fonts, text, width, 32);
    size_t length = strlen(text);
    char *breaks = malloc(length);
    u8_grapheme_breaks((const uint8_t *)text, length, breaks);
    if (!strip)
        fail_msg("\"%s\" has no pages of %d px", text, width);
    assert_true(strip->line_count > 1);
    assert_int_equal(strip->missing, 0);
    for (size_t i = 0; i < strip->line_count; i++) {
        size_t first = first_byte(strip, i);
        assert_true(first < length);
        assert_true(breaks[first]);
    }
    for (size_t i = 0; whole && i < strip->cluster_count; i++)
        assert_true(breaks[strip->clusters[i].offset]);
    free(breaks);
    strip_unref(strip);
    fonts_close(fonts);
}

static void no_line_splits_a_cluster(void **state)
{
    (void)state;
    for (int width = 70; width < 130; width += 7) {
        check_lines("Zoe\xcc\x88 und Jose\xcc\x81 a\xcc\x8a\xcc\xa3\xcc\x81 e\xcc\x81te\xcc\x81 "
                    "de\xcc\x81ja\xcc\x80 vu, nai\xcc\x88ve, coo\xcc\x88perate, Zoe\xcc\x88",
                    width, true);
        check_lines("हिन्दी समाचार क्षत्रिय विद्यार्थी नई दिल्ली हिन्दी समाचार क्षत्रिय विद्यार्थी", width,
                    false);
        check_lines("한국어 뉴스 한국어 뉴스 한국어 뉴스 \xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab",
                    width, true);
        check_lines("日本語の見出し、東京で大雨、電車は止まった。か\xe3\x82\x99き\xe3\x82\x99",
                    width, true);
    }
}

static void families_and_flags_stay_whole(void **state)
{
    (void)state;
    for (int width = 40; width < 100; width += 9)
        check_lines(SIGNS SIGNS SIGNS, width, true);
}

static void what_has_no_place_to_break_is_not_broken(void **state)
{
    (void)state;
    struct fonts *fonts = open_fonts();
    char *text = malloc(100001);
    memset(text, 'w', 100000);
    text[100000] = '\0';
    assert_null(make(fonts, text, 128, 32));
    free(text);
    fonts_close(fonts);
}

static void thai_breaks_between_words(void **state)
{
    (void)state;
    /* "News of Thailand today: heavy rain in Bangkok", without a space. */
    check_lines("ข่าวประเทศไทยวันนี้ฝนตกหนักในกรุงเทพมหานครข่าวประเทศไทยวันนี้", 90, true);
    struct fonts *fonts = open_fonts();
    struct strip *strip = make(fonts, "ข่าวประเทศไทยวันนี้", 60, 32);
    static const size_t words[] = {0, 12, 30, 39}; /* bytes: news, country, Thai, today */
    assert_non_null(strip);
    assert_true(strip->line_count > 1);
    for (size_t i = 0; i < strip->line_count; i++) {
        size_t first = first_byte(strip, i);
        bool word = false;
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            word |= first == words[k];
        assert_true(word);
    }
    strip_unref(strip);
    fonts_close(fonts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("No line splits a grapheme cluster", no_line_splits_a_cluster),
        TEST("Families, flags and skin tones stay whole", families_and_flags_stay_whole),
        TEST("100,000 characters without a space are not broken",
             what_has_no_place_to_break_is_not_broken),
        TEST("Thai breaks between words", thai_breaks_between_words),
    };
    return cmocka_run_group_tests_name("text/pages", tests, NULL, NULL);
}
