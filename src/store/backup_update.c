#include "backup_update.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "damage.h"
#include "row_sum.h"
#include "schema.h"

/* Tables whose rows change, in an order that the last one suits: a trigger counts edits. */
struct table {
    const char *name;
    const char *sound; /* which of its rows may be taken */
};
static const struct table tables[] = {
    {"article", "true"},    {"snippet", ROW_SUM_SOUND}, {"aired", "true"},  {"asrun_1", "true"},
    {"asrun_base", "true"}, {"strip", "true"},          {"edition", "true"}};

#define TABLES (sizeof tables / sizeof *tables)

/* The log's, and what counts its airings, of snippets that are there. */
static const struct table history[] = {{"aired", "s.snippet IN (SELECT id FROM backup.snippet)"},
                                       {"asrun_1", "true"},
                                       {"asrun_base", "true"},
                                       {"strip", "true"}};

#define HISTORY (sizeof history / sizeof *history)

/* The log only grows at its end, and is cut at its beginning. OR FAIL: no journal of the statement
 * alone, since the whole transaction is taken back. */
#define SQL_CUT_LOG "DELETE FROM backup.asrun WHERE id < (SELECT min(id) FROM main.asrun)"
#define SQL_LOG_END "SELECT coalesce(max(id), 0) FROM backup.asrun"
#define SQL_ADD_LOG "INSERT OR FAIL INTO backup.asrun SELECT * FROM main.asrun WHERE id > ?1"
#define SQL_AFTER_LOG                                                                              \
    "DELETE FROM backup.asrun_open; INSERT INTO backup.asrun_open SELECT * FROM main.asrun_open;"  \
    "DELETE FROM backup.sqlite_sequence;"                                                          \
    "INSERT INTO backup.sqlite_sequence SELECT * FROM main.sqlite_sequence"

/* Rows of a log that is not this one's. */
#define SQL_FOREIGN                                                                                \
    "SELECT count(*) FROM backup.asrun AS b WHERE id IN (SELECT max(id) FROM backup.asrun)"        \
    " AND id >= (SELECT coalesce(min(id), 0) FROM main.asrun)"                                     \
    " AND NOT EXISTS (SELECT 1 FROM main.asrun AS m WHERE m.id = b.id AND m.hash = b.hash)"

static bool attach(struct store *store, const char *path, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, "ATTACH :path AS backup", diag);
    if (!statement)
        return false;
    db_bind_text(statement, ":path", path);
    return db_finish(store, statement, diag);
}

static void detach(struct store *store)
{
    sqlite3_exec(store->db, "DETACH backup", NULL, NULL, NULL);
}

bool backup_update_is_possible(struct store *store, const char *path)
{
    int64_t version = 0;
    int64_t foreign = 1;
    struct diag ignored = {0}; /* it is made anew then */
    bool possible = attach(store, path, &ignored);
    if (possible) {
        possible = db_number(store, "PRAGMA backup.user_version", 0, 0, &version, &ignored) &&
                   version == schema_version &&
                   db_number(store, SQL_FOREIGN, 0, 1, &foreign, &ignored) && foreign == 0;
        detach(store);
    }
    diag_finish(&ignored);
    return possible;
}

/* A table's columns, three ways. */
struct columns {
    struct buffer in_store, in_backup, taken;
};

static bool list_columns(struct store *store, const char *table, struct columns *columns,
                         struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, "SELECT name FROM pragma_table_info(:table)", diag);
    if (!statement)
        return false;
    db_bind_text(statement, ":table", table);
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        const char *comma = columns->taken.length ? ", " : "";
        buffer_format(&columns->in_store, "%ss.\"%s\"", comma, name);
        buffer_format(&columns->in_backup, "%sb.\"%s\"", comma, name);
        buffer_format(&columns->taken, "%s\"%s\" = excluded.\"%s\"", comma, name, name);
    }
    bool good = code == SQLITE_DONE || db_tell(store, diag);
    db_give_back(store, statement);
    return good;
}

/* An UPSERT, since SQLite leaves a page alone whose bytes would be the same. */
static bool update_table(struct store *store, const char *table, const char *sound,
                         struct diag *diag)
{
    struct columns columns = {0};
    bool good = list_columns(store, table, &columns, diag);
    if (good) {
        char *sql = memory_format(
            "DELETE FROM backup.%s WHERE rowid NOT IN (SELECT rowid FROM main.%s);"
            "INSERT INTO backup.%s SELECT %s FROM main.%s AS s WHERE %s AND NOT EXISTS"
            " (SELECT 1 FROM backup.%s AS b WHERE b.rowid = s.rowid AND (%s) IS (%s))"
            " ON CONFLICT DO UPDATE SET %s",
            table, table, table, columns.in_store.data, table, sound, table, columns.in_backup.data,
            columns.in_store.data, columns.taken.data);
        good = db_execute(store, sql, diag);
        free(sql);
    }
    buffer_finish(&columns.in_store);
    buffer_finish(&columns.in_backup);
    buffer_finish(&columns.taken);
    return good;
}

/* Where its end is asked first: an INSERT that itself reads the table that it fills gathers all
 * rows in a temporary file before, and of two weeks these are 40 MB. */
static bool add_log(struct store *store, struct diag *diag)
{
    int64_t end = 0;
    sqlite3_stmt *statement = NULL;
    if (!db_number(store, SQL_LOG_END, 0, 0, &end, diag) ||
        !(statement = db_prepare(store, SQL_ADD_LOG, diag)))
        return false;
    sqlite3_bind_int64(statement, 1, end);
    return db_finish(store, statement, diag);
}

static bool update_log(struct store *store, struct diag *diag)
{
    return db_execute(store, SQL_CUT_LOG, diag) && add_log(store, diag) &&
           db_execute(store, SQL_AFTER_LOG, diag);
}

static bool stamp(struct store *store, int64_t now_ms, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, "UPDATE backup.backup SET taken_ms = ?1", diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, now_ms);
    return db_finish(store, statement, diag);
}

static bool is_whole(struct store *store, const char *path, struct diag *diag)
{
    char *wrong = damage_find(store->db, "backup");
    if (wrong)
        diag_error(diag, "%s: %s", path, wrong);
    free(wrong);
    return !wrong;
}

/* Tables, then the log; now_ms 0: it gets no other time. */
static bool update_all(struct store *store, const struct table *of, size_t count, const char *path,
                       int64_t now_ms, struct diag *diag)
{
    bool good = true;
    for (size_t i = 0; good && i < count; i++)
        good = update_table(store, of[i].name, of[i].sound, diag);
    return good && update_log(store, diag) && (now_ms == 0 || stamp(store, now_ms, diag)) &&
           is_whole(store, path, diag);
}

static bool update(struct store *store, const struct table *of, size_t count, const char *path,
                   int64_t now_ms, struct diag *diag)
{
    if (!attach(store, path, diag))
        return false;
    bool good = db_execute(store, "PRAGMA foreign_keys = OFF; BEGIN", diag);
    if (good)
        good = db_end(store, update_all(store, of, count, path, now_ms, diag), diag);
    sqlite3_exec(store->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    detach(store);
    return good;
}

bool backup_update(struct store *store, const char *path, int64_t now_ms, struct diag *diag)
{
    return update(store, tables, TABLES, path, now_ms, diag);
}

bool backup_update_history(struct store *store, const char *path, struct diag *diag)
{
    return update(store, history, HISTORY, path, 0, diag);
}
