#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "extract/quote.h"

/* Enough of a language for it to be recognised; all people are invented. */
#define ENGLISH "The mill is on the river and it has been there for a long time. "
#define GERMAN "Die Mühle steht am Fluss und sie ist nicht neu, es gibt sie schon lange. "
#define FRENCH "Le moulin est sur la rivière et il y est depuis longtemps, dans la ville. "
#define FIRST "“The roof leaks,” said Karl Vogt, who mends nets. "

struct speaker_case {
    const char *before, *sentence;
    const char *never; /* may not air as the speaker of the last quotation */
};

static const struct speaker_case cases[] = {
    /* What stands behind a second quotation may tell who says it, listed as a verb or not. */
    {ENGLISH, FIRST "“The wall is damp,” Ada Brunner muttered darkly.", "Karl Vogt"},
    {ENGLISH, FIRST "“The wall is damp,” went the reply.", "Karl Vogt"},
    {ENGLISH, FIRST "“The wall is damp,” they said.", "Karl Vogt"},
    {ENGLISH, FIRST "“The wall is damp,” somebody said.", "Karl Vogt"},
    {ENGLISH, FIRST "“The wall is damp,” Ada Brunner is heard saying.", "Karl Vogt"},
    /* Somebody else is spoken of between. */
    {ENGLISH, FIRST "Ada Brunner sees it in another light. “The wall is damp.”", "Karl Vogt"},
    {ENGLISH, FIRST "Nobody agrees. “The wall is damp.”", "Karl Vogt"},
    {ENGLISH, FIRST "And Ada Brunner? “The wall is damp.”", "Karl Vogt"},
    {ENGLISH, FIRST "“The wall is damp.” That was Ada Brunner's answer.", "Karl Vogt"},
    {ENGLISH, FIRST "From the gallery came a shout. “The wall is damp!”", "Karl Vogt"},
    {ENGLISH, "“The roof leaks,” said Karl Vogt, and a miller, Ada Brunner, laughed. “It is damp.”",
     "Karl Vogt"},
    {ENGLISH, "Karl Vogt read out a postcard from a child. “The wall is damp.”", "Karl Vogt"},
    /* Whose clause it is, whose words. */
    {ENGLISH, "Karl Vogt praised Ada Brunner, who told the town that the wall was “quite damp”.",
     "Karl Vogt"},
    {ENGLISH, "The Mill Trust criticised Ada Brunner’s talk of “rats in the wall”.", "Mill Trust"},
    {ENGLISH, "Asked by Ada Brunner whether it was “fit for rats”, Karl Vogt said it was.",
     "Karl Vogt"},
    {ENGLISH, "“The wall is damp,” Karl Vogt read aloud from the letter.", "Karl Vogt"},
    {ENGLISH, "“RT @ada: the wall is damp and it drips,” Karl Vogt tweeted.", "Karl Vogt"},
    /* What belongs to somebody has no plural, for all its ending. */
    {"", "on its night call “The wall is damp.”", "its"},
    /* Two of one surname. */
    {ENGLISH, "Karl Vogt and Clara Vogt came. “The wall is damp,” Vogt said.", "Karl Vogt"},
    {ENGLISH, "Karl Vogt and Clara Vogt came. “The wall is damp,” Vogt said.", "Clara Vogt"},
    /* What stands first in a German sentence. */
    {GERMAN, "Vorher sagte Peter Holm: „Wir bauen die Mühle neu.“", "Vorher"},
    {GERMAN, "Zur Begründung sagte Peter Holm: „Wir bauen die Mühle neu.“", "Begründung"},
    {GERMAN, "Über Karl Vogt sagte Peter Holm: „Er baut die Mühle neu.“", "Karl Vogt"},
    {GERMAN, "Ergänzend sagte Peter Holm: „Wir bauen die Mühle neu.“", "Ergänzend"},
    /* What is no speech in a German sentence, or another's. */
    {GERMAN, "„Die Mühle ist alt“, sagte Peter Holm vom „Verein der Müller“.", "Peter Holm"},
    {GERMAN, "„Die Mühle ist alt“, sagte Peter Holm laut Lindmoorer Blatt.", "Peter Holm"},
    {GERMAN, "„Die Mühle ist alt“, hieß es bei Peter Holm.", "Peter Holm"},
    {GERMAN, "Das Blatt zitierte Peter Holm mit den Worten: „Die Mühle ist alt.“", "Peter Holm"},
    {GERMAN, "Während Ada Holm erklärte, es sei „alles ganz neu“, lachte Karl Vogt.", "Karl Vogt"},
    {GERMAN, "„Die Mühle ist alt“, sagte der Vater von Peter Holm.", "Peter Holm"},
    {GERMAN, "Peter Holm sagte nicht: „Die Mühle ist alt.“", "Peter Holm"},
    {GERMAN, "Ada Holm und Peter Vogt sagten: „Die Mühle ist alt.“", "Peter Vogt"},
    {GERMAN, "Ada Holm meinte, Peter Vogt habe gesagt: „Die Mühle ist alt.“", "Ada Holm"},
    /* Two whom a pronoun may mean. */
    {ENGLISH, "Ada Brunner met Clara Vogt at the mill. “The wall is damp,” she said.",
     "Ada Brunner"},
    {ENGLISH, "Peter Holm beat Karl Vogt on Friday. “The wall is damp,” he said.", "Peter Holm"},
    /* A language that was not measured: nobody but who stands beside. */
    {FRENCH, "« Le moulin est vieux », a dit Paul Roux. Le maire rit. « Il reste ici. »",
     "Paul Roux"},
};

static void nobody_else_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct diag diag = {0};
        struct snippets snippets = {0};
        char text[1024];
        int length = snprintf(text, sizeof text, "%s%s", cases[i].before, cases[i].sentence);
        struct article *article = article_parse("a.txt", text, (size_t)length, &diag);
        assert_non_null(article);
        quotes_extract(article, 200, &snippets);
        assert_true(snippets.count > 0);
        const struct snippet *last = &snippets.items[snippets.count - 1];
        if (!last->hold && last->speaker && strcmp(last->speaker, cases[i].never) == 0)
            fail_msg("%s airs as %s", cases[i].sentence, last->text);
        snippets_finish(&snippets);
        article_destroy(article);
        diag_finish(&diag);
    }
}

/* Who is said to have said the quotation, and whether the name airs. */
static const char *named(const char *before, const char *sentence, struct snippets *snippets)
{
    struct diag diag = {0};
    char text[1024];
    int length = snprintf(text, sizeof text, "%s%s", before, sentence);
    struct article *article = article_parse("a.txt", text, (size_t)length, &diag);
    assert_non_null(article);
    quotes_extract(article, 200, snippets);
    article_destroy(article);
    diag_finish(&diag);
    const struct snippet *last = &snippets->items[snippets->count - 1];
    return last->hold ? NULL : last->speaker;
}

static void the_speech_goes_on_where_nothing_parts_it(void **state)
{
    (void)state;
    static const char *const sentences[] = {
        FIRST "“The wall is damp.”",
        /* A mark that opens again goes on with the speech. */
        "Karl Vogt said: \"The roof leaks. \"The wall is damp.\"",
    };
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        struct snippets snippets = {0};
        const char *speaker = named(ENGLISH, sentences[i], &snippets);
        if (!speaker || strcmp(speaker, "Karl Vogt") != 0)
            fail_msg("%s: %s", sentences[i], speaker ? speaker : "nobody");
        assert_int_equal(snippets.count, 2);
        snippets_finish(&snippets);
    }
}

/* Whom the rules took for its speaker, the one before, was among those who were mentioned. */
static void who_ends_a_speech_that_goes_on_begins_it(void **state)
{
    (void)state;
    struct snippets snippets = {0};
    const char *speaker =
        named(ENGLISH,
              "Ruth Holt and Ada Brunner came. “The wheel turns,” said Ada Brunner. “It is better "
              "than it was.\n\n“My sons ask for it every day,” said the mayor, Jon Holt.",
              &snippets);
    assert_string_equal(speaker ? speaker : "nobody", "Jon Holt");
    assert_int_equal(snippets.count, 3);
    assert_string_equal(snippets.items[1].speaker, "Jon Holt");
    snippets_finish(&snippets);
}

/* Where the article has no longer name its title belongs to it; Mr. does not. */
static void a_title_makes_up_for_a_first_name(void **state)
{
    (void)state;
    static const char *const sentences[][2] = {
        {"“The wall is damp,” said Lord Vogt.", "Lord Vogt"},
        {"Lord Vogt came by boat. “The wall is damp,” he said.", "Lord Vogt"},
        {"Lord Vogt came by boat. “The wall is damp,” said Mr Vogt.", "Lord Vogt"},
        {"“The wall is damp,” said Mr Vogt.", "Vogt"},
        {"Lord Vogt, or Karl Vogt, came by boat. “The wall is damp,” Lord Vogt said.", "Karl Vogt"},
    };
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        struct snippets snippets = {0};
        const char *speaker = named(ENGLISH, sentences[i][0], &snippets);
        if (!speaker || strcmp(speaker, sentences[i][1]) != 0)
            fail_msg("%s: %s", sentences[i][0], speaker ? speaker : "nobody");
        snippets_finish(&snippets);
    }
}

/* Before the verb that stands second, or behind it; a role where nobody is named. */
static void a_german_subject_is_found_by_its_place(void **state)
{
    (void)state;
    static const char *const sentences[][2] = {
        {"„Die Mühle ist alt“, sagte der Obermüller Peter Holm.", "Peter Holm"},
        {"„Die Mühle ist alt“, stellte Müllerin Ada Holm am Freitag fest.", "Ada Holm"},
        {"„Die Mühle ist alt“, sagte der Sprecher der Stadt, Karl-Heinz Vogt.", "Karl-Heinz Vogt"},
        {"„Die Mühle ist alt“, sagte am Freitag Ada Holm.", "Ada Holm"},
        {"„Die Mühle ist alt“, brummte Trainer Mato Holm.", "Mato Holm"},
        {"Zur Mühle sagte Ada Holm: „Sie ist alt.“", "Ada Holm"},
        {"Über Karl Vogt sagte Ada Holm: „Er ist alt.“", "Ada Holm"},
        {"Ada Holm zeigte sich zufrieden: „Die Mühle ist alt.“", "Ada Holm"},
        {"Ada Holm, die Müllerin am Fluss, erklärte dazu: „Die Mühle ist alt.“", "Ada Holm"},
        {"Der Leiter der Mühle, Peter Holm: „Die Mühle ist alt.“", "Peter Holm"},
        {"„Die Mühle ist alt“, sagte ein Sprecher der Stadt.", "ein Sprecher der Stadt"},
        {"Einer der drei Müller sagte: „Die Mühle ist alt.“", "Einer der drei Müller"},
    };
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        struct snippets snippets = {0};
        const char *speaker = named(GERMAN, sentences[i][0], &snippets);
        if (!speaker || strcmp(speaker, sentences[i][1]) != 0)
            fail_msg("%s: %s", sentences[i][0], speaker ? speaker : "nobody");
        snippets_finish(&snippets);
    }
}

/* The wall does not show what it points back to. */
static void who_is_only_pointed_back_to_is_nobody(void **state)
{
    (void)state;
    static const char *const sentences[] = {
        "The mill was sold. “The wall is damp,” the company said.",
        "The mill was sold. “The wall is damp,” said this investor.",
    };
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        struct snippets snippets = {0};
        assert_null(named(ENGLISH, sentences[i], &snippets));
        snippets_finish(&snippets);
    }
}

static void narration_never_airs_as_quoted_words(void **state)
{
    (void)state;
    struct snippets snippets = {0};
    named(ENGLISH, "\"The roof leaks. He left the room. Karl Vogt said: \"The wall is damp.\"",
          &snippets);
    for (size_t i = 0; i < snippets.count; i++)
        if (!snippets.items[i].hold)
            assert_null(strstr(snippets.items[i].quote, "Karl Vogt"));
    snippets_finish(&snippets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Where somebody else may have said it, no name airs", nobody_else_is_named),
        TEST("The speech goes on where nothing parts it",
             the_speech_goes_on_where_nothing_parts_it),
        TEST("Who ends a speech that goes on in a second paragraph begins it, too",
             who_ends_a_speech_that_goes_on_begins_it),
        TEST("A title airs with a surname that the article has no longer form of",
             a_title_makes_up_for_a_first_name),
        TEST("A German subject is found by its place", a_german_subject_is_found_by_its_place),
        TEST("Nobody is named by what points back to an earlier sentence",
             who_is_only_pointed_back_to_is_nobody),
        TEST("Narration never airs as quoted words where a closing mark is missing",
             narration_never_airs_as_quoted_words),
    };
    return cmocka_run_group_tests_name("extract/speaker", tests, NULL, NULL);
}
