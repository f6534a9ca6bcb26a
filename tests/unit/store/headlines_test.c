#include "../../../src/store/headlines.h"

#include <stdio.h>
#include <stdlib.h>

#include "../../../src/store/story.h"
#include "base/memory.h"
#include "check.h"

#define LEAST 0.4

/* Few enough that two titles of them are often alike. */
static const char *const words[] = {"mill", "opens", "ferry", "sails",    "Brücke", "fire",
                                    "in",   "the",   "town",  "製粉所が", "вновь",  "12"};

static unsigned state_of_draw;

/* Numerical Recipes' linear congruential generator: the same on each machine. */
static size_t draw(size_t below)
{
    state_of_draw = state_of_draw * 1664525u + 1013904223u;
    return (state_of_draw >> 8) % below;
}

/* Up to six words, now and then none at all; the caller frees. */
static char *draw_title(void)
{
    char *title = memory_copy_string("");
    for (size_t count = draw(7); count > 0; count--) {
        char *longer = memory_format("%s %s", title, words[draw(sizeof words / sizeof *words)]);
        free(title);
        title = longer;
    }
    return title;
}

static bool is_found(const struct headline *found, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (found[i].id == id)
            return true;
    return false;
}

static void what_is_like_a_title_is_what_is_like_it_one_by_one(void **state)
{
    (void)state;
    enum {
        COUNT = 300
    };
    char *titles[COUNT];
    struct headlines *headlines = headlines_create();
    state_of_draw = 1;
    for (int64_t i = 0; i < COUNT; i++) {
        titles[i] = draw_title();
        headlines_add(headlines, i + 1, i / 3, i % 50, titles[i]);
    }
    for (int64_t i = 0; i < COUNT; i += 7)
        headlines_remove(headlines, i + 1);
    headlines_remove(headlines, COUNT + 1); /* was never there */
    for (int64_t i = 0; i < COUNT; i++) {
        struct likeness title = likeness_of(titles[i]);
        size_t count, wanted = 0;
        struct headline *found = headlines_like(headlines, &title, i % 50, LEAST, &count);
        for (int64_t j = 0; j < COUNT; j++) {
            struct likeness other = likeness_of(titles[j]);
            bool like = j % 50 == i % 50 || likeness_between(&title, &other) >= LEAST;
            wanted += j % 7 != 0 && like;
            assert_true(is_found(found, count, j + 1) == (j % 7 != 0 && like));
        }
        assert_int_equal(count, wanted);
        for (size_t j = 1; j < count; j++)
            assert_true(
                found[j - 1].created_ms > found[j].created_ms ||
                (found[j - 1].created_ms == found[j].created_ms && found[j - 1].id > found[j].id));
        free(found);
    }
    for (size_t i = 0; i < COUNT; i++)
        free(titles[i]);
    headlines_destroy(headlines);
}

static char path[] = "/tmp/motograph-headlines-XXXXXX";

static struct store *open_store(void)
{
    struct diag diag = {0};
    struct store *store = store_open(path, &diag);
    diag_print(&diag, stderr);
    assert_non_null(store);
    diag_finish(&diag);
    return store;
}

/* An article of a headline and one quotation, which are the caller's. */
static struct store_article draw_article(struct snippets *snippets, int64_t now_ms)
{
    static uint64_t checksum;
    struct snippet *headline = snippets_add(snippets);
    headline->kind = SNIPPET_HEADLINE;
    headline->text = draw_title();
    struct snippet *quote = snippets_add(snippets);
    quote->kind = SNIPPET_QUOTE;
    quote->text = memory_format("said %zu", draw(5));
    return (struct store_article){.name = "article", .checksum = ++checksum, .now_ms = now_ms};
}

static bool change_text(void *user, struct snippet *snippet, struct diag *diag)
{
    (void)user;
    (void)diag;
    free(snippet->text);
    snippet->text = draw_title();
    return true;
}

/* One of the things that change what headlines there are. */
static void change(struct store *store, int64_t now_ms)
{
    struct diag ignored = {0};
    struct snippets snippets = {0};
    struct store_article article = draw_article(&snippets, now_ms);
    int64_t id = (int64_t)draw(40) + 1;
    switch (draw(6)) {
    case 0:
        store_edit(store, id, change_text, NULL, &ignored);
        break;
    case 1:
        store_remove(store, id, &ignored);
        break;
    case 2: /* what is taken back is none */
        assert_true(store_batch_begin(store, &ignored));
        store_import_article(store, &article, &snippets, &ignored);
        store_batch_drop(store);
        break;
    default:
        store_import_article(store, &article, &snippets, &ignored);
    }
    snippets_finish(&snippets);
    diag_finish(&ignored);
}

static int64_t find(struct store *store, const struct store_article *article,
                    const struct snippets *snippets)
{
    struct diag diag = {0};
    int64_t id = -1;
    assert_true(story_find(store, article, snippets, &id, &diag));
    diag_finish(&diag);
    return id;
}

/* Of two connections and one that is opened anew each time. */
static void what_is_remembered_of_headlines_is_what_the_store_has(void **state)
{
    (void)state;
    enum {
        TURNS = 250,
        HOUR_MS = 3600 * 1000
    };
    int file = mkstemp(path);
    assert_true(file >= 0);
    struct store *stores[] = {open_store(), open_store()};
    size_t known = 0;
    state_of_draw = 2;
    for (int64_t turn = 0; turn < TURNS; turn++) {
        struct snippets snippets = {0};
        /* eight days; now and then the clock goes back */
        int64_t now_ms = (turn - (turn % 60 == 59 ? 50 : 0)) * HOUR_MS + 1;
        change(stores[draw(2)], now_ms);
        struct store_article article = draw_article(&snippets, now_ms);
        struct store *fresh = open_store();
        int64_t wanted = find(fresh, &article, &snippets);
        store_close(fresh);
        known += wanted != 0;
        for (size_t i = 0; i < 2; i++)
            assert_int_equal(find(stores[i], &article, &snippets), wanted);
        snippets_finish(&snippets);
    }
    assert_in_range(known, TURNS / 10, TURNS - TURNS / 10); /* else it proves little */
    for (size_t i = 0; i < 2; i++)
        store_close(stores[i]);
    char *remove_all = memory_format("rm -f %s*", path);
    assert_int_equal(system(remove_all), 0);
    free(remove_all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("What is like a title is found as if each headline were compared, the newest first",
             what_is_like_a_title_is_what_is_like_it_one_by_one),
        TEST("What is remembered of the headlines is what the store has, whoever changed it or "
             "took it back",
             what_is_remembered_of_headlines_is_what_the_store_has),
    };
    return cmocka_run_group_tests_name("store/headlines", tests, NULL, NULL);
}
