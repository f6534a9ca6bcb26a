/* Another program has put anything into any column of a snippet: the ticker airs the rest, says
 * which snippet and which column, and never airs that one. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check.h"
#include "newsroom.h"
#include "store/asrun.h"
#include "store/due.h"
#include "store_rows.h"

#define START_MS (INT64_C(1767225600) * 1000) /* 2026-01-01T00:00:00Z */

static char river[] = "The river is low";

/* Columns by what they hold; what is put in as SQL. */
static const char *const number_columns[] = {
    "priority", "weight",       "partial",       "created_ms",    "not_before_ms", "expires_ms",
    "gap_ms",   "most_airings", "page",          "page_of",       "breaking",      "article",
    "start",    "\"end\"",      "speaker_start", "speaker_length"};
static const char *const text_columns[] = {
    "text",      "kind", "state",    "quote",   "speaker",  "cue",    "source",
    "language",  "hold", "category", "daypart", "replaced", "rights", "speaker_as_written",
    "confidence"};
static const char *const aired_columns[] = {"last_ms", "airings"};

static const char *const bad_numbers[] = {
    "-1", "-9223372036854775807 - 1", "'ten'", "''", "x'ff00ff'", "1.5", "1e300", "'nan'"};
static const char *const bad_texts[] = {"CAST(x'ff' AS TEXT)",    "CAST(x'c3' AS TEXT)",
                                        "char(27) || '[31m'",     "char(8238) || 'x'",
                                        "'a' || char(10) || 'b'", "CAST(zeroblob(3) AS TEXT)"};

/* Above what a person may say; other columns may have any large number. */
static const struct bad_value {
    const char *column, *value, *told;
} bad_values[] = {
    {"priority", "10", "priority"},
    {"priority", "2147483647", "priority"},
    {"priority", "4294967296", "priority"},
    {"priority", "NULL", "priority"},
    {"weight", "101", "weight"},
    {"weight", "9223372036854775807", "weight"},
    {"weight", "NULL", "weight"},
    {"breaking", "10", "breaking"},
    {"breaking", "9223372036854775807", "breaking"},
    {"page", "9223372036854775807", "page"},
    {"created_ms", "NULL", "created_ms"},
    {"gap_ms", "NULL", "gap_ms"},
    {"confidence", "2", "confidence"},
    {"confidence", "-1", "confidence"},
    {"confidence", "9e999", "confidence"},
    {"text", "NULL", "text"},
    {"text", "''", "text"},
    {"text", "'Other words'", "text"},
    {"text", "text || 'x'", "text"},
    {"text", "CAST(zeroblob(20000000) AS TEXT)", "text"},
    {"kind", "NULL", "text"},
    {"kind", "'quote'", "text"},
    {"kind", "'opinion'", "text"},
    {"quote", "'Nobody said this'", "text"},
    {"speaker", "'Somebody else'", "text"},
    {"speaker_start", "9223372036854775807", "text"},
    {"speaker_length", "4294967296", "text"},
    {"sum", "0", "text"},
    {"state", "NULL", NULL},
    {"state", "'aired'", NULL},
    {"state", "''", NULL},
    {"expires_ms", "NULL", NULL},
    {"not_before_ms", "NULL", NULL},
    {"not_before_ms", "9223372036854775807", NULL},
    {"daypart", "'soon'", NULL},
    {"daypart", "''", NULL},
};

/* Large numbers that the program might have written, references to what is not there: they may
 * air, and must do no harm. */
static const struct bad_value strange_values[] = {
    {"article", "9223372036854775807", NULL},
    {"article", "4711", NULL},
    {"page_of", "4711", NULL},
    {"page", "2", NULL},
    {"gap_ms", "9223372036854775807", NULL},
    {"most_airings", "9223372036854775807", NULL},
    {"created_ms", "9223372036854775807", NULL},
    {"expires_ms", "9223372036854775806", NULL},
    {"start", "9223372036854775807", NULL},
    {"category", "zeroblob(0)", NULL},
    {"category", "''", NULL},
    {"weight", "0", NULL},
    {"checksum", "0", NULL},
    {"origin", "CAST(x'ff' AS TEXT)", NULL},
};

/* The store as another program has it: without the constraints that SQLite would keep. */
static sqlite3 *open_by_hand(const struct newsroom *room)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(room->path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
                     "PRAGMA writable_schema = ON; PRAGMA ignore_check_constraints = ON;"
                     "UPDATE sqlite_schema SET sql = replace(replace(sql, ' STRICT', ''),"
                     " 'NOT NULL', '') WHERE name IN ('snippet', 'aired');"
                     "PRAGMA writable_schema = RESET; PRAGMA foreign_keys = OFF",
                     NULL, NULL, NULL),
        SQLITE_OK);
    return db;
}

struct spoiling {
    struct newsroom room;
    sqlite3 *db;
    int64_t good; /* the snippet that nobody has touched */
    int count;    /* those that somebody has */
};

static void run_sql(sqlite3 *db, const char *sql)
{
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", sql, error);
}

/* What the store says of what is due; the caller frees. */
static char *told_of(struct newsroom *room)
{
    struct diag diag = {0};
    struct store_row *rows = NULL;
    size_t count = 0;
    assert_true(store_due(room->desk, START_MS, &rows, &count, &diag));
    store_rows_free(rows, count);
    char *told = memory_copy_string(diag.count ? diag.messages[0].text : "");
    diag_finish(&diag);
    return told;
}

/* One more snippet, spoiled; what is told of it alone names it and its column. */
static void spoil(struct spoiling *spoiling, const char *table, const char *column,
                  const char *value, const char *told)
{
    int64_t id =
        newsroom_add(&spoiling->room, (struct snippet){.kind = SNIPPET_LINE, .text = river});
    char *sql = memory_format("INSERT OR IGNORE INTO aired VALUES (%lld, 1, 1);"
                              "UPDATE %s SET %s = %s WHERE %s = %lld",
                              (long long)id, table, column, value,
                              strcmp(table, "aired") == 0 ? "snippet" : "id", (long long)id);
    run_sql(spoiling->db, sql);
    free(sql);
    if (told) {
        char *found = told_of(&spoiling->room);
        char *wanted = memory_format("snippet %lld, column %s", (long long)id, told);
        if (!strstr(found, wanted))
            fail_msg("%s = %s: \"%s\" is wanted, \"%s\" is told", column, value, wanted, found);
        free(wanted);
        free(found);
    }
    spoiling->count++;
}

static void open_spoiling(struct spoiling *spoiling)
{
    static const char *const settings[] = {"rota.gap_seconds=0", NULL};
    setenv("TZ", "UTC", 1);
    newsroom_open(&spoiling->room, settings, START_MS);
    spoiling->good =
        newsroom_add(&spoiling->room, (struct snippet){.kind = SNIPPET_LINE, .text = river});
    spoiling->db = open_by_hand(&spoiling->room);
    spoiling->count = 0;
}

struct aired {
    int64_t good;
    int of_good, of_others;
};

static bool count_row(void *user, const struct asrun_row *row)
{
    struct aired *aired = user;
    aired->of_good += row->snippet == aired->good;
    aired->of_others += row->snippet != aired->good && row->snippet != 0;
    return true;
}

/* Ten minutes of the ticker. */
static struct aired run_on_air(struct spoiling *spoiling)
{
    struct aired aired = {.good = spoiling->good};
    sqlite3_close(spoiling->db);
    newsroom_start(&spoiling->room);
    newsroom_run_to_ms(&spoiling->room, 600000);
    newsroom_stop(&spoiling->room);
    assert_true(asrun_each(spoiling->room.desk, INT64_MIN, INT64_MAX, count_row, &aired,
                           &spoiling->room.diag));
    newsroom_close(&spoiling->room);
    return aired;
}

static void what_is_spoiled_does_not_air_and_the_rest_does(void **state)
{
    (void)state;
    struct spoiling spoiling;
    open_spoiling(&spoiling);
    for (size_t i = 0; i < sizeof bad_values / sizeof *bad_values; i++)
        spoil(&spoiling, "snippet", bad_values[i].column, bad_values[i].value, NULL);
    for (size_t i = 0; i < sizeof number_columns / sizeof *number_columns; i++)
        for (size_t j = 0; j < sizeof bad_numbers / sizeof *bad_numbers; j++)
            spoil(&spoiling, "snippet", number_columns[i], bad_numbers[j], NULL);
    for (size_t i = 0; i < sizeof text_columns / sizeof *text_columns; i++)
        for (size_t j = 0; j < sizeof bad_texts / sizeof *bad_texts; j++)
            spoil(&spoiling, "snippet", text_columns[i], bad_texts[j], NULL);
    for (size_t i = 0; i < sizeof aired_columns / sizeof *aired_columns; i++)
        for (size_t j = 0; j < sizeof bad_numbers / sizeof *bad_numbers; j++)
            spoil(&spoiling, "aired", aired_columns[i], bad_numbers[j], NULL);
    struct aired aired = run_on_air(&spoiling);
    assert_true(spoiling.count > 200);
    assert_true(aired.of_good > 10);
    assert_int_equal(aired.of_others, 0);
}

static void which_snippet_and_which_column_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_values / sizeof *bad_values; i++) {
        struct spoiling spoiling;
        open_spoiling(&spoiling);
        spoil(&spoiling, "snippet", bad_values[i].column, bad_values[i].value, bad_values[i].told);
        sqlite3_close(spoiling.db);
        newsroom_close(&spoiling.room);
    }
}

static void what_is_strange_does_no_harm(void **state)
{
    (void)state;
    struct spoiling spoiling;
    open_spoiling(&spoiling);
    for (size_t i = 0; i < sizeof strange_values / sizeof *strange_values; i++)
        spoil(&spoiling, "snippet", strange_values[i].column, strange_values[i].value, NULL);
    run_sql(spoiling.db, "INSERT INTO article (name, checksum, imported_ms) VALUES ('a', 7, 1);"
                         "INSERT INTO article (name, checksum, imported_ms) VALUES ('b', 7, 1)");
    assert_true(run_on_air(&spoiling).of_good > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("What another program has spoiled does not air, and the rest does",
             what_is_spoiled_does_not_air_and_the_rest_does),
        TEST("Which snippet and which column it is, is told",
             which_snippet_and_which_column_is_told),
        TEST("References to nothing and great numbers do no harm", what_is_strange_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
