/* Fonts whose measures make no sense: refused, never a line from them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../../src/text/builder.h"
#include "base/memory.h"
#include "check.h"
#include "config/text_keys.h"
#include "text/coverage.h"
#include "text/font.h"
#include "text/strip.h"
#include "text/strip_create.h"

/* A font of one letter and of those that have a place and no bitmap, or an empty one (Glyph Bitmap
 * Distribution Format, Adobe 5005), px. */
static void write_font(const char *path, int ascent, int descent)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file,
            "STARTFONT 2.1\nFONT test\nSIZE 8 75 75\nFONTBOUNDINGBOX 4 8 0 -1\n"
            "STARTPROPERTIES 2\nFONT_ASCENT %d\nFONT_DESCENT %d\nENDPROPERTIES\n"
            "CHARS 3\nSTARTCHAR A\nENCODING 65\nSWIDTH 500 0\nDWIDTH 4 0\nBBX 3 3 0 0\n"
            "BITMAP\n40\nE0\nA0\nENDCHAR\n"
            "STARTCHAR B\nENCODING 66\nSWIDTH 500 0\nDWIDTH 4 0\nBBX 3 3 0 0\nENDCHAR\n"
            "STARTCHAR C\nENCODING 67\nSWIDTH 500 0\nDWIDTH 4 0\nBBX 3 3 0 0\n"
            "BITMAP\n00\n00\n00\nENDCHAR\nENDFONT\n",
            ascent, descent);
    fclose(file);
}

static struct fonts *open_font(int ascent, int descent, struct diag *diag)
{
    char path[] = "/tmp/motograph-font-XXXXXX";
    close(mkstemp(path));
    write_font(path, ascent, descent);
    struct config_text config = {.scale = 1, .size_px = 8, .font_count = 1, .fonts = {path}};
    struct fonts *fonts = fonts_open(&config, diag);
    unlink(path);
    return fonts;
}

static void measures_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    static const int measures[][2] = {{-5, 2},   {-5, -8},  {2, -3},        {0, 0},
                                      {5000, 2}, {7, 5000}, {-32768, 32767}};
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        struct diag diag = {0};
        assert_null(open_font(measures[i][0], measures[i][1], &diag));
        assert_non_null(strstr(diag.messages[0].text, "measures make no sense"));
        diag_finish(&diag);
    }
}

static void a_sound_font_opens(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct fonts *fonts = open_font(7, 1, &diag);
    assert_non_null(fonts);
    assert_int_equal(fonts_line_height_px(fonts), 8);
    fonts_close(fonts);
    diag_finish(&diag);
}

static void a_letter_without_ink_is_none(void **state)
{
    (void)state;
    struct diag diag = {0};
    size_t offset = 0;
    uint32_t code = 0;
    char *alone = realpath("tests/support/no_fonts.conf", NULL);
    assert_int_equal(setenv("FONTCONFIG_FILE", alone, 1), 0);
    struct fonts *fonts = open_font(7, 1, &diag);
    assert_true(fonts_cover(fonts, "AA", 2, &offset, &code));
    assert_false(fonts_cover(fonts, "AB", 2, &offset, &code));
    assert_int_equal(code, 'B');
    assert_false(fonts_cover(fonts, "AC", 2, &offset, &code));
    assert_int_equal(code, 'C');
    struct strip *strip = strip_create(fonts, "ABC", 3, TEXT_ROLE_TEXT, NULL, 0, &diag);
    assert_int_equal(strip->missing, 2);
    strip_unref(strip);
    fonts_close(fonts);
    free(alone);
    diag_finish(&diag);
}

/* What a ligature or another form stands for is asked of no table. */
static void a_glyph_that_can_not_be_drawn_is_counted(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct fonts *fonts = open_font(7, 1, &diag);
    struct placed_glyph glyph = {.glyph = 9999, .advance_px = 4};
    const struct layout layout = {.glyphs = &glyph, .count = 1, .width = 4};
    const struct strip_text text = {.text = "A", .length = 1, .role = TEXT_ROLE_TEXT};
    struct strip *strip = builder_create(4, fonts_line_height_px(fonts), 1, 1);
    builder_add_line(strip, fonts, &layout, 0, 0, &text);
    assert_int_equal(strip->missing, 1);
    strip_unref(strip);
    fonts_close(fonts);
    diag_finish(&diag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Measures that make no sense are refused", measures_that_make_no_sense_are_refused),
        TEST("A letter that a font has a place for and does not draw is none that it has",
             a_letter_without_ink_is_none),
        TEST("A glyph that can't be drawn is counted as missing",
             a_glyph_that_can_not_be_drawn_is_counted),
        TEST("A sound font opens", a_sound_font_opens),
    };
    return cmocka_run_group_tests_name("text/damaged_font", tests, NULL, NULL);
}
