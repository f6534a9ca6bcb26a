/* What bytes of a file become: characters that cannot be seen, references to characters, and
 * where in the file each came from. */
#include "check.h"

#include <string.h>

#include "news/article.h"

struct reading {
    const char *bytes, *text;
};

static struct article *parse(const char *bytes, size_t length)
{
    struct diag diag = {0};
    struct article *article = article_parse("a.txt", bytes, length, &diag);
    diag_finish(&diag);
    assert_non_null(article);
    return article;
}

static void check_readings(const struct reading *readings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = 0;
        struct article *article = parse(readings[i].bytes, strlen(readings[i].bytes));
        assert_string_equal(article_text(article, &length), readings[i].text);
        article_destroy(article);
    }
}

static void what_hides_in_a_word_is_taken_out(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"Pe\xc2\xadter", "Peter"},               /* soft hyphen */
        {"Paul\xe2\x80\x8b Jones", "Paul Jones"}, /* space without width */
        {"Ol\xe2\x80\x8dga", "Olga"},             /* joiner between Latin letters */
        {"O\xe2\x80\x8cl\xe2\x81\xa0ga", "Olga"}, /* non-joiner, word joiner */
        {"Ma\xcd\x8frta", "Marta"},               /* grapheme joiner */
        {"A\xef\xb8\x8f"
         "da",
         "Ada"},                                          /* selector behind a letter */
        {"\xd0\x9e\xc2\xad\xd0\xbb", "\xd0\x9e\xd0\xbb"}, /* Cyrillic */
        {"Ada\xe2\x80\x8e Holm", "Ada Holm"},             /* direction that is none */
        {"&#173;a&shy;b&zwj;c", "abc"},
    };
    check_readings(readings, sizeof readings / sizeof *readings);
}

static void what_a_script_needs_is_kept(void **state)
{
    (void)state;
    static const char *const kept[] = {
        "\xd9\x85\xdb\x8c\xe2\x80\x8c\xda\xaf\xd9\x88\xdb\x8c\xd8\xaf",     /* Persian */
        "\xe0\xa4\x95\xe0\xa5\x8d\xe2\x80\x8d\xe0\xa4\xb7",                 /* Devanagari */
        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80",                     /* an astronaut */
        "\xe2\x9d\xa4\xef\xb8\x8f",                                         /* a red heart */
        "\xe0\xb8\x81\xe2\x80\x8b\xe0\xb8\x82",                             /* Thai words */
        "\xe8\x91\x9b\xf3\xa0\x84\x80",                                     /* a variant */
        "1\xef\xb8\x8f\xe2\x83\xa3",                                        /* a keycap */
        "\xd7\x90!\xe2\x80\x8f \xd7\x91",                                   /* Hebrew */
        "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xbf", /* a flag */
    };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        check_readings(&(struct reading){kept[i], kept[i]}, 1);
}

static void references_become_characters(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"Mayor&#8217;s office &amp; police", "Mayor’s office & police"},
        {"&ldquo;Yes&rdquo; &#x2014; &euro;5", "“Yes” — €5"},
        {"caf&eacute; &#146;90s", "café ’90s"}, /* 146: meant as Windows-1252 has it */
        {"&amp;amp; and &amp;quot;so&amp;quot;", "& and \"so\""},
        {"R&D, AT&T; a & b; &bogus; &#; &#xg; &#1114112; &#0;",
         "R&D, AT&T; a & b; &bogus; &#; &#xg; &#1114112; &#0;"},
        {"a&nbsp;b", "a b"},
        {"red &#27;[31m", "red [31m"},
    };
    check_readings(readings, sizeof readings / sizeof *readings);
}

static void a_space_between_words_is_a_space(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"Peter\xc2\xa0Hoffmann", "Peter Hoffmann"},
        {"Mr.\xe2\x80\xaf"
         "Reed",
         "Mr. Reed"},
        {"12\xe2\x80\xaf"
         "000 euros\xe2\x80\xaf!",
         "12\xc2\xa0"
         "000 euros\xc2\xa0!"},
    };
    check_readings(readings, sizeof readings / sizeof *readings);
}

static void offsets_stay_those_of_the_file(void **state)
{
    (void)state;
    static const char bytes[] = "Pe\xc2\xadter &amp; Ol\xe2\x80\x8dga end";
    struct article *article = parse(bytes, strlen(bytes));
    size_t length = 0;
    const char *text = article_text(article, &length);
    assert_string_equal(text, "Peter & Olga end");
    size_t last = 0;
    for (size_t i = 0; i <= length; i++) {
        size_t there = article_source_offset(article, i);
        assert_true(i == 0 || there > last);
        assert_true(i == length || text[i] == bytes[there]);
        last = there;
    }
    assert_int_equal(last, strlen(bytes));
    article_destroy(article);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("What hides in a word is taken out", what_hides_in_a_word_is_taken_out),
        TEST("What a script needs is kept", what_a_script_needs_is_kept),
        TEST("References become characters", references_become_characters),
        TEST("A space between words is a space", a_space_between_words_is_a_space),
        TEST("Offsets stay those of the file", offsets_stay_those_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
