/* Any values in any column of a snippet's row, of any type: what is due then can be aired, the rest
 * is refused, and the rota chooses among them. The bytes are a column, a type and a value, again
 * and again; a row's sum of words is made right where the first bit says so. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/db.h"
#include "base/utf8.h"
#include "config/config.h"
#include "player/candidates_load.h"
#include "store/columns.h"
#include "store/due.h"

#include "fuzz.h"

#define NOW_MS INT64_C(1767225600000)
#define ROWS 3
#define SQL_EMPTY "DELETE FROM snippet; DELETE FROM aired; DELETE FROM sqlite_sequence"
#define AIRINGS 20

static int64_t take_number(struct input *input)
{
    uint64_t value = 0;
    unsigned bytes = take(input) & 15;
    for (unsigned i = 0; i < bytes; i++)
        value = value << 8 | take(input);
    return bytes & 1 ? -(int64_t)(value >> 1) : (int64_t)value;
}

static void bind_anything(sqlite3_stmt *statement, struct input *input)
{
    char text[256];
    size_t length = 0;
    switch (take(input) & 3) {
    case 0:
        sqlite3_bind_int64(statement, 1, take_number(input));
        return;
    case 1:
        sqlite3_bind_double(statement, 1, (double)take_number(input) / 3);
        return;
    case 2:
        sqlite3_bind_null(statement, 1);
        return;
    default:
        for (unsigned wanted = take(input); length < wanted; length++)
            text[length] = (char)take(input);
        sqlite3_bind_text(statement, 1, text, (int)length, SQLITE_TRANSIENT);
    }
}

/* Without the constraints that SQLite would keep. */
static struct store *open_store(void)
{
    struct diag diag = {0};
    struct store *store = store_open_memory(&diag);
    require(store &&
            sqlite3_exec(store->db,
                         "PRAGMA writable_schema = ON; PRAGMA ignore_check_constraints = ON;"
                         "UPDATE sqlite_schema SET sql = replace(replace(sql, ' STRICT', ''),"
                         " 'NOT NULL', '') WHERE name IN ('snippet', 'aired');"
                         "PRAGMA writable_schema = RESET; PRAGMA foreign_keys = OFF",
                         NULL, NULL, NULL) == SQLITE_OK);
    return store;
}

static void spoil(struct store *store, struct input *input, int64_t id)
{
    char sql[128];
    unsigned which = take(input);
    sqlite3_stmt *statement = NULL;
    const struct column *column = &snippet_columns.columns[which % snippet_columns.count];
    if (!column->name || strcmp(column->name, "id") == 0)
        return;
    bool joined = (column->uses & COLUMN_JOINED) != 0;
    snprintf(sql, sizeof sql, "UPDATE %s SET \"%s\" = ?1 WHERE %s = %lld",
             joined ? "aired" : snippet_columns.name, column->name, joined ? "snippet" : "id",
             (long long)id);
    require(sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK);
    bind_anything(statement, input);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
}

static void fill(struct store *store, struct input *input)
{
    struct diag diag = {0};
    static char text[] = "The river is low";
    for (int i = 0; i < ROWS; i++) {
        struct snippet snippet = {.kind = SNIPPET_LINE, .text = text, .created_ms = NOW_MS};
        char sql[160];
        unsigned flags = take(input);
        require(store_add(store, &snippet, &diag));
        snprintf(sql, sizeof sql, "INSERT INTO aired VALUES (%lld, 1, 1)", (long long)snippet.id);
        require(sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK);
        for (unsigned j = 0; j < (flags >> 1 & 7); j++)
            spoil(store, input, snippet.id);
        snprintf(sql, sizeof sql,
                 "UPDATE snippet SET sum = words_sum(kind, text, quote, speaker, speaker_start,"
                 " speaker_length) WHERE id = %lld",
                 (long long)snippet.id);
        if (flags & 1)
            sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    }
}

static void check_row(const struct store_row *row)
{
    const struct snippet *snippet = &row->snippet;
    size_t length = strlen(snippet->text);
    require(utf8_validate(snippet->text, length) == length);
    require(snippet->speaker_span.start <= length &&
            snippet->speaker_span.length <= length - snippet->speaker_span.start);
    require(snippet->priority >= 0 && snippet->priority <= SNIPPET_PRIORITY_MAX);
    require(snippet->weight >= 0 && snippet->weight <= SNIPPET_WEIGHT_MAX);
    require(snippet->breaking >= 0 && snippet->breaking <= SNIPPET_LEVEL_MAX);
    require(row->state == STORE_LIVE || row->state == STORE_APPROVED);
}

static bool visit(void *user, const struct store_row *row)
{
    (void)user, (void)row;
    return true;
}

static bool keep(void *user, struct snippet *snippet, struct diag *diag)
{
    (void)user, (void)snippet, (void)diag;
    return true;
}

static void look_at(struct store *store)
{
    struct diag diag = {0};
    struct store_row *rows = NULL;
    size_t count = 0;
    require(store_due(store, NOW_MS, &rows, &count, &diag));
    for (size_t i = 0; i < count; i++) {
        check_row(&rows[i]);
        store_row_finish(&rows[i]);
    }
    free(rows);
    store_each(store, visit, NULL, &diag);
    for (int64_t id = 1; id <= ROWS; id++)
        store_edit(store, id, keep, NULL, &diag);
    diag_finish(&diag);
}

static void choose(struct store *store, const struct config *config)
{
    struct diag diag = {0};
    struct timetable timetable;
    struct rota_choice choice;
    require(timetable_init(&timetable, config, &diag));
    struct candidates candidates = {.timetable = &timetable};
    require(candidates_load(&candidates, store, NOW_MS, &diag));
    int64_t now_ms = NOW_MS;
    for (int i = 0; i < AIRINGS; i++, now_ms += 100000) {
        struct candidate *chosen = candidates_choose(&candidates, 0, now_ms, 1, &choice);
        if (!chosen)
            continue;
        candidates_air(&candidates, 0, chosen, &choice, now_ms);
        candidates_end(&candidates, chosen->id, false);
        candidates_breaking(&candidates, 0, now_ms);
    }
    candidates_finish(&candidates);
    timetable_finish(&timetable);
    diag_finish(&diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, data + size};
    static struct config config;
    static struct store *store; /* making one anew takes longer than all the rest */
    if (!store) {
        configuration_init(&config);
        store = open_store();
    }
    require(sqlite3_exec(store->db, SQL_EMPTY, NULL, NULL, NULL) == SQLITE_OK);
    fill(store, &input);
    choose(store, &config); /* as it stands, before an edit writes any of it anew */
    look_at(store);
    return 0;
}
