/* What stands in an article's file and is no news never airs; what withholds an article holds it.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "extract/extract.h"
#include "extract/front_matter.h"
#include "news/article.h"

#define MAX_CHARS 200

static const char title[] = "Ferry fares to rise by a tenth";

struct text {
    struct article *article;
    struct snippets snippets;
};

static struct text read_text(const char *bytes)
{
    struct text text = {0};
    struct diag diag = {0};
    text.article = article_parse("a.txt", bytes, strlen(bytes), &diag);
    diag_finish(&diag);
    assert_non_null(text.article);
    extract_article(text.article, MAX_CHARS, &text.snippets);
    return text;
}

static void finish(struct text *text)
{
    snippets_finish(&text->snippets);
    article_destroy(text->article);
}

/* The line above the title of a small article. */
static struct text read_below(const char *line)
{
    char *bytes =
        memory_format("%s\n\n%s\n\nFerry fares will rise by a tenth in April, the operator "
                      "said on Monday.\n\n“We had no choice,” said Tom Reed.\n",
                      line, title);
    struct text text = read_text(bytes);
    free(bytes);
    return text;
}

static const struct snippet *headline_of(const struct text *text)
{
    bool found = text->snippets.count > 0 && text->snippets.items[0].kind == SNIPPET_HEADLINE;
    return found ? &text->snippets.items[0] : NULL;
}

static const char *const front_lines[] = {
    /* rules */
    "---",
    "* * *",
    "___________",
    "- 30 -",
    "###",
    "•",
    "-----Original Message-----",
    "=== NEWS ===",
    "(3/7)",
    /* labels and their kin */
    "Advertisement",
    "ADVERTISEMENT",
    "Anzeige",
    "Publicité",
    "Реклама",
    "広告",
    "LIVE UPDATES",
    "Share this article",
    "Follow us on social media",
    "FOR IMMEDIATE RELEASE",
    "Pressemitteilung",
    "Zur sofortigen Veröffentlichung",
    "Nota de prensa",
    "EXCLUSIVE",
    "Politics",
    "LOCAL NEWS",
    "Read more: the old fares",
    "Lesen Sie auch: Die alten Preise",
    "Persbericht",
    "© 2026 Millmouth Herald",
    "All rights reserved",
    "Weiterlesen",
    "Print | Email | Share",
    "Home > News > Local",
    "Slug: ferry-fares",
    "Page 1 of 3",
    "Corvane Shipping",
    "More from News",
    "Listen to this article",
    "Tags: ferry, fares",
    /* bylines */
    "Co-authored by Jane Fox",
    "By Jane Fox",
    "By Jane Fox, Political Editor",
    "BY JANE FOX AND TOM REED",
    "By Jane Fox in Millmouth",
    "Von Ada Brunner",
    "Par Claire Vidal",
    "Por Ana Ruiz y Luis Mora",
    "Jane Fox",
    "Jane Fox, Political Editor",
    "Jane Fox | 2 March 2026",
    "Door Jan Smit",
    "Reporting by Jane Fox; Editing by Tom Reed",
    "(Reuters)",
    /* dates */
    "Monday 2 March 2026",
    "2 March 2026 at 14:05 GMT",
    "Published: 2026-03-02T14:05Z",
    "3 hours ago",
    "Last updated 10:30",
    "Montag, 2. März 2026, 14.05 Uhr",
    "2 de marzo de 2026",
    "le 2 mars 2026 à 14h05",
    "2026年3月2日",
    "2026년 3월 2일",
    "2 марта 2026 года",
    "Millmouth, 2 March 2026",
    "02.03.2026",
    "5 min read",
    /* captions and credits */
    "Image source, Millmouth Herald",
    "Photo: Ivo Grant",
    "Foto: dpa",
    "Photo by Ivo Grant",
    "(Photo: Ivo Grant)",
    "Image caption, The ferry at the pier",
    "Crédit photo : AFP",
    "AP Photo/Ivo Grant",
    "Фото: ТАСС",
    "写真：共同",
    /* contacts, addresses */
    "Contact: Ivo Grant, +44 20 5550 1234, press@example.org",
    "press@example.org",
    "www.example.org",
    "Tel.: 030 1234567",
    "@millmouth",
    "Pressekontakt: Ada Brunner",
    "12 Harbour Street, Millmouth MB1 2AB",
    "Hauptstraße 5, 10115 Berlin",
    /* headers of mails */
    "From: Ivo Grant <ivo@example.org>",
    "Subject: Fares",
    "Betreff: Preise",
    /* datelines */
    "MILLMOUTH, England",
    "MILLMOUTH (dpa)",
    "LONDON, March 2 (Reuters) -",
    /* what withholds */
    "EMBARGOED UNTIL 6 PM FRIDAY",
    "KILL: ferry story",
    "SATIRE: Mayor to swim to work",
    /* what takes back */
    "Correction: the fare is 12 euros",
};

static void front_matter_never_airs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof front_lines / sizeof *front_lines; i++) {
        struct text text = read_below(front_lines[i]);
        const struct snippet *headline = headline_of(&text);
        if (!headline || strcmp(headline->text, title) != 0)
            fail_msg("%s: airs as %s", front_lines[i], headline ? headline->text : "nothing");
        finish(&text);
    }
}

static void titles_air(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "By-election result splits the council",
        "Von der Leyen besucht die Brücke am Montag",
        "Von Hamburg nach Bremen mit dem Rad",
        "Di Stefano torna a casa",
        "Embargo on oil extended",
        "EMBARGO ON OIL EXTENDED",
        "Kill switch found in ferry",
        "Satire show returns to the pier",
        "Advisory board resigns",
        "Contact with the ferry lost for an hour",
        "Photo finish decides the regatta",
        "10 dead, hundreds hurt in storm",
        "Company cuts 12,000 jobs in two years",
        "Live music returns to Millmouth",
        "Fares up 5% from 1 March 2026",
        "May to close the bridge",
        "Corrections officer wins the prize",
        "Jane Fox wins the cup",
        "Who pays for the bridge?",
        "Mayor: “We will stay”",
        "橋は5月に閉鎖",
        "Мост закроют в мае",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char *bytes = memory_format("%s\n\nThe council of Millmouth said so in the week of the "
                                    "regatta, and nobody asked why.\n",
                                    lines[i]);
        struct text text = read_text(bytes);
        const struct snippet *headline = headline_of(&text);
        if (!headline || strcmp(headline->text, lines[i]) != 0 || headline->hold)
            fail_msg("%s: airs as %s (%s)", lines[i], headline ? headline->text : "nothing",
                     headline && headline->hold ? headline->hold : "not held");
        finish(&text);
        free(bytes);
    }
}

static void what_withholds_an_article_holds_all_of_it(void **state)
{
    (void)state;
    static const struct {
        const char *line, *reason;
    } marks[] = {
        {"EMBARGOED UNTIL 6 PM FRIDAY", "embargo"},
        {"Embargo: Friday", "embargo"},
        {"*** STRICTLY EMBARGOED until Friday ***", "embargo"},
        {"Sperrfrist: Freitag, 18 Uhr", "embargo"},
        {"Sous embargo jusqu'au vendredi", "embargo"},
        {"Эмбарго до пятницы", "embargo"},
        {"EMBARGOED UNTIL 5 MARCH 2026", "embargo"}, /* no hour */
        {"EMBARGOED UNTIL 18:00 XYZ 5 MARCH 2026", "embargo"},
        {"KILL: ferry fares", "killed"},
        {"KILL Ferry story, sent at 10:00", "killed"},
        {"MANDATORY KILL", "killed"},
        {"KILL KILL KILL", "killed"},
        {"EMBARGO 18 MAY", "embargo"},
        {"ADVISORY FRIDAY BRIEFING", "advisory"},
        {"ADVISORY: briefing at noon", "advisory"},
        {"MEDIA ADVISORY", "advisory"},
        {"SATIRE: Mayor to swim to work", "satire"},
        {"[Satire]", "satire"},
        {"NOT FOR PUBLICATION", "not for publication"},
        {"Nicht zur Veröffentlichung", "not for publication"},
        {"Press release - not for publication before noon", "embargo"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct text text = read_below(marks[i].line);
        assert_true(text.snippets.count > 1);
        for (size_t k = 0; k < text.snippets.count; k++) {
            const char *hold = text.snippets.items[k].hold;
            if (!hold || !strstr(hold, marks[i].reason))
                fail_msg("%s: %s is held for %s", marks[i].line, text.snippets.items[k].text,
                         hold ? hold : "nothing");
        }
        finish(&text);
    }
}

static void a_mark_at_the_end_withholds_as_well(void **state)
{
    (void)state;
    struct text text =
        read_text("Mayor to swim to work\n\nThe mayor of Millmouth will swim to work "
                  "from Monday on, she said.\n\nThis article is satire.\n");
    assert_non_null(headline_of(&text));
    assert_non_null(headline_of(&text)->hold);
    finish(&text);
}

static void an_embargo_with_an_instant_ends_then(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int64_t instant_ms;
    } embargoes[] = {
        {"EMBARGOED UNTIL 00:01 GMT 5 MARCH 2026", INT64_C(1772668860000)},
        {"Embargoed until 5 March 2026, 6 p.m. CET", INT64_C(1772730000000)},
        {"Sperrfrist: 5. März 2026, 18.00 Uhr MEZ", INT64_C(1772730000000)},
        {"Embargo: 2026-03-05T17:00Z", INT64_C(1772730000000)},
        {"EMBARGOED UNTIL 1700 UTC ON THURSDAY 5 MARCH 2026", INT64_C(1772730000000)},
    };
    for (size_t i = 0; i < sizeof embargoes / sizeof *embargoes; i++) {
        struct text text = read_below(embargoes[i].line);
        for (size_t k = 0; k < text.snippets.count; k++) {
            const struct snippet *snippet = &text.snippets.items[k];
            if (snippet->hold || snippet->not_before_ms != embargoes[i].instant_ms)
                fail_msg("%s: %lld, %s", embargoes[i].line, (long long)snippet->not_before_ms,
                         snippet->hold ? snippet->hold : "not held");
        }
        finish(&text);
    }
}

static void a_correction_holds_what_it_takes_back(void **state)
{
    (void)state;
    static const char *const corrections[] = {
        ("Correction: An earlier version of this article gave these words to Tom Reed; it was Ada "
         "Holm who said them."),
        "Editor's note: the words “We had no choice” were said by Ada Holm.",
        "Correction: we misquoted the operator.",
        "An earlier version of this story attributed a quotation to the wrong person.",
    };
    for (size_t i = 0; i < sizeof corrections / sizeof *corrections; i++) {
        char *bytes =
            memory_format("%s\n\nFares will rise, the operator said on Monday.\n\n“We had "
                          "no choice,” said Tom Reed.\n\n%s\n",
                          title, corrections[i]);
        struct text text = read_text(bytes);
        free(bytes);
        assert_true(text.snippets.count > 1);
        for (size_t k = 0; k < text.snippets.count; k++)
            if (text.snippets.items[k].kind == SNIPPET_QUOTE && !text.snippets.items[k].hold)
                fail_msg("%s: %s airs", corrections[i], text.snippets.items[k].text);
        finish(&text);
    }
}

static void a_correction_of_something_else_holds_no_words(void **state)
{
    (void)state;
    struct text text = read_text("Ferry fares to rise\n\nFares will rise, the operator said on "
                                 "Monday.\n\n“We had no choice,” said Tom Reed.\n\nCorrection: the "
                                 "ferry is 40 metres long, not 30.\n");
    for (size_t k = 0; k < text.snippets.count; k++)
        assert_null(text.snippets.items[k].hold);
    finish(&text);
}

static void lines_of_headlines_are_headlines(void **state)
{
    (void)state;
    static const char *const files[] = {
        "Bridge to close in May\nFerry fares to rise\nPool stays open, council says\n",
        "- Bridge to close in May\n- Ferry fares to rise\n- Pool stays open, council says\n",
        "• Bridge to close in May\n\n• Ferry fares to rise\n\n• Pool stays open, council says\n",
        ("Monday 2 March 2026\nBridge to close in May\nFerry fares to rise\nPool stays open, "
         "council says"),
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct text text = read_text(files[i]);
        assert_int_equal(text.snippets.count, 3);
        assert_string_equal(text.snippets.items[0].text, "Bridge to close in May");
        assert_string_equal(text.snippets.items[2].text, "Pool stays open, council says");
        finish(&text);
    }
    struct text one = read_text("Bridge to close in May\n");
    assert_int_equal(one.snippets.count, 1);
    assert_string_equal(one.snippets.items[0].text, "Bridge to close in May");
    finish(&one);
}

static void nobody_in_one_headline_speaks_in_the_next(void **state)
{
    (void)state;
    struct text text =
        read_text("“We will rebuild,” says Ada Holm\n“Not one more day”: the union\n");
    for (size_t i = 0; i < text.snippets.count; i++)
        assert_null(text.snippets.items[i].speaker);
    finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Front matter never airs", front_matter_never_airs),
        TEST("Titles air", titles_air),
        TEST("What withholds an article holds all of it",
             what_withholds_an_article_holds_all_of_it),
        TEST("A mark at the end withholds as well", a_mark_at_the_end_withholds_as_well),
        TEST("An embargo with an instant ends then", an_embargo_with_an_instant_ends_then),
        TEST("A correction holds what it takes back", a_correction_holds_what_it_takes_back),
        TEST("A correction of something else holds no words",
             a_correction_of_something_else_holds_no_words),
        TEST("Lines of headlines are headlines", lines_of_headlines_are_headlines),
        TEST("Nobody in one headline speaks in the next",
             nobody_in_one_headline_speaks_in_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
