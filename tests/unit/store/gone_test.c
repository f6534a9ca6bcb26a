/* A store that is gone, or another's, and who may write it. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "check.h"
#include "store/absence.h"
#include "store/asrun.h"
#include "store/backup.h"
#include "store/generations.h"
#include "store/lock.h"
#include "store/mark.h"
#include "store/place.h"
#include "store/repair.h"
#include "store_rows.h"

#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)

static char folder[] = "/dev/shm/motograph-gone-XXXXXX";
static char path[64], backup[64], mark[64];

static int make_folder(void **state)
{
    (void)state;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/news.db", folder);
    snprintf(backup, sizeof backup, "%s/news.db.backup", folder);
    snprintf(mark, sizeof mark, "%s/marks/mark", folder);
    return 0;
}

static int drop_folder(void **state)
{
    char line[96];
    (void)state;
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    return system(line);
}

static struct store *must_open(void)
{
    struct diag diag = {0};
    struct store *store = store_open(path, &diag);
    assert_non_null(store);
    return store;
}

static void add(struct store *store, const char *text)
{
    struct diag diag = {0};
    struct snippets snippets = {0};
    struct snippet *snippet = snippets_add(&snippets);
    snippet->kind = SNIPPET_LINE;
    snippet->text = memory_copy_string(text);
    snippet->created_ms = 1;
    assert_true(store_add(store, snippet, &diag));
    snippets_finish(&snippets);
}

static bool rescue(struct store *store, struct diag *diag)
{
    const struct store_knowledge known = {store_known_edition(store), store_known_id(store),
                                          asrun_known(store)};
    return store_rescue(store, &known, 9000, diag);
}

static bool count_one(void *user, const struct store_row *row)
{
    (void)row;
    ++*(int *)user;
    return true;
}

static int count(struct store *store)
{
    struct diag diag = {0};
    int rows = 0;
    assert_true(store_each(store, count_one, &rows, &diag));
    return rows;
}

static void the_backup_is_used_where_nothing_is(void **state)
{
    (void)state;
    struct diag diag = {0};
    char id[64];
    struct store *store = must_open();
    add(store, "one");
    snprintf(id, sizeof id, "%s", store_identity(store));
    assert_int_equal(strlen(id), 32);
    assert_true(store_backup(store, backup, 5000, &diag));
    store_close(store);
    assert_true(store_absence_check(path, backup, NULL, &diag));
    assert_int_equal(unlink(path), 0);
    assert_false(store_absence_check(path, backup, NULL, &diag));
    store = store_open_sound(path, backup, 9000, &diag);
    assert_non_null(store);
    assert_int_equal(count(store), 1);
    assert_string_equal(store_identity(store), id); /* its backups stay its own */
    assert_true(store_backup(store, backup, 6000, &diag));
    store_close(store);
    diag_finish(&diag);
}

static void a_mark_tells_that_there_was_one(void **state)
{
    (void)state;
    struct diag diag = {0};
    int64_t since_ms = 0;
    assert_true(store_absence_check(path, backup, mark, &diag)); /* a first start */
    struct store *store = must_open();
    store_mark_set(mark, store, 7000);
    store_close(store);
    assert_true(store_mark_read(mark, &since_ms, NULL) && since_ms == 7000);
    assert_int_equal(unlink(path), 0);
    assert_false(store_absence_check(path, backup, mark, &diag));
    diag_finish(&diag);
    store = store_open_absent(path, &diag);
    assert_false(store_look(store, &diag) || store_backup(store, backup, 8000, &diag));
    assert_int_equal(access(path, F_OK), -1);
    store_close(store);
    assert_null(store_open_there(path, &diag)); /* it went a moment ago */
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(close(open(path, O_CREAT | O_WRONLY, 0600)), 0);
    assert_null(store_open_there(path, &diag)); /* ... or was emptied */
    assert_int_equal(unlink(path), 0);
    store_mark_remove(mark);
    assert_true(store_absence_check(path, backup, mark, &diag));
    diag_finish(&diag);
}

static void another_programs_database_is_refused(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct stat before, after;
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "PRAGMA user_version = 3; CREATE TABLE snippet (id, text);"
                                  "CREATE TABLE article (id, checksum)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(stat(path, &before), 0);
    assert_null(store_open(path, &diag));
    assert_null(store_open_sound(path, backup, 5000, &diag));
    assert_int_equal(stat(path, &after), 0);
    assert_true(before.st_size == after.st_size && before.st_ino == after.st_ino);
    diag_finish(&diag);
}

static void one_that_is_removed_is_written_again(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = must_open();
    add(store, "one");
    assert_int_equal(unlink(path), 0);
    assert_true(store_look(store, &diag));
    add(store, "two");
    struct store *other = must_open();
    assert_int_equal(count(other), 2);
    store_close(other);
    /* Another store in its place is not followed, nor written to. */
    assert_int_equal(rename(path, backup), 0);
    store_close(must_open());
    assert_false(store_look(store, &diag));
    store_close(store);
    diag_finish(&diag);
}

static void one_at_a_time_holds_the_lock(void **state)
{
    (void)state;
    struct diag diag = {0};
    int told[2];
    struct store_lock *lock = NULL;
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    if (child == 0) {
        bool taken = store_lock_take(path, &lock, &diag) && lock;
        _exit(write(told[1], &taken, sizeof taken) == sizeof taken && pause());
    }
    bool taken = false;
    assert_true(read(told[0], &taken, sizeof taken) == sizeof taken && taken);
    assert_false(store_lock_take(path, &lock, &diag));
    char *wanted = memory_format("process %d", (int)child);
    assert_non_null(strstr(diag.messages[0].text, wanted));
    free(wanted);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_true(store_lock_take(path, &lock, &diag) && lock);
    assert_true(store_lock_keep(lock, &diag));
    store_lock_release(lock);
    diag_finish(&diag);
}

static int64_t taken(const char *ending)
{
    char *name = memory_format("%s%s", backup, ending);
    int64_t taken_ms = store_backup_time(name);
    free(name);
    return taken_ms;
}

static void generations_reach_back(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *store = must_open();
    int64_t now_ms = 0;
    for (int hour = 1; hour <= 24 * 21; hour++) {
        if (hour % 50 == 0)
            add(store, "another");
        now_ms = 1000000 + hour * HOUR_MS;
        assert_true(store_generations_make(store, backup, now_ms, 0, &diag));
    }
    assert_true(taken("") == now_ms && taken(".hour") == now_ms - HOUR_MS);
    int64_t day_ms = taken(".day-1") < taken(".day-2") ? taken(".day-1") : taken(".day-2");
    int64_t week_ms = taken(".week-1") < taken(".week-2") ? taken(".week-1") : taken(".week-2");
    assert_true(now_ms - day_ms >= DAY_MS && now_ms - day_ms < 2 * DAY_MS);
    assert_true(now_ms - week_ms >= 7 * DAY_MS && now_ms - week_ms < 14 * DAY_MS);
    struct store_generations list = store_generations_list(backup);
    assert_int_equal(list.count, 6);
    assert_true(list.items[0].snippets == 10 && list.items[5].snippets < 10);
    store_close(store);
    assert_true(store_generations_restore(path, list.items[5].path, now_ms, &diag));
    store = must_open();
    assert_int_equal(count(store), (int)list.items[5].snippets);
    store_close(store);
    store_generations_finish(&list);
    diag_finish(&diag);
}

static void the_log_keeps_to_its_size(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct asrun_check check;
    struct store *store = must_open();
    for (int i = 1; i <= 3000; i++) {
        const struct asrun_row row = {
            .start_ms = 1000 * i, .end_ms = 1000 * i + 900, .text = "as shown", .reason = "new"};
        assert_true(asrun_append(store, &row, 1, &diag));
    }
    assert_true(asrun_keep_size(store, 200000, &diag));
    assert_true(asrun_verify(store, NULL, &check, &diag));
    assert_true(!check.broken && check.rows_before > 0 && check.rows > 300);
    assert_int_equal(check.rows + check.rows_before, 3000);
    store_close(store);
    diag_finish(&diag);
}

static void kill_it(struct store *store, int64_t id)
{
    struct diag diag = {0};
    assert_true(store_set_state(store, id, STORE_KILLED, &diag));
}

/* Another program's edits, of which the watching connection only hears. */
static void others_edit(const struct store *watching)
{
    struct diag diag = {0};
    struct store *other = store_open_again(watching, &diag);
    assert_non_null(other);
    kill_it(other, 2);
    add(other, "four");
    store_close(other);
}

static void empty(const char *name)
{
    assert_int_equal(truncate(name, 0), 0);
}

static void what_is_lost_is_named_and_held(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store_row row;
    int64_t version;
    char beside[80];
    struct store *store = must_open();
    add(store, "one");
    add(store, "two");
    add(store, "three");
    assert_true(store_version(store, &version, &diag));
    assert_true(store_backup(store, backup, 5000, &diag));
    others_edit(store);
    assert_true(store_version(store, &version, &diag) && !store_loss(store));
    kill_it(store, 3); /* by the ticker itself */
    empty(path);
    assert_false(store_set_state(store, 1, STORE_KILLED, &diag)); /* it would be lost unsaid */
    snprintf(beside, sizeof beside, "%s-wal", path);
    empty(beside);
    assert_false(store_look(store, &diag));
    store_close(store_open_sound(path, backup, 9000, &diag));
    assert_true(store_version(store, &version, &diag));
    assert_non_null(store_loss(store));
    assert_non_null(strstr(store_loss(store), "snippets 2 to 4"));
    for (int64_t id = 1; id <= 3; id++) {
        assert_true(store_get(store, id, &row, &diag));
        assert_int_equal(row.state, id == 1 ? STORE_LIVE : STORE_HELD);
        store_row_finish(&row);
    }
    store_close(store);
    diag_finish(&diag);
}

/* The store's file and its log of changes lose all that they had. */
static void lose(void)
{
    char beside[80];
    snprintf(beside, sizeof beside, "%s-wal", path);
    empty(path);
    empty(beside);
}

static int held(struct store *store)
{
    struct diag diag = {0};
    struct store_row row;
    int count = 0;
    for (int64_t id = 1; id <= 2; id++) {
        assert_true(store_get(store, id, &row, &diag));
        count += row.state == STORE_HELD;
        store_row_finish(&row);
    }
    return count;
}

static void what_was_lost_once_is_lost_again_with_the_same_backup(void **state)
{
    (void)state;
    struct diag diag = {0};
    int64_t version;
    struct store *store = must_open();
    add(store, "one");
    add(store, "two");
    assert_true(store_version(store, &version, &diag));
    assert_true(store_backup(store, backup, 5000, &diag));
    add(store, "three");
    kill_it(store, 2);
    for (int again = 0; again < 2; again++) {
        lose();
        assert_false(store_look(store, &diag));
        store_close(store_repair(path, backup, 9000 + again * 1000, store_known_id(store), &diag));
        assert_true(store_version(store, &version, &diag));
        assert_non_null(store_loss(store));
        assert_non_null(strstr(store_loss(store), "snippets 2 to 3"));
        assert_int_equal(held(store), 1);
    }
    store_close(store);
    diag_finish(&diag);
}

/* Between a repair and the moment in which the ticker sees what is lost another program is at it.
 */
static void no_id_and_no_edition_is_taken_for_one_that_was_lost(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store_row row;
    int64_t version;
    struct store *store = must_open();
    add(store, "one");
    add(store, "two");
    assert_true(store_version(store, &version, &diag));
    assert_true(store_backup(store, backup, 5000, &diag));
    add(store, "three");
    lose();
    assert_false(store_look(store, &diag));
    struct store *other = store_repair(path, backup, 9000, store_known_id(store), &diag);
    assert_non_null(other);
    add(other, "four");
    store_close(other);
    assert_true(store_version(store, &version, &diag));
    assert_non_null(store_loss(store));
    assert_non_null(strstr(store_loss(store), "snippets 3"));
    assert_true(store_get(store, 4, &row, &diag));
    assert_string_equal(row.snippet.text, "four");
    assert_int_equal(row.state, STORE_LIVE);
    store_row_finish(&row);
    store_close(store);
    diag_finish(&diag);
}

/* An editor's connection, whose last commit went into the file that was damaged. */
static void what_an_editor_wrote_last_is_looked_for_behind_a_repair(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store *editor = must_open();
    add(editor, "one");
    assert_true(store_confirm(editor, &diag));
    assert_true(store_backup(editor, backup, 5000, &diag));
    add(editor, "two");
    lose();
    store_close(store_open_sound(path, backup, 9000, &diag));
    assert_false(store_confirm(editor, &diag));
    store_close(editor);
    diag_finish(&diag);
}

static void an_earlier_state_that_could_be_read_gives_no_id_twice(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store_row row;
    int64_t version;
    char beside[80];
    struct store *store = must_open();
    snprintf(beside, sizeof beside, "%s-wal", path);
    struct asrun_row aired = {.start_ms = 60000, .end_ms = 61000, .text = "one", .reason = "new"};
    add(store, "one");
    assert_true(asrun_append(store, &aired, 1, &diag));
    assert_true(store_version(store, &version, &diag));
    assert_true(store_checkpoint(store, true, &diag));
    aired.start_ms = 120000;
    assert_true(asrun_append(store, &aired, 1, &diag));
    struct store *other = must_open();
    add(other, "two");
    store_close(other);
    assert_true(store_version(store, &version, &diag));
    empty(beside);
    assert_false(store_look(store, &diag));
    assert_true(rescue(store, &diag));
    assert_true(diag.count > 0);
    assert_non_null(
        strstr(diag.messages[diag.count - 1].text,
               "rows behind that of 1970-01-01T00:01:00Z until 1970-01-01T00:02:00Z are lost"));
    other = must_open();
    add(other, "three");
    assert_true(store_get(other, 3, &row, &diag));
    assert_string_equal(row.snippet.text, "three");
    store_row_finish(&row);
    store_close(other);
    store_close(store);
    diag_finish(&diag);
}

/* Another program that was at it when it was truncated has written behind what is gone. */
static void a_hole_in_the_log_is_seen(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct stat status;
    char log[80];
    snprintf(log, sizeof log, "%s-wal", path);
    struct store *store = must_open();
    for (int i = 0; i < 5; i++) {
        add(store, "one more");
        assert_true(store_look(store, &diag));
    }
    assert_int_equal(stat(log, &status), 0);
    assert_int_equal(truncate(log, status.st_size / 2), 0);
    assert_int_equal(truncate(log, status.st_size), 0);
    assert_false(store_look(store, &diag));
    store_close(store);
    diag_finish(&diag);
}

/* SQLite's own words on it stand on lines of their own. */
static void damage_is_told_on_one_line(void **state)
{
    (void)state;
    static const char zeros[512];
    struct diag diag = {0};
    struct store *store = must_open();
    for (int i = 0; i < 20; i++)
        add(store, "one more");
    store_close(store);
    store = must_open();
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    for (off_t page = 10; page < 60; page++)
        assert_int_equal(pwrite(fd, zeros, sizeof zeros, page * 512), 512);
    close(fd);
    assert_false(store_read_through(store, 9000, &diag));
    const char *told = diag.messages[diag.count - 1].text;
    assert_non_null(strstr(told, "Page"));
    assert_true(!strchr(told, '\n') && !strstr(told, "***"));
    store_close(store);
    diag_finish(&diag);
}

/* As a disk does whose user has no more room on it. */
static ssize_t refuse_by_quota(int fd, const void *bytes, size_t count, off_t at)
{
    (void)fd, (void)bytes, (void)count, (void)at;
    errno = EDQUOT;
    return -1;
}

static void a_quota_is_called_by_its_name(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct snippet snippet = {.kind = SNIPPET_LINE, .text = (char *)"two", .weight = 10};
    struct store *store = must_open();
    add(store, "one");
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)refuse_by_quota);
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)refuse_by_quota);
    assert_false(store_add(store, &snippet, &diag));
    vfs->xSetSystemCall(vfs, NULL, NULL);
    assert_non_null(strstr(diag.messages[0].text, "the disk quota is used up"));
    diag_finish(&diag);
    assert_true(store_add(store, &snippet, &diag));
    store_close(store);
    diag_finish(&diag);
}

static int count_damaged(void)
{
    char line[160];
    snprintf(line, sizeof line, "exit $(find '%s' -name '*.damaged-*Z' | wc -l)", folder);
    int code = system(line);
    return code < 0 ? -1 : code / 256; /* WEXITSTATUS */
}

/* A folder's name that leads to one file system and then to another, as a mount point does. */
static void a_disk_that_is_gone_gets_no_store_in_its_place(void **state)
{
    (void)state;
    char bare[] = "/tmp/motograph-bare-XXXXXX";
    char line[256];
    struct diag diag = {0};
    struct stat here, there;
    assert_non_null(mkdtemp(bare));
    assert_true(stat(folder, &here) == 0 && stat(bare, &there) == 0);
    snprintf(line, sizeof line, "mkdir '%s/disk' && ln -s disk '%s/mounted'", folder, folder);
    assert_int_equal(system(line), 0);
    snprintf(path, sizeof path, "%s/mounted/news.db", folder);
    struct store *store = must_open();
    add(store, "one");
    assert_false(store_is_away(store));
    snprintf(line, sizeof line, "ln -sfn '%s' '%s/mounted'", bare, folder);
    assert_int_equal(system(line), 0);
    store_doubt(store);
    assert_true(here.st_dev == there.st_dev || store_is_away(store));
    assert_true(here.st_dev == there.st_dev || !rescue(store, &diag));
    assert_true(here.st_dev == there.st_dev || rmdir(bare) == 0); /* nothing is in it */
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    assert_int_equal(system(line), 0);
    assert_true(store_is_away(store));
    assert_null(store_open_there(path, &diag));
    assert_int_not_equal(access(folder, F_OK), 0); /* nor was its folder made */
    store_close(store);
    diag_finish(&diag);
}

static void a_store_that_is_damaged_again_and_again_fills_no_disk(void **state)
{
    (void)state;
    struct diag diag = {0};
    char first[96];
    struct store *store = must_open();
    add(store, "one");
    assert_true(store_backup(store, backup, 5000, &diag));
    store_close(store);
    for (int i = 0; i < 11; i++) {
        int fd = open(path, O_WRONLY | O_TRUNC);
        assert_true(fd >= 0 && write(fd, "SQLite format 3 no more", 23) == 23);
        close(fd);
        store = store_open_sound(path, backup, 100000 + i * 1000, &diag);
        assert_non_null(store);
        assert_int_equal(count(store), 1);
        store_close(store);
    }
    assert_int_equal(count_damaged(), 8);
    snprintf(first, sizeof first, "%s.damaged-19700101T000140Z", path);
    assert_int_not_equal(access(first, F_OK), 0);
    diag_finish(&diag);
}

/* With its own index anew, as a program that comes later has it. */
static void what_others_wrote_beside_a_lost_index_is_kept(void **state)
{
    (void)state;
    struct diag diag = {0};
    char line[200];
    struct store *store = must_open();
    add(store, "one");
    snprintf(line, sizeof line, "rm '%s-shm' && sqlite3 '%s' 'UPDATE snippet SET priority = 7'",
             path, path);
    assert_int_equal(system(line), 0);
    assert_false(store_set_state(store, 1, STORE_KILLED, &diag));
    assert_true(rescue(store, &diag));
    assert_true(store_look(store, &diag));
    struct store_row row;
    assert_true(store_get(store, 1, &row, &diag));
    assert_int_equal(row.snippet.priority, 7);
    store_row_finish(&row);
    kill_it(store, 1);
    store_close(store);
    diag_finish(&diag);
}

/* Its last state is in no connection any more: only a repair brings it back. */
static void what_was_damaged_before_it_was_removed_is_known_to_be(void **state)
{
    (void)state;
    struct diag diag = {0};
    char line[96];
    struct store *store = must_open();
    add(store, "one");
    struct store *other = must_open(); /* what the first one has read is not its state any more */
    add(other, "two");
    assert_true(store_backup(other, backup, 5000, &diag));
    assert_true(store_checkpoint(other, true, &diag));
    store_close(other);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    fseek(file, 100, SEEK_SET); /* behind the file's header (sqlite.org/fileformat2.html, 1.3) */
    for (int i = 0; i < 60000; i++)
        fputc('x', file);
    fclose(file);
    snprintf(line, sizeof line, "cd '%s' && rm news.db news.db-*", folder);
    assert_int_equal(system(line), 0);
    assert_false(store_look(store, &diag));
    assert_true(store_is_damaged(store));
    diag_finish(&diag);
    store_close(store);
    store = store_open_sound(path, backup, 9000, &diag);
    assert_non_null(store);
    assert_int_equal(count(store), 2);
    store_close(store);
    diag_finish(&diag);
}

#define GONE_TEST(sentence, function)                                                              \
    {                                                                                              \
        sentence, function, make_folder, drop_folder, NULL                                         \
    }

/* Nothing that is done to it makes it another one; what takes its place is one. */
static void another_file_in_its_place_is_told(void **state)
{
    (void)state;
    struct diag diag = {0};
    assert_null(store_place(path));
    struct store *store = must_open();
    char *before = store_place(path);
    assert_non_null(before);
    add(store, "one");
    assert_true(store_backup(store, backup, 5000, &diag));
    store_close(store);
    char *same = store_place(path);
    assert_string_equal(before, same);
    assert_true(store_generations_restore(path, backup, 6000, &diag));
    char *after = store_place(path);
    assert_string_not_equal(before, after);
    free(after);
    free(same);
    free(before);
    diag_finish(&diag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GONE_TEST("Where a store is gone its backup is used, and it stays the same store",
                  the_backup_is_used_where_nothing_is),
        GONE_TEST("A mark tells that there was one", a_mark_tells_that_there_was_one),
        GONE_TEST("Another program's database is refused and stays as it is",
                  another_programs_database_is_refused),
        GONE_TEST("One that is removed while it is open is written again",
                  one_that_is_removed_is_written_again),
        GONE_TEST("One that was damaged before it was removed is known to be",
                  what_was_damaged_before_it_was_removed_is_known_to_be),
        GONE_TEST("What is lost with a store is named by ids, and held where it stands as it was",
                  what_is_lost_is_named_and_held),
        GONE_TEST("What was lost once is told again where the same backup takes its place again",
                  what_was_lost_once_is_lost_again_with_the_same_backup),
        GONE_TEST(
            "Behind a repair no id is given twice, and no other change is taken for a lost one",
            no_id_and_no_edition_is_taken_for_one_that_was_lost),
        GONE_TEST(
            "An earlier state that could still be read gives no id twice, and which rows of the "
            "log it lacks is said",
            an_earlier_state_that_could_be_read_gives_no_id_twice),
        GONE_TEST("A hole in the log of changes is seen", a_hole_in_the_log_is_seen),
        GONE_TEST("Damage is told on one line", damage_is_told_on_one_line),
        GONE_TEST("A disk's quota is called by its name", a_quota_is_called_by_its_name),
        GONE_TEST("What an editor wrote last is looked for in the file that took its place",
                  what_an_editor_wrote_last_is_looked_for_behind_a_repair),
        GONE_TEST("Where its disk is gone no store is written, nor a folder made",
                  a_disk_that_is_gone_gets_no_store_in_its_place),
        GONE_TEST("A store that is damaged again and again does not fill the disk with what it was",
                  a_store_that_is_damaged_again_and_again_fills_no_disk),
        GONE_TEST("What another program writes beside a lost index is kept",
                  what_others_wrote_beside_a_lost_index_is_kept),
        GONE_TEST("One ticker holds a store, and a death frees it", one_at_a_time_holds_the_lock),
        GONE_TEST("Another file in the store's place is told from it",
                  another_file_in_its_place_is_told),
        GONE_TEST("The generations of a backup reach back days and weeks", generations_reach_back),
        GONE_TEST("The log's oldest rows go where the store is too large, and the chain holds",
                  the_log_keeps_to_its_size),
    };
    return cmocka_run_group_tests_name("store/gone", tests, NULL, NULL);
}
