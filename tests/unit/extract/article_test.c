#include "news/article.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

struct encoding_case {
    const char *bytes;
    size_t length;
    const char *text; /* NULL: refused */
    const char *says; /* in the first message; NULL: there is none */
};

#define BYTES(literal) literal, sizeof literal - 1

static const struct encoding_case encodings[] = {
    {BYTES("Caf\xc3\xa9"), "Café", NULL},
    {BYTES("\xef\xbb\xbfPlain"), "Plain", NULL},
    {BYTES("Caf\xe9 \x93open\x94"), "Café “open”", NULL},
    {BYTES("\x80 5"), "€ 5", NULL},
    {BYTES("bad \x81 byte"), NULL, "offset 4"},
    {BYTES("\xc3\xa9 and \xe9"), NULL, "offset 7"},
    {BYTES("cut \xc3\xa9 \xe2\x82"), NULL, "offset 7"},
    {BYTES("nul \0 byte"), NULL, "byte 4"},
    {BYTES("\xff\xfeT\0h\0"), NULL, "UTF-16"},
    {BYTES("\0T\0h\0e\0 "), NULL, "UTF-16"},
    {BYTES(""), NULL, "empty"},
    {BYTES(" \n\n \t"), NULL, "empty"},
    {BYTES("red \x1b[31mmill\x1b[0m"), "red mill", "2 control characters"},
    {BYTES("a.\r\nb.\rc."), "a.\nb.\nc.", NULL},
    {BYTES("left\xe2\x80\xaeright"), "leftright", "1 control character "},
    {BYTES("tab\there"), "tab here", NULL},
};

static void check_encoding(const struct encoding_case *item)
{
    struct diag diag = {0};
    struct article *article = article_parse("a.txt", item->bytes, item->length, &diag);
    if (!item->text) {
        assert_null(article);
    } else {
        size_t length;
        assert_non_null(article);
        assert_string_equal(article_text(article, &length), item->text);
    }
    if (item->says && (diag.count == 0 || !strstr(diag.messages[0].text, item->says)))
        fail_msg("%s: %s", item->says, diag.count ? diag.messages[0].text : "no message");
    if (!item->says)
        assert_int_equal(diag.count, 0);
    diag_finish(&diag);
    article_destroy(article);
}

static void encodings_are_recognised_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        check_encoding(&encodings[i]);
}

static void offsets_lead_back_to_the_file(void **state)
{
    (void)state;
    static const char bytes[] = "\xef\xbb\xbfOne.\r\ntwo \x1b[1mthree";
    struct diag diag = {0};
    struct article *article = article_parse("a.txt", bytes, sizeof bytes - 1, &diag);
    size_t length;
    const char *text = article_text(article, &length);
    assert_string_equal(text, "One.\ntwo three");
    for (size_t i = 0; i < length; i++)
        if (text[i] != '\n')
            assert_int_equal(text[i], bytes[article_source_offset(article, i)]);
    assert_int_equal(article_source_offset(article, length), sizeof bytes - 1);
    diag_finish(&diag);
    article_destroy(article);
}

static void wrapped_lines_are_joined(void **state)
{
    (void)state;
    static const char bytes[] = "The mill will open again on Monday after\n"
                                "a winter of repairs, the council said on\n"
                                "Friday.\n\nA second paragraph that goes on\nfor a while.\n";
    struct diag diag = {0};
    struct article *article = article_parse("a.txt", bytes, sizeof bytes - 1, &diag);
    size_t count;
    article_paragraphs(article, &count);
    assert_int_equal(count, 2);
    article_destroy(article);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Each encoding is recognised and converted, or refused with the reason",
             encodings_are_recognised_or_refused),
        TEST("Offsets of the text lead back to the file's bytes", offsets_lead_back_to_the_file),
        TEST("Wrapped lines are one paragraph", wrapped_lines_are_joined),
    };
    return cmocka_run_group_tests_name("news/article", tests, NULL, NULL);
}
