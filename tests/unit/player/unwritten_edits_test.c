/* Edits that wait for a store which can't be written: each gets there, or goes on waiting. */
#include "player/unwritten_edits.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "check.h"

static char path[] = "/tmp/motograph-unwritten-XXXXXX";

static void make_store(void)
{
    struct diag diag = {0};
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    struct store *store = store_open(path, &diag);
    struct snippet snippet = {.kind = SNIPPET_LINE, .weight = 10, .expires_ms = INT64_MAX};
    snippet.text = memory_copy_string("The mill opens");
    assert_true(store_add(store, &snippet, &diag));
    assert_int_equal(snippet.id, 1);
    free(snippet.text);
    store_close(store);
    diag_finish(&diag);
}

static void remove_store(void)
{
    char *command = memory_format("rm -f %s*", path);
    assert_int_equal(system(command), 0);
    free(command);
}

/* A page of nothing but zeros; or one of a table without rows, which no query takes for damage. */
static void damage_snippets(bool empty)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT pgoffset FROM dbstat WHERE name = 'snippet'",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    long at = (long)sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    FILE *file = fopen(path, "r+b");
    fseek(file, at, SEEK_SET);
    for (int i = 0; i < 512; i++)
        fputc(empty && i == 0 ? 13 : 0, file); /* a leaf (SQLite, Database File Format, 1.6) */
    fclose(file);
}

static bool write_kill(struct unwritten *unwritten, int64_t id)
{
    struct diag diag = {0};
    struct store *store = store_open(path, &diag);
    assert_non_null(store);
    unwritten_kill(unwritten, id);
    bool good = unwritten_write(unwritten, store, NULL, NULL, &diag);
    store_close(store);
    diag_finish(&diag);
    return good;
}

static void a_kill_waits_for_the_repair(void **state)
{
    (void)state;
    for (int empty = 0; empty <= 1; empty++) {
        struct unwritten unwritten = {0};
        make_store();
        damage_snippets(empty);
        assert_false(write_kill(&unwritten, 1));
        assert_int_equal(unwritten.count, 1);
        unwritten_finish(&unwritten);
        remove_store();
    }
}

static void a_kill_of_nothing_does_not_wait(void **state)
{
    (void)state;
    struct unwritten unwritten = {0};
    make_store();
    assert_true(write_kill(&unwritten, 7));
    assert_int_equal(unwritten.count, 0);
    unwritten_finish(&unwritten);
    remove_store();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"A kill that a damaged store did not take waits for its repair",
         a_kill_waits_for_the_repair, NULL, NULL, NULL},
        {"A kill of what is not there any more does not wait for ever",
         a_kill_of_nothing_does_not_wait, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("unwritten_edits", tests, NULL, NULL);
}
