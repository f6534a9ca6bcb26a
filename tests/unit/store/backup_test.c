/* A backup that is there is brought up to date: afterwards it is what a new copy would be. */
#include "store/backup.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "check.h"
#include "store/asrun.h"
#include "store/generations.h"
#include "store/repair.h"
#include "store_rows.h"

static char folder[] = "/dev/shm/motograph-backup-XXXXXX";
static char path[64], backup[64], other[64];

static struct store *open_store(void)
{
    struct diag diag = {0};
    struct store *store = store_open(path, &diag);
    assert_non_null(store);
    return store;
}

static int64_t add(struct store *store, const char *text)
{
    struct diag diag = {0};
    struct snippets snippets = {0};
    struct snippet *snippet = snippets_add(&snippets);
    snippet->kind = SNIPPET_LINE;
    snippet->text = memory_copy_string(text);
    snippet->created_ms = 1;
    assert_true(store_add(store, snippet, &diag));
    int64_t id = snippet->id;
    snippets_finish(&snippets);
    return id;
}

static void air(struct store *store, int64_t snippet, int64_t start_ms, bool open)
{
    struct diag diag = {0};
    uint8_t bytes[64] = {(uint8_t)start_ms, (uint8_t)(start_ms >> 8)};
    struct asrun_strip strip = {.bytes = bytes, .size = sizeof bytes};
    asrun_strip_key(bytes, sizeof bytes, strip.key);
    const struct asrun_row row = {.snippet = snippet,
                                  .start_ms = start_ms,
                                  .end_ms = start_ms + 5,
                                  .text = "as shown",
                                  .reason = "new",
                                  .strips = &strip,
                                  .strip_count = 1,
                                  .open = open};
    assert_true(asrun_append(store, &row, 1, &diag));
}

static void must_back_up(struct store *store, const char *to, int64_t now_ms)
{
    struct diag diag = {0};
    bool good = store_backup(store, to, now_ms, &diag);
    diag_print(&diag, stderr);
    assert_true(good);
    assert_true(store_backup_time(to) == now_ms);
}

static int make_store(void **state)
{
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    const char *made = mkdtemp(folder);
    assert_non_null(made);
    snprintf(path, sizeof path, "%s/news.db", made);
    snprintf(backup, sizeof backup, "%s/news.db.backup", made);
    snprintf(other, sizeof other, "%s/other", made);
    struct store *store = open_store();
    for (int i = 0; i < 200; i++) {
        char text[32];
        snprintf(text, sizeof text, "line %d", i);
        int64_t id = add(store, text);
        air(store, id, 1000 * (i + 1), false);
    }
    must_back_up(store, backup, 5000);
    *state = store;
    return 0;
}

static int drop_store(void **state)
{
    char line[96];
    store_close(*state);
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    return system(line);
}

static ino_t inode_of(const char *file)
{
    struct stat status;
    assert_int_equal(stat(file, &status), 0);
    return status.st_ino;
}

static bool any_row(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    bool any = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    return any;
}

/* Every row of every table but the time. */
static bool is_same(const char *one, const char *two)
{
    static const char *const tables[] = {"article", "snippet",    "aired",
                                         "asrun",   "asrun_open", "asrun_base",
                                         "strip",   "edition",    "sqlite_sequence"};
    sqlite3 *db;
    char sql[256];
    bool same = true;
    assert_int_equal(sqlite3_open(one, &db), SQLITE_OK);
    snprintf(sql, sizeof sql, "ATTACH '%s' AS two", two);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const char *table = tables[i];
        snprintf(sql, sizeof sql,
                 "SELECT * FROM (SELECT * FROM main.%s EXCEPT SELECT * FROM two.%s) UNION ALL"
                 " SELECT * FROM (SELECT * FROM two.%s EXCEPT SELECT * FROM main.%s)",
                 table, table, table, table);
        if (any_row(db, sql)) {
            print_message("# %s differs\n", table);
            same = false;
        }
    }
    sqlite3_close(db);
    return same;
}

static void forge(const char *file, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void it_becomes_what_a_new_copy_would_be(void **state)
{
    struct store *store = *state;
    struct diag diag = {0};
    int64_t dropped;
    int64_t id = add(store, "another");
    ino_t before = inode_of(backup);
    assert_true(store_set_text(store, 3, "line three", &diag));
    assert_true(store_set_state(store, 4, STORE_KILLED, &diag));
    air(store, 5, 900000, false);
    air(store, id, 901000, true);
    assert_true(asrun_rotate(store, 50000, &dropped, &diag));
    assert_true(dropped > 0);
    must_back_up(store, backup, 6000);
    must_back_up(store, other, 6000);
    assert_true(inode_of(backup) == before);
    assert_true(is_same(backup, other));
}

static void a_store_opened_again_goes_on_with_it(void **state)
{
    struct store *again = open_store();
    ino_t before = inode_of(backup);
    (void)state;
    add(again, "another");
    must_back_up(again, backup, 6000);
    assert_true(inode_of(backup) == before);
    store_close(again);
}

static void only_what_changed_is_written(void **state)
{
    struct store *store = *state;
    struct stat before, after;
    add(store, "another");
    assert_int_equal(stat(backup, &before), 0);
    must_back_up(store, backup, 6000);
    assert_int_equal(stat(backup, &after), 0);
    assert_true(after.st_size - before.st_size <= 1024);
}

static void damaged_words_stay_out_of_it(void **state)
{
    struct store *store = *state;
    sqlite3 *db;
    forge(path, "DROP TRIGGER snippet_updated; UPDATE snippet SET text = 'forged' WHERE id = 7");
    must_back_up(store, backup, 6000);
    assert_int_equal(sqlite3_open(backup, &db), SQLITE_OK);
    assert_true(any_row(db, "SELECT 1 FROM snippet WHERE id = 7 AND text = 'line 6'"));
    sqlite3_close(db);
}

static bool is_refused(struct store *store, const char *to)
{
    struct diag diag = {0};
    bool refused = !store_backup(store, to, 6000, &diag) && diag.count == 1;
    diag_finish(&diag);
    return refused;
}

static void what_is_no_backup_of_this_store_is_left_alone(void **state)
{
    ino_t before = inode_of(backup);
    store_close(*state);
    assert_int_equal(unlink(path), 0);
    struct store *store = *state = open_store();
    air(store, add(store, "of another store"), 150500, false);
    assert_true(is_refused(store, backup));
    assert_true(inode_of(backup) == before && store_backup_time(backup) == 5000);
    FILE *file = fopen(other, "w");
    fputs("a letter to the editor", file);
    fclose(file);
    assert_true(is_refused(store, other));
    assert_int_equal(unlink(other), 0);
    forge(other, "CREATE TABLE snippet (id, text); INSERT INTO snippet VALUES (1, 'foreign')");
    assert_true(is_refused(store, other));
    assert_int_equal(unlink(other), 0);
    assert_int_equal(symlink("elsewhere", other), 0);
    assert_true(is_refused(store, other));
    assert_true(is_refused(store, "/dev/null"));
}

static void one_that_holds_more_is_kept(void **state)
{
    struct store *store = *state;
    struct diag diag = {0};
    must_back_up(store, other, 6000);
    forge(path, "DELETE FROM snippet WHERE id = 200");
    assert_true(store_backup(store, backup, 7000, &diag));
    assert_int_equal(diag.count, 1);
    assert_non_null(strstr(diag.messages[0].text, "holds more"));
    diag_finish(&diag);
    char *kept = memory_format("%s.kept-19700101T000007Z", backup);
    assert_true(is_same(kept, other));
    free(kept);
}

static void what_is_no_backup_any_more_is_made_anew(void **state)
{
    struct store *store = *state;
    FILE *file = fopen(backup, "r+b");
    fseek(file, 600, SEEK_SET);
    for (int i = 0; i < 20000; i++)
        fputc(0x55, file);
    fclose(file);
    must_back_up(store, backup, 6000);
    must_back_up(store, other, 6000);
    assert_true(is_same(backup, other));
    forge(backup, "PRAGMA user_version = 3");
    must_back_up(store, backup, 7000);
    assert_true(is_same(backup, other));
    forge(backup, "UPDATE asrun SET hash = zeroblob(32) WHERE id = (SELECT max(id) FROM asrun)");
    must_back_up(store, backup, 8000);
    assert_true(is_same(backup, other));
}

/* --- temporary files --- */

static int temporary_files;
static int (*really_open)(sqlite3_vfs *, const char *, sqlite3_file *, int, int *);

static int count_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    temporary_files += !name;
    return really_open(vfs, name, file, flags, out);
}

/* 8 MB, of which SQLite would hold 2 MB in memory. */
static void air_much(struct store *store)
{
    static uint8_t scenes[4000];
    struct diag diag = {0};
    for (int i = 0; i < 2000; i++) {
        const struct asrun_row row = {.snippet = 1,
                                      .start_ms = 1000000 + i,
                                      .end_ms = 1000001 + i,
                                      .text = "as shown",
                                      .reason = "new",
                                      .scenes = {scenes, sizeof scenes}};
        assert_true(asrun_append(store, &row, 1, &diag));
    }
}

static void a_long_log_goes_over_without_a_temporary_file(void **state)
{
    struct store *store = *state;
    must_back_up(store, backup, 5000);
    air_much(store);
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    really_open = vfs->xOpen;
    vfs->xOpen = count_open;
    temporary_files = 0;
    must_back_up(store, backup, 6000);
    vfs->xOpen = really_open;
    assert_int_equal(temporary_files, 0);
    must_back_up(store, other, 6000);
    assert_true(is_same(backup, other));
}

static bool diag_says(const struct diag *diag, const char *words)
{
    for (size_t i = 0; i < diag->count; i++)
        if (strstr(diag->messages[i].text, words))
            return true;
    return false;
}

static enum store_state state_of(struct store *store, int64_t id)
{
    struct diag diag = {0};
    struct store_row row;
    assert_true(store_get(store, id, &row, &diag));
    enum store_state state = row.state;
    store_row_finish(&row);
    return state;
}

/* Since the backup: one is killed, one ended, one approved, one has other words, one is gone. */
static void what_was_killed_since_a_backup_stays_so(void **state)
{
    struct store *store = *state;
    struct diag diag = {0};
    assert_true(store_set_state(store, 3, STORE_KILLED, &diag));
    assert_true(store_set_state(store, 4, STORE_EXPIRED, &diag));
    assert_true(store_set_state(store, 5, STORE_APPROVED, &diag));
    assert_true(store_set_state(store, 7, STORE_REMOVED, &diag));
    int64_t last = add(store, "lost");
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE snippet SET text = 'other' WHERE id = 6", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    assert_true(store_generations_restore(path, backup, 6000, &diag));
    assert_true(diag_says(&diag, "so they stay: 3, 4"));
    assert_true(diag_says(&diag, "earlier words again: 6"));
    assert_true(store_look(store, &diag));
    assert_int_equal(state_of(store, 2), STORE_LIVE);
    assert_int_equal(state_of(store, 3), STORE_KILLED);
    assert_int_equal(state_of(store, 4), STORE_EXPIRED);
    assert_int_equal(state_of(store, 5), STORE_LIVE);
    assert_int_equal(state_of(store, 7), STORE_LIVE);
    assert_int_equal(add(store, "new"), last + 1); /* no number is given twice */
    diag_finish(&diag);
}

static int64_t airings_of(struct store *store, int64_t id)
{
    struct diag diag = {0};
    struct store_row row;
    assert_true(store_get(store, id, &row, &diag));
    int64_t airings = row.airings;
    store_row_finish(&row);
    return airings;
}

static void what_was_shown_since_a_backup_stays_in_the_log(void **state)
{
    struct store *store = *state;
    struct diag diag = {0};
    struct asrun_check check;
    int64_t lost = add(store, "lost");
    air(store, 3, 900000, false);
    air(store, lost, 910000, false);
    air(store, 2, 920000, true);
    assert_true(store_generations_restore(path, backup, 6000, &diag));
    assert_true(store_look(store, &diag));
    assert_true(asrun_verify(store, NULL, &check, &diag));
    assert_false(check.broken);
    assert_int_equal(check.rows, 202);
    air(store, 4, 930000, false); /* what was open is a row now, and the chain goes on */
    assert_true(asrun_verify(store, NULL, &check, &diag));
    assert_false(check.broken);
    assert_int_equal(airings_of(store, 3), 2);
    assert_int_equal(airings_of(store, 5), 1);
    diag_finish(&diag);
}

/* The log of another store's is not taken along; numbers are all the same. */
static void a_number_is_given_once_whatever_the_log_is(void **state)
{
    struct store *store = *state;
    struct diag diag = {0};
    sqlite3 *db;
    int64_t last = add(store, "lost");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM asrun WHERE id > 50000000", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    assert_true(store_generations_restore(path, backup, 6000, &diag));
    assert_true(diag_says(&diag, "stands there alone"));
    assert_true(store_look(store, &diag));
    assert_int_equal(add(store, "new"), last + 1);
    diag_finish(&diag);
}

/* Nothing is made up of a store that can't be read. */
static void that_a_store_can_not_be_asked_is_said(void **state)
{
    struct store *store = *state;
    struct diag diag = {0};
    assert_true(store_set_state(store, 3, STORE_KILLED, &diag));
    store_close(store);
    assert_int_equal(truncate(path, 700), 0);
    assert_true(store_generations_restore(path, backup, 6000, &diag));
    assert_true(diag_says(&diag, "what was killed or corrected since the backup is not known"));
    diag_finish(&diag);
    *state = open_store();
    assert_int_equal(state_of(*state, 3), STORE_LIVE);
}

/* --- an editor, while it takes the store's place --- */

#define KILLS_MOST 64
static int kills; /* of the snippets from 1 on */
static bool is_killed[KILLS_MOST + 1];

/* As another program does, which does not wait for the store to be free. */
static void try_to_kill(int id)
{
    char sql[80];
    sqlite3 *db;
    snprintf(sql, sizeof sql, "UPDATE snippet SET state = 'killed' WHERE id = %d", id);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    assert_true(code == SQLITE_OK || code == SQLITE_BUSY);
    is_killed[id] = code == SQLITE_OK;
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close(db);
}

static int kill_and_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                         int *out)
{
    vfs->xOpen = really_open;
    if (kills < KILLS_MOST)
        try_to_kill(++kills);
    int code = really_open(vfs, name, file, flags, out);
    vfs->xOpen = kill_and_open;
    return code;
}

static void nobody_kills_into_a_store_that_is_replaced(void **state)
{
    struct store *store = *state;
    struct diag diag = {0};
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    int refused = 0;
    kills = 0;
    really_open = vfs->xOpen;
    vfs->xOpen = kill_and_open;
    bool good = store_generations_restore(path, backup, 6000, &diag);
    vfs->xOpen = really_open;
    assert_true(good && store_look(store, &diag));
    assert_in_range(kills, 1, KILLS_MOST - 1); /* at each file that it opened */
    for (int id = 1; id <= kills; id++) {
        refused += !is_killed[id];
        assert_int_equal(state_of(store, id), is_killed[id] ? STORE_KILLED : STORE_LIVE);
    }
    assert_in_range(refused, 1, kills - 1);
    diag_finish(&diag);
}

static sqlite3 *writing;
static int (*really_sleep)(sqlite3_vfs *, int);

static void begin_writing(void)
{
    assert_int_equal(sqlite3_open(path, &writing), SQLITE_OK);
    assert_int_equal(sqlite3_exec(writing, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
}

/* Where the editor waits for who writes. */
static int replace_and_sleep(sqlite3_vfs *vfs, int us)
{
    struct diag diag = {0};
    vfs->xSleep = really_sleep;
    assert_int_equal(sqlite3_exec(writing, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    assert_true(store_generations_restore(path, backup, 6000, &diag));
    diag_finish(&diag);
    return really_sleep(vfs, us);
}

static void a_kill_that_waited_goes_to_the_store_that_is_there_then(void **state)
{
    struct store *store = *state;
    struct diag diag = {0};
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    begin_writing();
    ino_t before = inode_of(path);
    really_sleep = vfs->xSleep;
    vfs->xSleep = replace_and_sleep;
    assert_true(store_set_state(store, 3, STORE_KILLED, &diag));
    sqlite3_close(writing);
    assert_int_not_equal(inode_of(path), before);
    store_close(store);
    *state = open_store();
    assert_int_equal(state_of(*state, 3), STORE_KILLED);
}

static int sleep_not_at_all(sqlite3_vfs *vfs, int us)
{
    (void)vfs;
    return us;
}

static void a_store_that_is_written_is_not_replaced(void **state)
{
    struct store *store = *state;
    struct diag diag = {0};
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    begin_writing();
    ino_t before = inode_of(path);
    really_sleep = vfs->xSleep;
    vfs->xSleep = sleep_not_at_all;
    assert_false(store_generations_restore(path, backup, 6000, &diag));
    vfs->xSleep = really_sleep;
    assert_true(diag_says(&diag, "another program is writing to it"));
    diag_finish(&diag);
    sqlite3_close(writing);
    assert_int_equal(inode_of(path), before);
    assert_true(store_set_state(store, 3, STORE_KILLED, &diag));
}

#define BACKUP_TEST(sentence, function)                                                            \
    {                                                                                              \
        sentence, function, make_store, drop_store, NULL                                           \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BACKUP_TEST("Brought up to date it is what a new copy would be",
                    it_becomes_what_a_new_copy_would_be),
        BACKUP_TEST("A store that was opened again brings it up to date, too",
                    a_store_opened_again_goes_on_with_it),
        BACKUP_TEST("Only what changed is written", only_what_changed_is_written),
        BACKUP_TEST("Words that are damaged in the store stay whole in it",
                    damaged_words_stay_out_of_it),
        BACKUP_TEST("What is no backup of this store is left alone",
                    what_is_no_backup_of_this_store_is_left_alone),
        BACKUP_TEST("What was killed or ended since a backup stays so when it is the store",
                    what_was_killed_since_a_backup_stays_so),
        BACKUP_TEST("What was shown since a backup stays in the log when it is the store",
                    what_was_shown_since_a_backup_stays_in_the_log),
        BACKUP_TEST("A number is given once, whatever the store's log is",
                    a_number_is_given_once_whatever_the_log_is),
        BACKUP_TEST("That the store can't be asked what was killed is said",
                    that_a_store_can_not_be_asked_is_said),
        BACKUP_TEST("A kill that comes while it takes the store's place is waited for, not lost",
                    nobody_kills_into_a_store_that_is_replaced),
        BACKUP_TEST("One that waited meanwhile goes to the store that is there then",
                    a_kill_that_waited_goes_to_the_store_that_is_there_then),
        BACKUP_TEST("A store whose writer does not end is not replaced, and it is said",
                    a_store_that_is_written_is_not_replaced),
        BACKUP_TEST("One that holds more is kept under another name", one_that_holds_more_is_kept),
        BACKUP_TEST("A damaged or older backup is made anew",
                    what_is_no_backup_any_more_is_made_anew),
        BACKUP_TEST("Weeks of the log go over to it without a temporary file",
                    a_long_log_goes_over_without_a_temporary_file),
    };
    return cmocka_run_group_tests_name("store/backup", tests, NULL, NULL);
}
