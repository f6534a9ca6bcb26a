#include "config/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "config/wordlists.h"

#define LANGUAGES_MAX 64

static char folder[] = "/tmp/motograph-language-XXXXXX";

static void write_language(const char *name, const char *text)
{
    char path[sizeof folder + 32];
    snprintf(path, sizeof path, "%s/languages/%s.cfg", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* A file with a mistake behind good lines, a good one, and more than there is room for. They are
 * read once in a process: all tests have the same. */
static int load(void **state)
{
    static struct diag diag;
    char path[sizeof folder + 32];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/languages", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    write_language("da", "cues =\n    \"sagde\";\nnoget =\n    \"andet\";\n");
    write_language("en", "frequent =\n    \"the and\";\ncues =\n    \"said\";\n");
    write_language("nl", "withheld =\n    \"embargo=99 kill kill=2\";\n");
    for (int i = 0; i < LANGUAGES_MAX; i++) {
        char name[8];
        snprintf(name, sizeof name, "x%02d", i);
        write_language(name, "cues =\n    \"sed\";\n");
    }
    setenv("MOTOGRAPH_DATA", folder, 1);
    assert_false(languages_load(&diag));
    *state = &diag;
    return 0;
}

static int clear(void **state)
{
    char path[sizeof folder + 32];
    diag_finish(*state);
    for (int i = 0; i < LANGUAGES_MAX + 3; i++) {
        char name[8];
        snprintf(name, sizeof name, "x%02d", i);
        snprintf(path, sizeof path, "%s/languages/%s.cfg", folder,
                 i == LANGUAGES_MAX       ? "da"
                 : i == LANGUAGES_MAX + 1 ? "en"
                 : i > LANGUAGES_MAX      ? "nl"
                                          : name);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/languages", folder);
    rmdir(path);
    return rmdir(folder);
}

static void a_bad_file_leaves_nothing_to_the_next(void **state)
{
    const struct diag *diag = *state;
    assert_non_null(strstr(diag->messages[0].text, "da.cfg:3: noget: no such list of words"));
    assert_string_equal(language_named("da")->code, "und");
    const struct language *english = language_named("en");
    assert_string_equal(english->code, "en");
    assert_true(language_has(english, LANGUAGE_CUES, "said", strlen("said")));
    assert_false(language_has(english, LANGUAGE_CUES, "sagde", strlen("sagde")));
    assert_int_equal(english->lists[LANGUAGE_CUES].count, 1);
}

static void a_number_out_of_its_range_is_refused(void **state)
{
    const struct diag *diag = *state;
    assert_non_null(strstr(diag->messages[1].text, "nl.cfg:1: withheld: embargo=99: "
                                                   "WORD=NUMBER is wanted, 1 to 5 or 10 more"));
    assert_non_null(strstr(diag->messages[2].text, "withheld: kill: WORD=NUMBER is wanted"));
    assert_string_equal(language_named("nl")->code, "und");
}

static void what_there_is_no_room_for_is_named(void **state)
{
    const struct diag *diag = *state;
    size_t count;
    languages_all(&count);
    assert_int_equal(count, LANGUAGES_MAX);
    assert_true(diag->errors > 4); /* then those that come with the program and are not there */
    assert_non_null(strstr(diag->messages[4].text, "/languages/ar.cfg: missing; it comes with"));
    assert_non_null(strstr(languages_unread(), "da, nl, x63, ar"));
    assert_non_null(strstr(diag->messages[3].text, "x63.cfg: not read"));
    assert_string_equal(language_named("x62")->code, "x62");
}

static void without_its_marks_no_article_is_read(void **state)
{
    struct diag diag = {0};
    (void)state;
    assert_false(wordlists_ready());
    assert_false(wordlists_load(&diag));
    diag_finish(&diag);
}

static void what_may_be_in_a_missing_language_is_held(void **state)
{
    (void)state;
    assert_null(wordlists_gap("x00", true));
    char *unclear = wordlists_gap("x00", false), *unknown = wordlists_gap("und", false);
    assert_non_null(strstr(unclear, "words could not be read (da, nl"));
    assert_string_equal(unclear, unknown);
    free(unclear);
    free(unknown);
}

static void a_shipped_language_without_a_list_is_held(void **state)
{
    (void)state;
    char *gap = wordlists_gap("en", true);
    assert_string_equal(gap, "its language (en) has no list `labels`");
    free(gap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A language file with a mistake leaves none of its words to the next one",
             a_bad_file_leaves_nothing_to_the_next),
        TEST("A word without the number that its list wants, or with one out of range, is refused",
             a_number_out_of_its_range_is_refused),
        TEST("A language for which there is no room is named, not dropped in silence",
             what_there_is_no_room_for_is_named),
        TEST("Without the words that mark what never airs no article is read",
             without_its_marks_no_article_is_read),
        TEST("What may be in a language that could not be read is held, what is clearly in another "
             "not",
             what_may_be_in_a_missing_language_is_held),
        TEST("What is in a shipped language that lacks such a list is held",
             a_shipped_language_without_a_list_is_held),
    };
    return cmocka_run_group_tests_name("config/language", tests, load, clear);
}
