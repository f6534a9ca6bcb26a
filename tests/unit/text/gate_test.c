#include "config/text_keys.h"
#include "text/gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "text/strip.h"
#include "text/strip_create.h"

#define FACE "/usr/share/fonts/X11/misc/7x13.pcf.gz"

static struct fonts *open_fonts(void)
{
    struct diag diag = {0};
    char face[] = FACE;
    struct config_text config = {.size_px = 13, .scale = 1, .font_count = 1, .fonts = {face}};
    struct fonts *fonts = fonts_open(&config, &diag);
    assert_non_null(fonts);
    return fonts;
}

static void check_gate(const char *text, const char *shown)
{
    struct fonts *fonts = open_fonts();
    struct gate_result result;
    struct diag diag = {0};
    gate_text(fonts, text, NULL, &result, &diag);
    assert_int_equal(result.missing, 0);
    assert_string_equal(result.text, shown);
    struct strip *strip =
        strip_create(fonts, result.text, strlen(result.text), TEXT_ROLE_TEXT, NULL, 0, &diag);
    assert_int_equal(strip->missing, 0);
    strip_unref(strip);
    gate_finish(&result);
    diag_finish(&diag);
    fonts_close(fonts);
}

static void what_fonts_have_stays(void **state)
{
    (void)state;
    check_gate("“Zitat” – Zoë, 3 €", "“Zitat” – Zoë, 3 €");
}

static void controls_and_overrides_are_taken_away(void **state)
{
    (void)state;
    check_gate("a\x1b[31mb\xc2\x85"
               "c",
               "a[31mb c");
    check_gate("ab\xe2\x80\xae"
               "cd\xe2\x80\xac"
               "ef",
               "abcdef"); /* U+202E, U+202C */
    check_gate("one\ntwo\tthree", "one two three");
}

static void towers_of_marks_are_cut(void **state)
{
    (void)state;
    char text[2 + 2 * 1000 + 1] = "a";
    for (int i = 0; i < 1000; i++)
        memcpy(text + 1 + 2 * i, "\xcc\x81", 3);
    struct fonts *fonts = open_fonts();
    struct gate_result result;
    struct diag diag = {0};
    gate_text(fonts, text, NULL, &result, &diag);
    assert_int_equal(result.removed, 992);
    assert_true(diag.count > 0);
    gate_finish(&result);
    diag_finish(&diag);
    fonts_close(fonts);
}

static void long_runs_of_invisible_characters_are_cut(void **state)
{
    (void)state;
    char text[3 * 500 + 3] = "a";
    for (int i = 0; i < 500; i++)
        memcpy(text + 1 + 3 * i, "\xe2\x80\x8b", 4);
    struct fonts *fonts = open_fonts();
    struct gate_result result;
    struct diag diag = {0};
    gate_text(fonts, text, NULL, &result, &diag);
    assert_int_equal(result.removed, 492);
    gate_finish(&result);
    diag_finish(&diag);
    fonts_close(fonts);
}

static void what_nothing_shows_is_named(void **state)
{
    (void)state;
    struct fonts *fonts = open_fonts();
    struct gate_result result;
    struct diag diag = {0};
    gate_text(fonts, "a\xf4\x8f\xbf\xbd", NULL, &result, &diag);
    assert_int_equal(result.missing, 0x10fffd);
    assert_null(result.text);
    gate_finish(&result);
    diag_finish(&diag);
    fonts_close(fonts);
}

static void the_table_stands_in_where_no_font_helps(void **state)
{
    (void)state;
    char *none = realpath("tests/support/no_fonts.conf", NULL);
    assert_non_null(none);
    setenv("FONTCONFIG_FILE", none, 1); /* one bitmap face is all there is */
    free(none);
    check_gate("a \xe2\x9e\x9c b", "a -> b");                  /* U+279C */
    check_gate("\xf0\x9d\x90\x80\xf0\x9d\x9f\x8f", "A1");      /* bold A, bold 1 */
    check_gate("\xef\xbc\xa1\xe3\x80\x80\xef\xbc\xa2", "A B"); /* wide letters and space */
    unsetenv("FONTCONFIG_FILE");
}

static void what_was_replaced_is_listed_once(void **state)
{
    (void)state;
    struct gate_result result;
    struct diag diag = {0};
    char *none = realpath("tests/support/no_fonts.conf", NULL);
    setenv("FONTCONFIG_FILE", none, 1);
    free(none);
    struct fonts *fonts = open_fonts();
    gate_text(fonts, "a \xe2\x9e\x9c b \xe2\x9e\x9c \xf0\x9d\x90\x80", NULL, &result, &diag);
    assert_string_equal(result.list, "U+279C ->, U+1D400 A");
    assert_int_equal(result.replaced, 3);
    gate_finish(&result);
    gate_text(fonts, "plain", NULL, &result, &diag);
    assert_null(result.list);
    gate_finish(&result);
    unsetenv("FONTCONFIG_FILE");
    diag_finish(&diag);
    fonts_close(fonts);
}

static void a_span_of_the_text_moves_with_it(void **state)
{
    (void)state;
    char *none = realpath("tests/support/no_fonts.conf", NULL);
    setenv("FONTCONFIG_FILE", none, 1);
    free(none);
    struct fonts *fonts = open_fonts();
    struct gate_result result;
    struct diag diag = {0};
    static const struct {
        const char *before;
        struct snippet_span span;
        const char *words; /* of the span afterwards */
        bool changed;
    } table[] = {
        {"a\x01\x02 Name", {4, 4}, "Name", true},
        {"a\x01 Name, b", {3, 4}, "Name", true},
        {"\xe2\x9e\x9c a\xe2\x9e\x9c"
         "b c",
         {4, 5},
         "a->b",
         true},
        {"a Na\x01", {2, 3}, "Na", true},
        {"a\tb", {2, 1}, "b", true},
        {"plain", {2, 3}, "ain", false},
        {"plain", {9, 9}, "", false},
        {"plain", {0, SIZE_MAX}, "plain", false},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct snippet_span span = table[i].span;
        gate_text(fonts, table[i].before, &span, &result, &diag);
        assert_int_equal(span.length, strlen(table[i].words));
        assert_memory_equal(result.text + span.start, table[i].words, span.length);
        assert_int_equal(result.changed, table[i].changed);
        gate_finish(&result);
    }
    unsetenv("FONTCONFIG_FILE");
    diag_finish(&diag);
    fonts_close(fonts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("What fonts have stays as it is", what_fonts_have_stays),
        TEST("Controls and overrides are taken away, line breaks are spaces",
             controls_and_overrides_are_taken_away),
        TEST("A thousand marks on one letter become eight", towers_of_marks_are_cut),
        TEST("Five hundred invisible characters become eight",
             long_runs_of_invisible_characters_are_cut),
        TEST("What nothing shows is named, and there is no text", what_nothing_shows_is_named),
        TEST("Arrows, letters of mathematics and wide forms are replaced",
             the_table_stands_in_where_no_font_helps),
        TEST("What was replaced is listed, each character once", what_was_replaced_is_listed_once),
        TEST("A span of the text moves with it, and what changed is told",
             a_span_of_the_text_moves_with_it),
    };
    return cmocka_run_group_tests_name("text/gate", tests, NULL, NULL);
}
