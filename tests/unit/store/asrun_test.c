#include "store/asrun.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

#define ROWS 20

static char folder[] = "/tmp/motograph-asrun-XXXXXX";
static char path[64];

static int make_log(void **state)
{
    struct diag diag = {0};
    struct asrun_row rows[ROWS];
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    snprintf(path, sizeof path, "%s/news.db", mkdtemp(folder));
    for (int i = 0; i < ROWS; i++)
        rows[i] = (struct asrun_row){.snippet = i % 3,
                                     .start_ms = 1000 * (i + 1),
                                     .end_ms = 1000 * (i + 1) + 900,
                                     .text = "Mill opens",
                                     .reason = "new",
                                     .cut = i == 7 ? "killed" : NULL,
                                     .config = 5,
                                     .frames = i,
                                     .pixels = UINT64_MAX - (uint64_t)i};
    struct store *store = store_open(path, &diag);
    assert_true(asrun_append(store, rows, ROWS / 2, &diag));
    assert_true(asrun_append(store, rows + ROWS / 2, ROWS / 2, &diag));
    *state = store;
    return 0;
}

static int drop_log(void **state)
{
    store_close(*state);
    char command[96];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static struct asrun_check verify(struct store *store, const uint8_t *head)
{
    struct diag diag = {0};
    struct asrun_check check;
    assert_true(asrun_verify(store, head, &check, &diag));
    return check;
}

static void forge(const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_total_changes(db) > 0, 1);
    sqlite3_close(db);
}

static void an_honest_log_verifies(void **state)
{
    struct asrun_check check = verify(*state, NULL);
    assert_int_equal(check.rows, ROWS);
    assert_false(check.broken);
}

static void any_forgery_is_found(void **state)
{
    static const char *const columns[] = {
        "snippet = 9",  "start_ms = 5001", "end_ms = 1",   "text = 'Mill shuts'",
        "reason = 'x'", "cut = 'x'",       "config = 6",   "frames = 100",
        "pixels = 1",   "scenes = x'00'",  "hash = x'00'", "id = 5000001",
    };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        char sql[160];
        forge("SAVEPOINT here; CREATE TABLE IF NOT EXISTS saved AS SELECT * FROM asrun;"
              "DELETE FROM asrun; INSERT INTO asrun SELECT * FROM saved; RELEASE here");
        assert_false(verify(*state, NULL).broken);
        snprintf(sql, sizeof sql, "UPDATE asrun SET %s WHERE id = 5000000", columns[i]);
        forge(sql);
        struct asrun_check check = verify(*state, NULL);
        if (!check.broken)
            fail_msg("%s is not found", columns[i]);
    }
}

static void a_missing_row_is_found(void **state)
{
    forge("DELETE FROM asrun WHERE id = 5000000");
    struct asrun_check check = verify(*state, NULL);
    assert_true(check.broken);
    assert_int_equal(check.broken_ms, 6000);
}

static void what_stands_behind_a_break_is_looked_at_too(void **state)
{
    forge("DELETE FROM asrun WHERE id = 5000000");
    struct asrun_check check = verify(*state, NULL);
    assert_int_equal(check.rows, ROWS - 1);
    assert_int_equal(check.breaks, 1);
    forge("UPDATE asrun SET text = 'Mill shuts' WHERE id = 15000000");
    check = verify(*state, NULL);
    assert_int_equal(check.rows, ROWS - 1);
    assert_int_equal(check.breaks, 2);
    assert_int_equal(check.broken_ms, 6000);
}

static void a_missing_first_row_is_found(void **state)
{
    forge("DELETE FROM asrun WHERE id = 1000000");
    assert_true(verify(*state, NULL).broken);
}

static void exchanged_rows_are_found(void **state)
{
    forge("UPDATE asrun SET id = 1 WHERE id = 5000000; UPDATE asrun SET id = 5000000 WHERE"
          " id = 6000000; UPDATE asrun SET id = 6000000 WHERE id = 1");
    assert_true(verify(*state, NULL).broken);
}

static void a_cut_tail_is_found_by_a_noted_head(void **state)
{
    struct diag diag = {0};
    uint8_t head[ASRUN_HASH_SIZE], read[ASRUN_HASH_SIZE];
    char text[ASRUN_HEX_SIZE];
    assert_true(asrun_head(*state, head, &diag));
    asrun_hash_print(head, text);
    assert_true(asrun_hash_parse(text, read));
    assert_memory_equal(head, read, sizeof head);
    assert_true(verify(*state, head).head_found);
    forge("DELETE FROM asrun WHERE id > 15000000");
    struct asrun_check check = verify(*state, head);
    assert_false(check.broken); /* a prefix is a good chain ... */
    assert_false(check.head_found);
}

static void rotation_keeps_the_chain(void **state)
{
    struct diag diag = {0};
    int64_t dropped;
    assert_true(asrun_rotate(*state, 11000, &dropped, &diag));
    assert_int_equal(dropped, 10);
    struct asrun_check check = verify(*state, NULL);
    assert_false(check.broken);
    assert_int_equal(check.rows, 10);
    assert_int_equal(check.rows_before, 10);
    assert_true(asrun_rotate(*state, 11000, &dropped, &diag));
    assert_int_equal(dropped, 0);
    assert_true(asrun_rotate(*state, 100000, &dropped, &diag));
    assert_int_equal(verify(*state, NULL).rows_before, ROWS);
    const struct asrun_row row = {.start_ms = 200000, .text = "a", .reason = "b"};
    assert_true(asrun_append(*state, &row, 1, &diag)); /* goes on from there */
    assert_false(verify(*state, NULL).broken);
    forge("UPDATE asrun_base SET hash = zeroblob(32)");
    assert_true(verify(*state, NULL).broken);
}

static bool count(void *user, const struct asrun_row *row)
{
    assert_string_equal(row->text, "Mill opens");
    ++*(int *)user;
    return true;
}

static void a_range_is_of_starts_also_after_the_clock_went_back(void **state)
{
    struct diag diag = {0};
    int found = 0;
    assert_true(asrun_each(*state, 5000, 8000, count, &found, &diag));
    assert_int_equal(found, 3);
    const struct asrun_row late = {.start_ms = 5500, .text = "Mill opens", .reason = "b"};
    assert_true(asrun_append(*state, &late, 1, &diag));
    found = 0;
    assert_true(asrun_each(*state, 5000, 8000, count, &found, &diag));
    assert_int_equal(found, 4);
    assert_false(verify(*state, NULL).broken);
}

/* Of a damaged page, where the number of the next would run over. */
static void nothing_is_written_behind_the_last_number_of_all(void **state)
{
    struct diag diag = {0};
    const struct asrun_row row = {.start_ms = 90000, .end_ms = 90001, .text = "a", .reason = "b"};
    forge("UPDATE asrun SET id = 0x7fffffffffffffff WHERE id = (SELECT max(id) FROM asrun)");
    assert_false(asrun_append(*state, &row, 1, &diag));
    assert_non_null(strstr(diag.messages[0].text, "has a number that is none"));
    assert_true(verify(*state, NULL).broken);
    diag_finish(&diag);
}

#define LOG_TEST(sentence, function)                                                               \
    {                                                                                              \
        sentence, function, make_log, drop_log, NULL                                               \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOG_TEST("An honest log verifies", an_honest_log_verifies),
        LOG_TEST("A change of any column is found", any_forgery_is_found),
        LOG_TEST("A missing row is found", a_missing_row_is_found),
        LOG_TEST("What stands behind a break is looked at, too",
                 what_stands_behind_a_break_is_looked_at_too),
        LOG_TEST("A missing first row is found", a_missing_first_row_is_found),
        LOG_TEST("Exchanged rows are found", exchanged_rows_are_found),
        LOG_TEST("A cut tail is found by a head that was noted",
                 a_cut_tail_is_found_by_a_noted_head),
        LOG_TEST("Rotation keeps the chain", rotation_keeps_the_chain),
        LOG_TEST("Nothing is written behind the last number of all, and it is said",
                 nothing_is_written_behind_the_last_number_of_all),
        LOG_TEST("A range of time is of starts, also after the clock went back",
                 a_range_is_of_starts_also_after_the_clock_went_back),
    };
    return cmocka_run_group_tests_name("store/asrun", tests, NULL, NULL);
}
