#include "news/when.h"

#include <stdlib.h>
#include <string.h>

#include "base/local.h"
#include "check.h"
#include "config/language.h"

/* 2026-05-06 was a Wednesday. */
static int64_t wednesday(void)
{
    int64_t day = 0;
    assert_true(local_day_of(2026, 5, 6, &day));
    return day;
}

struct saying {
    const char *text;
    const char *language;
    int days; /* that it stays right after that Wednesday; -1: for good */
};

static void words_of_days_make_a_text_stale(void **state)
{
    (void)state;
    static const struct saying sayings[] = {
        {"The council votes tonight.", "en", 0},
        {"Today's ferry is late.", "en", 0},
        {"Schools close tomorrow", "en", 0},
        {"The bridge closed yesterday", "en", 0},
        {"The council votes on Wednesday.", "en", 0},
        {"The council votes on Thursday.", "en", 1},
        {"The council votes on Saturday.", "en", 3},
        /* told of the days before: right until another Sunday comes */
        {"The mayor said on Sunday that it was over.", "en", 3},
        {"The mayor said on Tuesday that it was over.", "en", 5},
        {"MONDAY and Thursday", "en", 1},
        {"The ferry sails every day.", "en", -1},
        {"A todayish, mondayless text", "en", -1},
        {"Todayness", "en", -1},
        {"Heute wird gewählt", "de", 0},
        {"Am Freitag wird gewählt", "de", 2},
        {"Heute wird gewählt", "en", -1},
        {"Heute wird gewählt", NULL, 0},
        {"The council votes tonight", "tlh", -1},
        {"", "en", -1},
    };
    for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++) {
        const struct saying *saying = &sayings[i];
        struct when when = {0};
        bool stale = when_goes_stale(saying->text, strlen(saying->text), saying->language,
                                     wednesday(), &when);
        if (stale != (saying->days >= 0) || (stale && when.last_day != wednesday() + saying->days))
            fail_msg("%s: %d, %d days", saying->text, stale, (int)(when.last_day - wednesday()));
    }
}

static void tells_the_first_word(void **state)
{
    (void)state;
    struct when when = {0};
    const char *text = "Polls open on Friday, not tomorrow";
    assert_true(when_goes_stale(text, strlen(text), "en", wednesday(), &when));
    assert_memory_equal(text + when.start, "Friday", when.length);
    assert_int_equal(when.last_day, wednesday());
}

#define ENGLISH                                                                                    \
    " The ferry and the bridge are in the harbour, as it was said by those who have been there.\n"
#define GERMAN                                                                                     \
    " Die Fähre und die Brücke sind in dem Hafen, und das ist nicht von den Leuten, die dort "   \
    "sind.\n"

static void an_article_tells_its_day(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int year, month, day; /* 0: none */
    } articles[] = {
        {"Ferry returns\n\nMay 6, 2026\n\n" ENGLISH, 2026, 5, 6},
        {"Ferry returns\n\nBy Ada Holm, 6 May 2026\n\n" ENGLISH, 2026, 5, 6},
        {"Ferry returns\n\n" ENGLISH "\n" ENGLISH "\nPublished: 2026-05-06\n", 2026, 5, 6},
        {"HARBOUR CITY, Sept. 3, 2026 -- It is so." ENGLISH, 2026, 9, 3},
        {"HARBOUR CITY (May 6, 2026) — It is so." ENGLISH, 2026, 5, 6},
        {"Die Fähre\n\nHafenstadt, 6. Mai 2026\n\n" GERMAN, 2026, 5, 6},
        {"Ferry returns\n\n2026년 5월 6일\n\n" ENGLISH, 2026, 5, 6},
        /* the story's dates are not the article's */
        {"The night of May 6, 2026\n\n" ENGLISH, 0, 0, 0},
        {"Ferry returns\n\nOn May 6, 2026, the harbour froze, and nobody who was there, not one of "
         "the "
         "many, has ever forgotten it." ENGLISH,
         0, 0, 0},
        {"Ferry returns\n\nMay 6, 2026\n\nUpdated May 7, 2026\n\n" ENGLISH, 0, 0, 0},
        {"Ferry returns\n\nFebruary 30, 2026\n\n" ENGLISH, 0, 0, 0},
        {"Ferry returns\n\nTel. 555-2026-05-061\n\n" ENGLISH, 0, 0, 0},
        {ENGLISH, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        struct diag diag = {0};
        const char *text = articles[i].text;
        struct article *article = article_parse("test", text, strlen(text), &diag);
        assert_non_null(article);
        int64_t day = 0;
        int64_t wanted = 0;
        bool found = when_article_day(article, &day);
        bool there = articles[i].year > 0;
        if (there)
            local_day_of(articles[i].year, articles[i].month, articles[i].day, &wanted);
        if (found != there || (there && day != wanted))
            fail_msg("%s: found %d, %d days away", text, found, (int)(day - wanted));
        article_destroy(article);
        diag_finish(&diag);
    }
}

int main(void)
{
    struct diag diag = {0};
    languages_load(&diag);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_days_make_a_text_stale),
        cmocka_unit_test(tells_the_first_word),
        cmocka_unit_test(an_article_tells_its_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
