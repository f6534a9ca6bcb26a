#include "store/store.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../src/store/db.h"
#include "../../../src/store/schema.h"
#include "base/memory.h"
#include "check.h"
#include "store/article.h"
#include "store/asrun.h"
#include "store/due.h"
#include "store_rows.h"

static char folder[] = "/tmp/motograph-store-XXXXXX";
static char path[64];

static int make_folder(void **state)
{
    (void)state;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    snprintf(path, sizeof path, "%s/deep/news.db", mkdtemp(folder));
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[96];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static struct store *open_store(void)
{
    struct diag diag = {0};
    struct store *store = store_open(path, &diag);
    diag_print(&diag, stderr);
    assert_non_null(store);
    diag_finish(&diag);
    return store;
}

static void add_snippets(struct snippets *snippets, int count)
{
    for (int i = 0; i < count; i++) {
        struct snippet *snippet = snippets_add(snippets);
        snippet->kind = SNIPPET_QUOTE;
        snippet->text = memory_format("text %d", i);
        snippet->speaker = memory_copy_string("Ada Brunner");
        snippet->start = 7;
        snippet->confidence = 0.5;
    }
}

static bool count_row(void *user, const struct store_row *row)
{
    (void)row;
    ++*(int *)user;
    return true;
}

static int rows_in(struct store *store)
{
    struct diag diag = {0};
    int count = 0;
    assert_true(store_each(store, count_row, &count, &diag));
    return count;
}

static enum store_import import(struct store *store, const char *origin, uint64_t checksum,
                                struct snippets *snippets, int64_t now_ms, int64_t expire_after_ms)
{
    struct diag diag = {0};
    const struct store_article article = {.name = origin ? origin : "article",
                                          .origin = origin,
                                          .checksum = checksum,
                                          .now_ms = now_ms,
                                          .expire_after_ms = expire_after_ms};
    enum store_import got = store_import_article(store, &article, snippets, &diag);
    diag_print(&diag, stderr);
    diag_finish(&diag);
    return got;
}

static void log_airing(struct store *store, int64_t id, int64_t start_ms, int64_t end_ms,
                       const char *reason)
{
    struct diag diag = {0};
    const struct asrun_row row = {.snippet = id,
                                  .start_ms = start_ms,
                                  .end_ms = end_ms,
                                  .text = "as shown",
                                  .reason = reason};
    assert_true(asrun_append(store, &row, 1, &diag));
}

static void an_article_is_known_again(void **state)
{
    (void)state;
    struct store *store = open_store();
    struct snippets snippets = {0};
    add_snippets(&snippets, 3);
    assert_int_equal(import(store, "a", 42, &snippets, 1000, 500), STORE_IMPORT_NEW);
    assert_int_equal(import(store, "b", 42, &snippets, 2000, 500), STORE_IMPORT_KNOWN);
    assert_int_equal(rows_in(store), 3);
    snippets_finish(&snippets);
    store_close(store);
}

static void a_row_comes_back_as_it_went_in(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = open_store();
    struct snippets snippets = {0};
    add_snippets(&snippets, 1);
    struct snippet *snippet = &snippets.items[0];
    snippet->hold = memory_copy_string("why not");
    snippet->expires_ms = 99;
    assert_true(store_add(store, snippet, &diag));
    struct store_row row;
    assert_true(store_get(store, snippet->id, &row, &diag));
    assert_string_equal(row.snippet.text, "text 0");
    assert_string_equal(row.snippet.speaker, "Ada Brunner");
    assert_string_equal(row.snippet.hold, "why not");
    assert_null(row.snippet.cue);
    assert_int_equal(row.snippet.kind, SNIPPET_QUOTE);
    assert_int_equal(row.snippet.start, 7);
    assert_int_equal(row.snippet.expires_ms, 99);
    assert_int_equal(row.snippet.weight, 10);
    assert_int_equal(row.state, STORE_HELD);
    store_row_finish(&row);
    snippets_finish(&snippets);
    store_close(store);
}

static void only_what_is_live_and_in_its_time_is_due(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = open_store();
    struct snippets snippets = {0};
    add_snippets(&snippets, 5);
    snippets.items[1].not_before_ms = 2000;
    snippets.items[2].expires_ms = 1000;
    snippets.items[3].hold = memory_copy_string("held");
    for (size_t i = 0; i < 5; i++)
        assert_true(store_add(store, &snippets.items[i], &diag));
    assert_true(store_set_state(store, snippets.items[4].id, STORE_KILLED, &diag));
    struct store_row *rows;
    size_t count;
    int64_t when_ms;
    assert_true(store_due(store, 1000, &rows, &count, &diag));
    assert_int_equal(count, 1);
    store_rows_free(rows, count);
    assert_true(store_next_embargo(store, 1000, &when_ms, &diag));
    assert_int_equal(when_ms, 2000);
    assert_true(store_due(store, 2000, &rows, &count, &diag));
    assert_int_equal(count, 2);
    store_rows_free(rows, count);
    assert_true(store_next_embargo(store, 2000, &when_ms, &diag));
    assert_int_equal(when_ms, INT64_MAX);
    snippets_finish(&snippets);
    store_close(store);
}

static void another_connection_sees_an_edit(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *ticker = open_store();
    struct store *editor = open_store();
    int64_t before, after;
    assert_true(store_version(ticker, &before, &diag));
    struct snippets snippets = {0};
    add_snippets(&snippets, 1);
    assert_true(store_add(editor, &snippets.items[0], &diag));
    assert_true(store_version(ticker, &after, &diag));
    assert_int_not_equal(before, after);
    assert_int_equal(rows_in(ticker), 1);
    snippets_finish(&snippets);
    store_close(editor);
    store_close(ticker);
}

/* A child imports article after article, tells of each, until it is killed in the middle. */
static void import_until_killed(int tell)
{
    struct store *store = open_store();
    for (uint64_t checksum = 1;; checksum++) {
        struct snippets snippets = {0};
        add_snippets(&snippets, 50);
        import(store, NULL, checksum, &snippets, 1, 0);
        snippets_finish(&snippets);
        if (write(tell, "i", 1) < 0)
            _exit(1);
    }
}

static void wait_for_imports(int told, int count)
{
    char one;
    for (int i = 0; i < count; i++)
        assert_int_equal(read(told, &one, 1), 1);
}

static void a_killed_import_leaves_all_or_nothing(void **state)
{
    (void)state;
    for (int turn = 0; turn < 5; turn++) {
        int pipes[2];
        assert_int_equal(pipe(pipes), 0);
        pid_t child = fork();
        if (child == 0)
            import_until_killed(pipes[1]);
        close(pipes[1]);
        wait_for_imports(pipes[0], 1 + 2 * turn);
        usleep((useconds_t)turn * 700);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        close(pipes[0]);
        struct store *store = open_store();
        int rows = rows_in(store);
        assert_true(rows >= 50 * (1 + 2 * turn)); /* what was told is there */
        assert_int_equal(rows % 50, 0);
        store_close(store);
        remove_folder(NULL);
        make_folder(NULL);
    }
}

static void a_newer_schema_is_refused(void **state)
{
    (void)state;
    store_close(open_store());
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA user_version = 1000", NULL, NULL, NULL);
    sqlite3_close(db);
    struct diag diag = {0};
    assert_null(store_open(path, &diag));
    assert_non_null(strstr(diag.messages[0].text, "newer"));
    diag_finish(&diag);
}

static void an_airing_is_counted(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = open_store();
    struct snippets snippets = {0};
    add_snippets(&snippets, 1);
    assert_true(store_add(store, &snippets.items[0], &diag));
    log_airing(store, snippets.items[0].id, 100, 200, "new");
    log_airing(store, snippets.items[0].id, 300, 400, "its turn");
    struct store_row row;
    assert_true(store_get(store, snippets.items[0].id, &row, &diag));
    assert_int_equal(row.airings, 2);
    assert_int_equal(row.last_aired_ms, 300);
    store_row_finish(&row);
    snippets_finish(&snippets);
    store_close(store);
}

static void an_id_is_never_given_twice(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = open_store();
    struct snippets snippets = {0};
    add_snippets(&snippets, 2);
    assert_true(store_add(store, &snippets.items[0], &diag));
    assert_true(store_remove(store, snippets.items[0].id, &diag));
    assert_true(store_add(store, &snippets.items[1], &diag));
    assert_int_not_equal(snippets.items[0].id, snippets.items[1].id);
    assert_false(store_set_text(store, snippets.items[0].id, "x", &diag));
    diag_finish(&diag);
    snippets_finish(&snippets);
    store_close(store);
}

/* Batches. */

static void a_batch_loses_only_what_fails(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = open_store();
    struct snippets good = {0}, bad = {0};
    add_snippets(&good, 2);
    add_snippets(&bad, 2);
    free(bad.items[1].text);
    bad.items[1].text = NULL; /* which the table refuses, after the first is in */
    assert_true(store_batch_begin(store, &diag));
    assert_int_equal(import(store, "a", 1, &good, 1000, 0), STORE_IMPORT_NEW);
    const struct store_article article = {.name = "b", .origin = "b", .checksum = 2};
    assert_int_equal(store_import_article(store, &article, &bad, &diag), STORE_IMPORT_FAILED);
    assert_int_equal(import(store, "c", 3, &good, 1000, 0), STORE_IMPORT_NEW);
    struct store *other = open_store();
    assert_int_equal(rows_in(other), 0); /* not there before the end */
    diag_finish(&diag);
    assert_true(store_batch_end(store, &diag));
    assert_int_equal(rows_in(other), 4);
    assert_int_equal(import(store, "b", 2, &good, 1000, 0), STORE_IMPORT_NEW);
    snippets_finish(&good);
    snippets_finish(&bad);
    store_close(other);
    store_close(store);
}

/* Corrections. */

static enum store_state state_of(struct store *store, int64_t id)
{
    struct diag diag = {0};
    struct store_row row;
    assert_true(store_get(store, id, &row, &diag));
    enum store_state state = row.state;
    store_row_finish(&row);
    return state;
}

static size_t due_at(struct store *store, int64_t now_ms)
{
    struct diag diag = {0};
    struct store_row *rows;
    size_t count;
    assert_true(store_due(store, now_ms, &rows, &count, &diag));
    store_rows_free(rows, count);
    return count;
}

static bool end_it(void *user, struct snippet *snippet, struct diag *diag)
{
    (void)user, (void)diag;
    snippet->expires_ms = 2000;
    return true;
}

/* Half of a quotation would air, else. */
static void pages_stand_and_fall_together(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = open_store();
    struct snippets pages = {0};
    add_snippets(&pages, 4); /* three pages, and a quotation of its own */
    for (int i = 0; i < 3; i++)
        pages.items[i].page = i + 1;
    assert_int_equal(import(store, "a", 1, &pages, 1000, 90000), STORE_IMPORT_NEW);
    assert_int_equal(due_at(store, 1500), 4);
    assert_true(store_set_state(store, 2, STORE_KILLED, &diag));
    assert_int_equal(state_of(store, 1), STORE_KILLED);
    assert_int_equal(state_of(store, 3), STORE_KILLED);
    assert_int_equal(state_of(store, 4), STORE_LIVE);
    assert_int_equal(due_at(store, 1500), 1);
    assert_true(store_set_state(store, 1, STORE_APPROVED, &diag));
    assert_int_equal(due_at(store, 1500), 4);
    assert_true(store_hold(store, 3, "it can't be shown", &diag));
    assert_int_equal(due_at(store, 1500), 1);
    assert_true(store_set_state(store, 3, STORE_APPROVED, &diag));
    assert_true(store_edit(store, 3, end_it, NULL, &diag));
    assert_int_equal(due_at(store, 1500), 4);
    assert_int_equal(due_at(store, 2500), 1); /* the last page has expired */
    snippets_finish(&pages);
    store_close(store);
}

/* What was killed or removed in one version is not there in the next, and comes again. */
static void what_was_killed_stays_so_over_versions(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = open_store();
    struct snippets all = {0}, few = {0};
    add_snippets(&all, 3);
    add_snippets(&few, 1);
    assert_int_equal(import(store, "a", 1, &all, 1000, 90000), STORE_IMPORT_NEW);
    assert_true(store_set_state(store, 2, STORE_KILLED, &diag));
    assert_true(store_remove(store, 3, &diag));
    assert_int_equal(import(store, "a", 2, &few, 1100, 90000), STORE_IMPORT_CORRECTED);
    assert_int_equal(import(store, "a", 3, &all, 1200, 90000), STORE_IMPORT_CORRECTED);
    assert_int_equal(due_at(store, 1500), 1);
    assert_int_equal(state_of(store, 2), STORE_KILLED);
    snippets_finish(&all);
    snippets_finish(&few);
    store_close(store);
}

static void a_correction_that_must_be_held_is_held(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = open_store();
    struct snippets first = {0}, second = {0};
    add_snippets(&first, 2);
    add_snippets(&second, 2);
    for (int i = 0; i < 2; i++)
        second.items[i].hold = memory_copy_string("who said it is not certain");
    assert_int_equal(import(store, "a", 1, &first, 1000, 90000), STORE_IMPORT_NEW);
    assert_true(store_set_state(store, 2, STORE_APPROVED, &diag));
    assert_int_equal(import(store, "a", 2, &second, 1100, 90000), STORE_IMPORT_CORRECTED);
    assert_int_equal(state_of(store, 1), STORE_HELD);
    assert_int_equal(state_of(store, 2), STORE_APPROVED); /* an editor has said so */
    struct store_row row;
    assert_true(store_get(store, 1, &row, &diag));
    assert_string_equal(row.snippet.hold, "who said it is not certain");
    store_row_finish(&row);
    assert_int_equal(import(store, "a", 3, &first, 1200, 90000), STORE_IMPORT_CORRECTED);
    assert_int_equal(state_of(store, 1), STORE_HELD); /* nothing is approved by itself */
    snippets_finish(&first);
    snippets_finish(&second);
    store_close(store);
}

static void a_correction_replaces_and_keeps(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = open_store();
    struct snippets first = {0}, second = {0};
    add_snippets(&first, 4); /* text 0 to text 3 */
    assert_int_equal(import(store, "a", 1, &first, 1000, 500), STORE_IMPORT_NEW);
    assert_true(store_set_state(store, 2, STORE_KILLED, &diag));
    log_airing(store, 1, 1100, 1200, "new");
    add_snippets(&second, 3); /* text 3 is gone ... */
    struct snippet *changed = &second.items[2];
    free(changed->text);
    changed->text = memory_copy_string("text 2, corrected"); /* ... and text 2 is another */
    second.items[0].not_before_ms = 5200;                    /* under an embargo now */
    assert_int_equal(import(store, "a", 2, &second, 5000, 500), STORE_IMPORT_CORRECTED);
    assert_int_equal(state_of(store, 1), STORE_LIVE);
    assert_int_equal(state_of(store, 2), STORE_KILLED); /* and stays it */
    assert_int_equal(state_of(store, 3), STORE_CORRECTED);
    assert_int_equal(state_of(store, 4), STORE_CORRECTED);
    assert_int_equal(state_of(store, 5), STORE_LIVE);
    struct store_row row;
    assert_true(store_get(store, 1, &row, &diag));
    assert_int_equal(row.airings, 1);
    assert_int_equal(row.snippet.expires_ms, 5500);
    assert_int_equal(row.snippet.not_before_ms, 5200);
    store_row_finish(&row);
    assert_false(store_set_state(store, 3, STORE_APPROVED, &diag));
    assert_int_equal(import(store, "a", 1, &first, 6000, 500), STORE_IMPORT_CORRECTED); /* back */
    assert_int_equal(state_of(store, 5), STORE_CORRECTED);
    assert_int_equal(state_of(store, 2), STORE_KILLED);
    diag_finish(&diag);
    snippets_finish(&first);
    snippets_finish(&second);
    store_close(store);
}

/* A headline and quotations. */
static void add_story(struct snippets *snippets, const char *title, int from, int to)
{
    struct snippet *headline = snippets_add(snippets);
    headline->kind = SNIPPET_HEADLINE;
    headline->text = memory_copy_string(title);
    for (int i = from; i < to; i++) {
        struct snippet *quote = snippets_add(snippets);
        quote->kind = SNIPPET_QUOTE;
        quote->text = memory_format("said %d", i);
    }
}

static void a_story_in_another_file_replaces_it(void **state)
{
    (void)state;
    const int64_t week_ms = INT64_C(7) * 24 * 3600 * 1000;
    struct store *store = open_store();
    struct snippets first = {0}, second = {0}, other = {0};
    add_story(&first, "The mill opens", 0, 2);
    add_story(&second, "The mill opens", 1, 3);
    add_story(&other, "The mill opens", 7, 9); /* nothing but the title */
    assert_int_equal(import(store, "a", 1, &first, 1000, 90000), STORE_IMPORT_NEW);
    assert_int_equal(import(store, "b", 2, &second, 2000, 90000), STORE_IMPORT_RETOLD);
    assert_int_equal(state_of(store, 1), STORE_LIVE); /* the headline is one row */
    assert_int_equal(state_of(store, 2), STORE_CORRECTED);
    assert_int_equal(state_of(store, 3), STORE_LIVE);
    assert_int_equal(state_of(store, 4), STORE_LIVE);
    assert_int_equal(import(store, "c", 3, &other, 3000, 90000), STORE_IMPORT_NEW);
    assert_int_equal(import(store, NULL, 4, &first, week_ms + 3000, 90000), STORE_IMPORT_NEW);
    snippets_finish(&first);
    snippets_finish(&second);
    snippets_finish(&other);
    store_close(store);
}

static void what_is_new_of_a_killed_story_is_held(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store_row row;
    struct store *store = open_store();
    struct snippets first = {0}, second = {0}, third = {0};
    add_story(&first, "The mill burns", 0, 1);
    add_story(&second, "The mill burns", 0, 2);
    add_story(&third, "The mill burned down", 0, 1);
    assert_int_equal(import(store, "a", 1, &first, 1000, 90000), STORE_IMPORT_NEW);
    assert_true(store_set_state(store, 1, STORE_KILLED, &diag));
    assert_int_equal(import(store, "b", 2, &second, 2000, 90000), STORE_IMPORT_RETOLD);
    assert_int_equal(state_of(store, 1), STORE_KILLED);
    assert_int_equal(state_of(store, 3), STORE_HELD);
    assert_true(store_get(store, 3, &row, &diag));
    assert_string_equal(row.snippet.hold, "its story was taken off the wall (snippet 1)");
    store_row_finish(&row);
    assert_int_equal(import(store, "b", 3, &third, 3000, 90000), STORE_IMPORT_CORRECTED);
    assert_int_equal(state_of(store, 4), STORE_HELD); /* with another title, too */
    diag_finish(&diag);
    snippets_finish(&first);
    snippets_finish(&second);
    snippets_finish(&third);
    store_close(store);
}

/* The same, with what the article says first. */
static enum store_import import_led(struct store *store, const char *name, const char *lead,
                                    struct snippets *snippets, int64_t now_ms)
{
    struct diag diag = {0};
    static uint64_t checksum = 1000;
    const struct store_article article = {.name = name,
                                          .origin = name,
                                          .checksum = checksum++,
                                          .now_ms = now_ms,
                                          .lead = lead,
                                          .expire_after_ms = 90000};
    enum store_import got = store_import_article(store, &article, snippets, &diag);
    diag_print(&diag, stderr);
    diag_finish(&diag);
    return got;
}

static void a_story_is_known_by_its_title_and_lead(void **state)
{
    (void)state;
    static const struct {
        const char *title, *lead;
        enum store_import wanted;
    } cases[] = {
        {"Three are hurt in a fire at the mill",
         "Three people were hurt when a fire broke out in the old mill of Lower Bend on Tuesday.",
         STORE_IMPORT_NEW},
        /* figures have moved */
        {"Five are hurt in a fire at the mill",
         "Five people were hurt when a fire broke out in the old mill of Lower Bend on Tuesday, "
         "the county said.",
         STORE_IMPORT_RETOLD},
        /* another title, the same story */
        {"Five hurt in mill fire, two of them badly",
         "Five people were hurt when a fire broke out in the old mill of Lower Bend on Tuesday, "
         "the county said.",
         STORE_IMPORT_RETOLD},
        /* a column: nothing but the title */
        {"Five hurt in mill fire, two of them badly",
         "What does the law ask of an owner of listed buildings, and who looks after it?",
         STORE_IMPORT_NEW},
        /* of one kind, and another one */
        {"Three are hurt in a crash at the harbour",
         "Three people were hurt when a lorry left the road beside the harbour on Wednesday.",
         STORE_IMPORT_NEW},
        /* a lead that says nothing */
        {"The day in pictures", "Top stories.", STORE_IMPORT_NEW},
        {"The day in numbers", "Top stories.", STORE_IMPORT_NEW},
        /* no spaces */
        {"製粉所が四十年ぶりに再開", "町の製粉所が火曜日に四十年ぶりに再開し、百人が集まった。",
         STORE_IMPORT_NEW},
        {"製粉所が四十年ぶりに再開へ", "町の製粉所が火曜日に四十年ぶりに再開し、二百人が集まった。",
         STORE_IMPORT_RETOLD},
    };
    struct store *store = open_store();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct snippets snippets = {0};
        char *name = memory_format("%zu.txt", i);
        int quote = (int)(10 * i);
        add_story(&snippets, cases[i].title, quote, quote + 1);
        enum store_import got =
            import_led(store, name, cases[i].lead, &snippets, 1000 + (int64_t)i);
        if (got != cases[i].wanted)
            fail_msg("\"%s\": %d, not %d", cases[i].title, got, cases[i].wanted);
        snippets_finish(&snippets);
        free(name);
    }
    store_close(store);
}

static void a_list_of_headlines_is_no_story(void **state)
{
    (void)state;
    struct store *store = open_store();
    struct snippets list = {0}, story = {0};
    add_story(&list, "The mill opens", 0, 0);
    add_story(&list, "The ferry sails", 0, 0);
    add_story(&story, "The mill opens", 0, 1);
    assert_int_equal(import_led(store, "list", "", &list, 1000), STORE_IMPORT_NEW);
    assert_int_equal(import_led(store, "story", NULL, &story, 2000), STORE_IMPORT_NEW);
    assert_int_equal(state_of(store, 2), STORE_LIVE); /* the ferry sails on */
    snippets_finish(&list);
    snippets_finish(&story);
    store_close(store);
}

static void add_quote(struct snippets *snippets, const char *words, const char *speaker)
{
    struct snippet *quote = snippets_add(snippets);
    quote->kind = SNIPPET_QUOTE;
    snippet_compose_quote(quote, words, speaker, NULL, NULL);
}

static void a_killed_quotation_that_was_reworded_is_held(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store_row row;
    struct store *store = open_store();
    struct snippets first = {0}, second = {0};
    add_story(&first, "The mill opens", 0, 0);
    add_quote(&first, "We have waited for this day for forty years", "Ada Brunner"); /* 2 */
    add_quote(&first, "The wheel turns again", "Bo Lind");                           /* 3 */
    add_story(&second, "The mill opens", 0, 0);
    add_quote(&second, "We have waited for this very day for forty years", "Ada Brunner"); /* 4 */
    add_quote(&second, "We have waited for this day for forty years", "Bo Lind");          /* 5 */
    add_quote(&second, "The wheel turns again", "Bo Lind");                                /* 3 */
    add_quote(&second, "It is the best flour of the county", "Bo Lind");                   /* 6 */
    assert_int_equal(import(store, "a", 1, &first, 1000, 90000), STORE_IMPORT_NEW);
    assert_true(store_set_state(store, 2, STORE_KILLED, &diag));
    assert_int_equal(import(store, "a", 2, &second, 2000, 90000), STORE_IMPORT_CORRECTED);
    assert_int_equal(state_of(store, 3), STORE_LIVE);
    assert_int_equal(state_of(store, 4), STORE_HELD);
    assert_int_equal(state_of(store, 5), STORE_HELD); /* whoever said it */
    assert_int_equal(state_of(store, 6), STORE_LIVE);
    assert_true(store_get(store, 4, &row, &diag));
    assert_string_equal(row.snippet.hold, "nearly the words of snippet 2, which was killed");
    store_row_finish(&row);
    diag_finish(&diag);
    snippets_finish(&first);
    snippets_finish(&second);
    store_close(store);
}

/* The plan of a query; tables of one row are read whole, and so is one row of a key's order. */
static void no_scan(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    char *explain = memory_format("EXPLAIN QUERY PLAN %s", sql);
    assert_int_equal(sqlite3_prepare_v2(db, explain, -1, &statement, NULL), SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(statement, 3);
        if (strncmp(detail, "SCAN", 4) == 0 && !strstr(detail, "CONSTANT ROW") &&
            !strstr(detail, "edition") && !strstr(detail, "asrun_base") &&
            !strstr(sql, "FROM asrun ORDER BY id DESC LIMIT 1"))
            fail_msg("%s: %s", sql, detail);
    }
    sqlite3_finalize(statement);
    free(explain);
}

/* All that the player asks of a store, once. */
static void do_what_is_done_on_air(struct store *store)
{
    struct diag diag = {0};
    struct store_row row;
    struct store_row *rows = NULL;
    size_t count = 0;
    int64_t when = 0;
    assert_true(store_due(store, 1, &rows, &count, &diag));
    store_rows_free(rows, count);
    assert_true(store_get(store, 1, &row, &diag));
    store_row_finish(&row);
    assert_true(store_next_embargo(store, 1, &when, &diag) && store_newest(store, &when, &diag));
    assert_true(store_version(store, &when, &diag) && store_last_aired(store, &when, &diag));
    when = 1;
    assert_true(store_changed(store, &when, (int64_t[8]){0}, 8, &count, &diag));
    assert_true(store_due_one(store, 1, 1, &row, &(bool){false}, &diag));
    store_row_finish(&row);
    assert_true(store_hold(store, 1, "later", &diag));
    assert_true(store_set_state(store, 1, STORE_APPROVED, &diag));
    assert_true(store_set_state(store, 1, STORE_KILLED, &diag));
    assert_true(store_clear_breaking(store, &count, &diag));
    log_airing(store, 2, 1000, 2000, "new");
    diag_finish(&diag);
}

static void no_query_on_air_scans_a_table(void **state)
{
    (void)state;
    struct store *store = open_store();
    struct snippets snippets = {0};
    add_snippets(&snippets, 2);
    assert_int_equal(import(store, "a", 1, &snippets, 1, 0), STORE_IMPORT_NEW);
    snippets_finish(&snippets);
    do_what_is_done_on_air(store);
    int seen = 0;
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (sqlite3_stmt *kept = NULL; (kept = sqlite3_next_stmt(store->db, kept)); seen++)
        if (!strstr(sqlite3_sql(kept), "words_sum") && strncmp(sqlite3_sql(kept), "PRAGMA", 6) != 0)
            no_scan(db, sqlite3_sql(kept));
    sqlite3_close(db);
    assert_true(seen > 15); /* each statement is compiled once, and kept */
    store_close(store);
}

/* Whether the plan of the query that reads the headlines of the last days has that text. */
static bool story_plan_has(sqlite3 *db, const char *text)
{
    bool found = false;
    sqlite3_stmt *statement = NULL, *plan;
    while ((statement = sqlite3_next_stmt(db, statement)) &&
           !strstr(sqlite3_sql(statement), "kind = 'headline' AND created_ms"))
        continue;
    assert_non_null(statement);
    char *explain = memory_format("EXPLAIN QUERY PLAN %s", sqlite3_sql(statement));
    assert_int_equal(sqlite3_prepare_v2(db, explain, -1, &plan, NULL), SQLITE_OK);
    while (sqlite3_step(plan) == SQLITE_ROW)
        found |= strstr((const char *)sqlite3_column_text(plan, 3), text) != NULL;
    sqlite3_finalize(plan);
    free(explain);
    return found;
}

static void a_story_is_looked_for_among_headlines(void **state)
{
    (void)state;
    struct store *store = open_store();
    struct snippets snippets = {0};
    add_snippets(&snippets, 2);
    snippets.items[0].kind = SNIPPET_HEADLINE;
    assert_int_equal(import(store, "a", 1, &snippets, 1, 0), STORE_IMPORT_NEW);
    snippets_finish(&snippets);
    assert_true(story_plan_has(store->db, "snippet_headline"));
    assert_false(story_plan_has(store->db, "TEMP B-TREE")); /* nothing is sorted */
    store_close(store);
}

/* The first schema, as it was. */
static void an_old_store_comes_along(void **state)
{
    (void)state;
    struct diag diag = {0};
    char *parent = memory_format("%s/deep", folder);
    assert_int_equal(mkdir(parent, 0700), 0);
    free(parent);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, schema_steps[0], NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
                     "PRAGMA user_version = 1;"
                     "INSERT INTO article VALUES (7, 'a', 42, 1);"
                     "INSERT INTO snippet (id, article, kind, state, text, created_ms, expires_ms,"
                     " last_aired_ms, airings) VALUES (5, 7, 'line', 'live', 'old', 1, 0, 9, 3),"
                     " (6, 7, 'line', 'removed', 'gone', 1, 77, 0, 0);"
                     "INSERT INTO asrun VALUES (1, 5, 9, 10, 'new')",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    struct store *store = open_store();
    struct store_row row;
    assert_true(store_get(store, 5, &row, &diag));
    assert_int_equal(row.airings, 3);
    assert_int_equal(row.last_aired_ms, 9);
    assert_int_equal(row.snippet.expires_ms, 0);
    assert_int_equal(row.snippet.article_id, 7);
    assert_string_equal(row.snippet.category, "news");
    store_row_finish(&row);
    struct snippets snippets = {0};
    add_snippets(&snippets, 1);
    assert_true(store_add(store, &snippets.items[0], &diag));
    assert_int_equal(snippets.items[0].id, 7); /* never 6 again */
    snippets_finish(&snippets);
    store_close(store);
}

static bool widen(void *user, struct snippet *snippet, struct diag *diag)
{
    (void)diag;
    snippet->gap_ms = 60000;
    free(snippet->category);
    snippet->category = memory_copy_string("sport");
    return user == NULL;
}

static void an_edit_is_all_or_nothing(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = open_store();
    struct snippets snippets = {0};
    add_snippets(&snippets, 1);
    assert_true(store_add(store, &snippets.items[0], &diag));
    struct store_row row;
    assert_false(store_edit(store, 1, widen, store, &diag)); /* it says no */
    assert_true(store_get(store, 1, &row, &diag));
    assert_string_equal(row.snippet.category, "news");
    store_row_finish(&row);
    assert_true(store_edit(store, 1, widen, NULL, &diag));
    assert_true(store_get(store, 1, &row, &diag));
    assert_string_equal(row.snippet.category, "sport");
    assert_int_equal(row.snippet.gap_ms, 60000);
    store_row_finish(&row);
    snippets_finish(&snippets);
    store_close(store);
}

static bool mark(void *user, struct snippet *snippet, struct diag *diag)
{
    (void)user;
    (void)diag;
    snippet->corrected = true;
    return true;
}

static bool is_marked(struct store *store, int64_t id)
{
    struct diag diag = {0};
    struct store_row row;
    assert_true(store_edit(store, id, mark, NULL, &diag));
    assert_true(store_get(store, id, &row, &diag));
    bool corrected = row.snippet.corrected;
    store_row_finish(&row);
    return corrected;
}

static void what_nobody_saw_is_not_corrected(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = open_store();
    struct snippets snippets = {0};
    add_snippets(&snippets, 1);
    assert_true(store_add(store, &snippets.items[0], &diag));
    assert_false(is_marked(store, 1));
    log_airing(store, 1, 2000, 3000, "new");
    assert_true(is_marked(store, 1));
    snippets_finish(&snippets);
    store_close(store);
}

#define STORE_TEST(sentence, function)                                                             \
    {                                                                                              \
        sentence, function, make_folder, remove_folder, NULL                                       \
    }

#define UNLIMITED 77 /* an emulator of user programs hands no limit of memory on */

/* Its error would pass for a damaged file, or none. A sanitizer's allocator ends it likewise. */
static void sqlite_gives_up_without_memory(void **state)
{
    (void)state;
    int status = 0;
    store_close(open_store());
    pid_t child = fork();
    if (child == 0) {
        const struct rlimit none = {0};
        setrlimit(RLIMIT_CORE, &none);
        setrlimit(RLIMIT_AS, &none);
        if (mmap(NULL, 1 << 30, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
            _exit(UNLIMITED);
        sqlite3_free(sqlite3_malloc(1 << 30));
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == UNLIMITED)
        return;
    assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST("The same article again changes nothing", an_article_is_known_again),
        STORE_TEST("A snippet comes back as it went in", a_row_comes_back_as_it_went_in),
        STORE_TEST("Only what is live and in its time is due, and the next change is known",
                   only_what_is_live_and_in_its_time_is_due),
        STORE_TEST("An edit of another connection changes the version",
                   another_connection_sees_an_edit),
        STORE_TEST("A killed import leaves all of an article or none",
                   a_killed_import_leaves_all_or_nothing),
        STORE_TEST("The story of an article is looked for among headlines alone, in their order",
                   a_story_is_looked_for_among_headlines),
        STORE_TEST("A store of a newer schema is refused", a_newer_schema_is_refused),
        STORE_TEST("A correction replaces its article in one step, keeps what is the same, its "
                   "history, and what was killed",
                   a_correction_replaces_and_keeps),
        STORE_TEST("All pages of a quotation air or none", pages_stand_and_fall_together),
        STORE_TEST("Words that were killed stay killed, also where a version was without them",
                   what_was_killed_stays_so_over_versions),
        STORE_TEST("The same words that must be held now are held",
                   a_correction_that_must_be_held_is_held),
        STORE_TEST("A story in another file replaces the one that there is, by its title and who "
                   "speaks",
                   a_story_in_another_file_replaces_it),
        STORE_TEST("What is new of a story whose headline was killed is held, with that reason",
                   what_is_new_of_a_killed_story_is_held),
        STORE_TEST("A story is known by its title and its lead, in any script",
                   a_story_is_known_by_its_title_and_lead),
        STORE_TEST("A list of headlines is no story, and none takes its place",
                   a_list_of_headlines_is_no_story),
        STORE_TEST("A killed quotation that was reworded a little is held",
                   a_killed_quotation_that_was_reworded_is_held),
        STORE_TEST("No query that runs on air scans a table", no_query_on_air_scans_a_table),
        STORE_TEST("A store of the first schema comes along with its history",
                   an_old_store_comes_along),
        STORE_TEST("An edit is all or nothing", an_edit_is_all_or_nothing),
        STORE_TEST("What had not been on air when it was edited is not corrected",
                   what_nobody_saw_is_not_corrected),
        STORE_TEST("In a batch an article that fails takes no other along",
                   a_batch_loses_only_what_fails),
        STORE_TEST("Where SQLite gets no memory the program ends, as where itself gets none",
                   sqlite_gives_up_without_memory),
        STORE_TEST("Each airing is counted", an_airing_is_counted),
        STORE_TEST("The id of a removed snippet is never given again", an_id_is_never_given_twice),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
