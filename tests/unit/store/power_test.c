/* Power loss at every write and sync of a small scenario. What was acknowledged is
 * there afterwards, nothing half-made is, and the as-run chain verifies. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check.h"
#include "power_vfs.h"
#include "store/article.h"
#include "store/asrun.h"
#include "store/store.h"
#include "store_rows.h"

#define PATH "news.db"
#define SEEDS 3 /* of what is lost, for each operation */
#define ARTICLE_SNIPPETS 5

/* What the store has said yes to. */
struct acknowledged {
    bool line, killed, article, corrected, aired, edited;
    int64_t line_id;
};

static bool add_line(struct store *store, int64_t *id, struct diag *diag)
{
    struct snippets snippets = {0};
    struct snippet *snippet = snippets_add(&snippets);
    snippet->kind = SNIPPET_LINE;
    snippet->text = memory_copy_string("Open house on Sunday");
    snippet->created_ms = 1;
    bool good = store_add(store, snippet, diag);
    *id = snippet->id;
    snippets_finish(&snippets);
    return good;
}

static bool import(struct store *store, uint64_t checksum, const char *word, struct diag *diag)
{
    struct snippets snippets = {0};
    const struct store_article article = {
        .name = "ferry", .origin = "/ferry.txt", .checksum = checksum, .now_ms = 2};
    for (int i = 0; i < ARTICLE_SNIPPETS; i++) {
        struct snippet *snippet = snippets_add(&snippets);
        snippet->kind = SNIPPET_HEADLINE;
        snippet->text = memory_format("%s %d", word, i);
    }
    enum store_import got = store_import_article(store, &article, &snippets, diag);
    snippets_finish(&snippets);
    return got != STORE_IMPORT_FAILED;
}

static bool air(struct store *store, int64_t snippet, int64_t start_ms, struct diag *diag)
{
    const struct asrun_row rows[] = {
        {.snippet = snippet,
         .start_ms = start_ms,
         .end_ms = start_ms + 5,
         .text = "Open house",
         .reason = "new"},
        {.snippet = snippet,
         .start_ms = start_ms + 5,
         .end_ms = start_ms + 9,
         .text = "Open house",
         .reason = "new"},
    };
    struct asrun_row copies[2];
    memcpy(copies, rows, sizeof copies);
    return asrun_append(store, copies, 2, diag);
}

/* A day of a small newsroom, up to where the power fails. */
static void live(struct acknowledged *done)
{
    struct diag diag = {0};
    *done = (struct acknowledged){0};
    struct store *store = store_open(PATH, &diag);
    if (store) {
        done->line = add_line(store, &done->line_id, &diag);
        done->article = done->line && import(store, 1, "before", &diag);
        done->aired = done->article && air(store, done->line_id, 1000, &diag);
        done->corrected = done->aired && import(store, 2, "after", &diag);
        done->edited =
            done->corrected && store_set_text(store, done->line_id, "Open house on Monday", &diag);
        done->killed = done->edited && store_set_state(store, done->line_id, STORE_KILLED, &diag);
    }
    store_close(store);
    diag_finish(&diag);
}

struct found {
    int before, after, lines, killed, edited;
};

static bool count(void *user, const struct store_row *row)
{
    struct found *found = user;
    bool standing = row->state == STORE_LIVE || row->state == STORE_APPROVED;
    found->before += standing && strncmp(row->snippet.text, "before", 6) == 0;
    found->after += standing && strncmp(row->snippet.text, "after", 5) == 0;
    found->lines += row->snippet.kind == SNIPPET_LINE;
    found->killed += row->state == STORE_KILLED;
    found->edited += strcmp(row->snippet.text, "Open house on Monday") == 0;
    return true;
}

static bool all_or_none(int number)
{
    return number == 0 || number == ARTICLE_SNIPPETS;
}

/* False when something acknowledged is lost, or something half-made is there. */
static bool is_right(const struct acknowledged *done)
{
    struct diag diag = {0};
    struct found found = {0};
    struct asrun_check check = {0};
    struct store *store = store_open(PATH, &diag);
    bool good = store && store_each(store, count, &found, &diag) &&
                asrun_verify(store, NULL, &check, &diag) && !check.broken;
    good = good && all_or_none(found.before) && all_or_none(found.after) &&
           (found.before == 0 || found.after == 0) && check.rows % 2 == 0;
    good = good && found.lines >= done->line && found.killed >= done->killed &&
           found.edited >= done->edited && (!done->article || found.before + found.after > 0) &&
           (!done->corrected || found.after > 0) && check.rows >= 2 * done->aired;
    /* and it goes on from here */
    int64_t id = 0;
    good = good && add_line(store, &id, &diag) && air(store, id, 5000, &diag) &&
           asrun_verify(store, NULL, &check, &diag) && !check.broken;
    store_close(store);
    diag_finish(&diag);
    return good;
}

static int operations_of_a_day(void)
{
    struct acknowledged done;
    power_vfs_register();
    live(&done);
    int operations = power_vfs_operations();
    assert_true(done.killed);
    assert_true(is_right(&done));
    power_vfs_unregister();
    return operations;
}

/* The first operation and seed at which something is wrong; -1: nothing is. */
static int sweep(bool skip_syncs)
{
    int operations = operations_of_a_day();
    assert_true(operations > 30);
    for (int operation = 0; operation <= operations; operation++)
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            struct acknowledged done;
            power_vfs_register();
            power_vfs_fail_at(operation);
            power_vfs_skip_syncs(skip_syncs);
            live(&done);
            power_vfs_restore(seed * 1000 + (uint64_t)operation);
            bool right = is_right(&done);
            power_vfs_unregister();
            if (!right)
                return operation;
        }
    return -1;
}

static void loses_nothing_wherever_the_power_fails(void **state)
{
    (void)state;
    int operation = sweep(false);
    if (operation >= 0)
        fail_msg("something was lost, or half-made, after a loss of power at write or sync %d",
                 operation);
}

/* The proof that the sweep can fail: a disk that only says that it synced. */
static void notices_a_disk_that_does_not_sync(void **state)
{
    (void)state;
    assert_true(sweep(true) >= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loses_nothing_wherever_the_power_fails),
        cmocka_unit_test(notices_a_disk_that_does_not_sync),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
