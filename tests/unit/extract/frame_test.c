#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "extract/quote.h"

/* Enough of a language for it to be recognised; all people are invented. */
#define ENGLISH "The mill is on the river and it has been there for a long time. "
#define GERMAN "Die Mühle steht am Fluss und sie ist nicht neu, es gibt sie schon lange. "
#define FRENCH "Le moulin est sur la rivière et il y est depuis longtemps, dans la ville. "

enum {
    MAX_CHARS = 200
};

static struct snippets extract(const char *before, const char *sentence)
{
    struct diag diag = {0};
    struct snippets snippets = {0};
    char text[1024];
    int length = snprintf(text, sizeof text, "%s%s", before, sentence);
    struct article *article = article_parse("a.txt", text, (size_t)length, &diag);
    assert_non_null(article);
    quotes_extract(article, MAX_CHARS, &snippets);
    assert_true(snippets.count > 0);
    article_destroy(article);
    diag_finish(&diag);
    return snippets;
}

struct frame_case {
    const char *before, *sentence;
};

static const struct frame_case framed[] = {
    {ENGLISH, "Detectives allege that Karl Vogt said: “The mill goes tonight.”"},
    {ENGLISH, "Rumour has it that Karl Vogt said: “The mill goes tonight.”"},
    {ENGLISH, "In the film, Karl Vogt says: “The mill goes tonight.”"},
    {ENGLISH, "The tribunal was told that Karl Vogt said: “The mill goes tonight.”"},
    {ENGLISH, "“The mill goes tonight,” Karl Vogt said, according to a neighbour."},
    {ENGLISH, "“The mill goes tonight,” Karl Vogt told her, Ada Brunner said."},
    {ENGLISH, "Should Karl Vogt have said: “The mill goes tonight,” he would be out."},
    {ENGLISH, "Has Karl Vogt said: “The mill goes tonight”?"},
    {ENGLISH, "Karl Vogt did not say: “The mill goes tonight.”"},
    {ENGLISH, "Karl Vogt said: “The mill goes tonight.” The quotation is invented."},
    {ENGLISH, "Karl Vogt said: “The mill goes tonight.” The miller never said so."},
    {ENGLISH, "“The mill goes tonight,” Karl Vogt said. He did not say that."},
    {ENGLISH, "A forged letter is about. “The mill goes tonight,” Karl Vogt said."},
    {ENGLISH, "Claim: “The mill goes tonight,” said Karl Vogt."},
    {ENGLISH, "“The mill goes tonight,” Karl Vogt will say."},
    {ENGLISH, "Karl Vogt is due to tell the town: “The mill goes.”"},
    {ENGLISH, "Karl Vogt is about to say: “The mill goes.”"},
    {ENGLISH, "Karl Vogt, the miller, wants to tell her: “The mill goes.”"},
    {ENGLISH, "Karl Vogt will later tell the council: “The mill goes tonight.”"},
    {ENGLISH, "“The mill goes tonight,” Karl Vogt'll say."},
    {ENGLISH, "“The mill goes tonight,” says Karl Vogt in the new play."},
    {GERMAN, "Angeblich sagte Peter Holm: „Die Mühle bleibt stehen.“"},
    {GERMAN, "Im Film sagt Peter Holm: „Die Mühle bleibt stehen.“"},
    {FRENCH, "Selon la rumeur, Paul Holm a dit : « Le moulin reste ici. »"},
};

static void what_nobody_asserts_never_airs_bare(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof framed / sizeof *framed; i++) {
        struct snippets snippets = extract(framed[i].before, framed[i].sentence);
        const struct snippet *quote = &snippets.items[0];
        if (!quote->hold && strstr(quote->text, " - "))
            fail_msg("%s airs as %s", framed[i].sentence, quote->text);
        snippets_finish(&snippets);
    }
}

/* A fragment that somebody says whom the sentence does not name; what stands where it does. */
static const struct {
    const char *sentence;
    bool airs;
} passives[] = {
    {"The miller Karl Vogt was told to make the roof “less of a danger.”", false},
    {"The mill in the valley has been called “a shame for the town.”", false},
    {"Karl Vogt is alleged to have said that the mill was “a ruin by now.”", true},
    {"The mill in the valley was called “a shame for the town” by the council.", false},
    {"The mill was called by Karl Vogt “a shame for the town.”", true},
};

static void a_passive_that_names_nobody_is_held(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof passives / sizeof *passives; i++) {
        struct snippets snippets = extract(ENGLISH, passives[i].sentence);
        const char *hold = snippets.items[0].hold;
        if (!hold != passives[i].airs)
            fail_msg("%s: %s", passives[i].sentence, hold ? hold : "airs");
        snippets_finish(&snippets);
    }
}

static void words_that_go_on_behind_an_account_are_held(void **state)
{
    (void)state;
    struct snippets snippets =
        extract(ENGLISH, "“I was there,” said Karl Vogt, prosecutors allege. “I saw the fire.”");
    assert_int_equal(snippets.count, 2);
    assert_non_null(snippets.items[1].hold);
    snippets_finish(&snippets);
}

static void a_long_sentence_airs_page_by_page(void **state)
{
    (void)state;
    struct snippets snippets = extract(
        ENGLISH,
        "Prosecutors allege that Karl Vogt, who had come to the town on the river in the spring of "
        "that year to look for work in the bakery, told his neighbour in the week before the fire: "
        "“The mill goes tonight, and the bakery behind it goes in the week after that.”");
    const struct snippet *quote = &snippets.items[0];
    assert_null(quote->hold);
    assert_true(quote->page_count > 1);
    assert_non_null(strstr(quote->pages[0].text, "Prosecutors allege"));
    struct snippets airing = {0};
    snippets_add_airing(&airing, quote);
    assert_int_equal(airing.count, quote->page_count);
    for (size_t i = 0; i < airing.count; i++) {
        const struct snippet_span *speaker = &airing.items[i].speaker_span;
        assert_int_equal(airing.items[i].page, i + 1);
        assert_true(speaker->length == 0 || strncmp(airing.items[i].text + speaker->start,
                                                    quote->speaker, speaker->length) == 0);
    }
    snippets_finish(&airing);
    snippets_finish(&snippets);
}

static const char *const figures[][2] = {
    {"A loaf costs 4.75 francs now, “twice the old price,” said Ada Brunner.", "4.75"},
    {"The rope is 1,250.5 metres long, “longer than the old one,” said Ada Brunner.", "1,250.5"},
    {"At 7.45 in the morning it was “quite dark,” said Ada Brunner.", "7.45"},
    {"Supt. Ada Brunner called the search “a success” for the town.", "Supt."},
    {"Fig. 3 of the report is “an error of the printer,” said Ada Brunner.", "Fig. 3"},
    {"At mill.example.org/rules.html he found “a new rule,” said Ada Brunner.", "mill.example.org"},
    {"On 4.11. they met “at the old bridge,” said Ada Brunner.", "4.11."},
};

static void a_sentence_never_ends_inside_of_a_figure(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        struct snippets snippets = extract(ENGLISH, figures[i][0]);
        const struct snippet *quote = &snippets.items[0];
        if (!quote->hold && !strstr(quote->text, figures[i][1]))
            fail_msg("%s airs without its figure", quote->text);
        snippets_finish(&snippets);
    }
}

static void a_sentence_airs_with_its_figure(void **state)
{
    (void)state;
    struct snippets snippets =
        extract(ENGLISH, "At 7.45 on Monday Ada Brunner said the mill was “quite dark and cold.”");
    const struct snippet *quote = &snippets.items[0];
    assert_null(quote->hold);
    assert_string_equal(quote->text,
                        "At 7.45 on Monday Ada Brunner said the mill was “quite dark and cold.”");
    snippets_finish(&snippets);
}

static void an_ordinal_ends_no_sentence_where_it_is_written_with_a_stop(void **state)
{
    (void)state;
    struct snippets snippets =
        extract(GERMAN, "Am 3. Dezember war die Mühle „fast fertig“, sagte Peter Holm.");
    assert_non_null(strstr(snippets.items[0].text, "Am 3. Dezember"));
    snippets_finish(&snippets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("What is alleged, denied, asked, imagined or taken back never airs as bare words",
             what_nobody_asserts_never_airs_bare),
        TEST("A fragment is held where its sentence does not tell who said it",
             a_passive_that_names_nobody_is_held),
        TEST("Words that go on behind somebody's account are held",
             words_that_go_on_behind_an_account_are_held),
        TEST("A sentence too long for one airing airs page by page",
             a_long_sentence_airs_page_by_page),
        TEST("A sentence never ends inside of a figure, an address or behind a short form",
             a_sentence_never_ends_inside_of_a_figure),
        TEST("A sentence airs with the figure that stands in it", a_sentence_airs_with_its_figure),
        TEST("An ordinal ends no sentence where it is written with a stop",
             an_ordinal_ends_no_sentence_where_it_is_written_with_a_stop),
    };
    return cmocka_run_group_tests_name("extract/frame", tests, NULL, NULL);
}
