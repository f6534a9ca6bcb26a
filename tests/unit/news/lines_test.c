/* Lines: what was wrapped is joined, what was parted at a line's end too, and what stands in lines
 * of its own stays apart. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "news/article.h"

struct text {
    const char *bytes;
    const char *paragraphs; /* parted by bars */
};

/* The paragraphs of a text, parted by bars. */
static void join(const char *bytes, char *out, size_t size)
{
    struct diag diag = {0};
    size_t length, count, at = 0;
    struct article *article = article_parse("a.txt", bytes, strlen(bytes), &diag);
    diag_finish(&diag);
    assert_non_null(article);
    const char *text = article_text(article, &length);
    const struct article_paragraph *paragraphs = article_paragraphs(article, &count);
    for (size_t i = 0; i < count; i++)
        at += (size_t)snprintf(out + at, size - at, "%s%.*s", i > 0 ? "|" : "",
                               (int)(paragraphs[i].end - paragraphs[i].start),
                               text + paragraphs[i].start);
    article_destroy(article);
}

static void check(const struct text *texts, size_t count)
{
    char out[2048];
    for (size_t i = 0; i < count; i++) {
        join(texts[i].bytes, out, sizeof out);
        assert_string_equal(out, texts[i].paragraphs);
    }
}

static void a_wrapped_text_is_joined(void **state)
{
    (void)state;
    static const struct text texts[] = {
        {"The ferry between Lindmoor and the\nisland will run again from Monday, the\nharbour "
         "office "
         "said on Friday.\n\nIslanders had waited.\n",
         "The ferry between Lindmoor and the island will run again from Monday, the harbour office "
         "said on Friday.|Islanders had waited."},
        /* German: a line may begin with a capital */
        {"Die Fähre zwischen Lindmoor und der\nInsel fährt wieder ab Montag, sagte das\nHafenamt "
         "am "
         "Freitag in einer kurzen\nMitteilung.\n",
         "Die Fähre zwischen Lindmoor und der Insel fährt wieder ab Montag, sagte das Hafenamt am "
         "Freitag in einer kurzen Mitteilung."},
        /* Japanese: nothing stands for the end of a line */
        {"町と島を結ぶ船は月曜日から\n再び運航すると港の事務所が\n金曜日に発表した。\n",
         "町と島を結ぶ船は月曜日から再び運航すると港の事務所が金曜日に発表した。"},
        /* a title in two lines */
        {"Council approves a new way of\nworking out ferry fares\n\nThe council did so.\n",
         "Council approves a new way of working out ferry fares|The council did so."},
    };
    check(texts, sizeof texts / sizeof *texts);
}

static void lines_of_their_own_stay_apart(void **state)
{
    (void)state;
    static const struct text texts[] = {
        {"EXCLUSIVE\nMinister's brother won ferry contract\nThe minister's brother won a ferry "
         "contract worth 40 million euros without a tender, documents show.\n\"I had no part in "
         "it,\" the minister, Peter Holm, said.\n",
         "EXCLUSIVE|Minister's brother won ferry contract|The minister's brother won a ferry "
         "contract worth 40 million euros without a tender, documents show.|\"I had no part in "
         "it,\" the minister, Peter Holm, said."},
        {"Bridge to close in May\nFerry fares to rise\nPool stays open, council says\nMayor opens "
         "library\n",
         "Bridge to close in May|Ferry fares to rise|Pool stays open, council says|Mayor opens "
         "library"},
        {"Мост закроют в мае\nЦены вырастут\nБассейн открыт\n",
         "Мост закроют в мае|Цены вырастут|Бассейн открыт"},
        {"橋は五月に閉鎖\n船の料金が上がる\nプールは開いている\n市長が図書館を開く\n",
         "橋は五月に閉鎖|船の料金が上がる|プールは開いている|市長が図書館を開く"},
        /* a title above a wrapped paragraph, no blank line between them */
        {"Ferry fares to rise\nBy Jane Fox\nFerry fares will rise by a tenth in April, the "
         "operator\n"
         "said on Monday, and nobody in the harbour office was\nsurprised by it.\n",
         "Ferry fares to rise|By Jane Fox|Ferry fares will rise by a tenth in April, the operator "
         "said on Monday, and nobody in the harbour office was surprised by it."},
    };
    check(texts, sizeof texts / sizeof *texts);
}

static void a_word_parted_at_a_line_s_end_is_whole(void **state)
{
    (void)state;
    static const struct text texts[] = {
        {"Hospital trust apolo-\ngises for lost records\n",
         "Hospital trust apologises for lost records"},
        /* the halves are words, but the whole occurs */
        {"The depart-\nment said so, and the department knows.\n",
         "The department said so, and the department knows."},
        /* as it stands elsewhere */
        {"The re-\nelection comes late; a re-election in May was planned.\n",
         "The re-election comes late; a re-election in May was planned."},
        /* before a capital or a figure it is the word's own */
        {"The Anglo-\nAmerican ferry of Jean-\nClaude Roux and the Covid-\n19 year\n",
         "The Anglo-American ferry of Jean-Claude Roux and the Covid-19 year"},
        /* a first half that keeps it */
        {"He is a well-\nknown man of the long-\nterm kind\n",
         "He is a well-known man of the long-term kind"},
        /* it hangs: a blank stays */
        {"Die Nord-\nund Ostsee sind kalt in diesem langen Winter\n",
         "Die Nord- und Ostsee sind kalt in diesem langen Winter"},
        {"The hospi\xc2\xad\ntal is open\n", "The hospital is open"},
        {"Die Krankenhaus-\nverwaltung schweigt\n", "Die Krankenhausverwaltung schweigt"},
        /* a dash is none */
        {"The bridge -\nit is old - closes in the month of May\n",
         "The bridge - it is old - closes in the month of May"},
    };
    check(texts, sizeof texts / sizeof *texts);
}

static void places_stay_those_of_the_file(void **state)
{
    (void)state;
    static const char bytes[] =
        "The R&amp;D trust lost medi-\ncal records of a con-\ntractor \xe2\x80\x94 "
        "all\nof them.\n";
    struct diag diag = {0};
    struct article *article = article_parse("a.txt", bytes, strlen(bytes), &diag);
    size_t length = 0;
    const char *text = article_text(article, &length);
    assert_string_equal(text,
                        "The R&D trust lost medical records of a contractor — all of them.\n");
    for (size_t i = 0; i < length; i++) {
        char there = bytes[article_source_offset(article, i)];
        assert_true(text[i] == there || (text[i] == ' ' && there == '\n'));
    }
    article_destroy(article);
    diag_finish(&diag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A wrapped text is joined", a_wrapped_text_is_joined),
        TEST("Lines of their own stay apart", lines_of_their_own_stay_apart),
        TEST("A word parted at a line's end is whole", a_word_parted_at_a_line_s_end_is_whole),
        TEST("Places stay those of the file", places_stay_those_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
