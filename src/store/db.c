#include "db.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "schema.h"

/* Frames in the log of changes before it is brought into the file: the pages
 * that change most (the as-run log's last one) are written once then, not each
 * time. 1,000 pages are 4 MB. */
#define CHECKPOINT_PAGES "1000"
/* What a checkpoint leaves of the log's file. */
#define JOURNAL_LIMIT_BYTES "8388608"

bool db_tell(const struct store *store, struct diag *diag)
{
    return diag_error(diag, "%s: %s", store->path, sqlite3_errmsg(store->db));
}

bool db_execute(struct store *store, const char *sql, struct diag *diag)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK || db_tell(store, diag);
}

sqlite3_stmt *db_prepare(struct store *store, const char *sql, struct diag *diag)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK)
        db_tell(store, diag);
    return statement;
}

bool db_finish(struct store *store, sqlite3_stmt *statement, struct diag *diag)
{
    bool good = sqlite3_step(statement) == SQLITE_DONE;
    if (!good)
        db_tell(store, diag);
    sqlite3_finalize(statement);
    return good;
}

bool db_number(struct store *store, const char *sql, int64_t argument, int64_t absent,
               int64_t *number, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, sql, diag);
    if (!statement)
        return false;
    if (sqlite3_bind_parameter_count(statement) > 0)
        sqlite3_bind_int64(statement, 1, argument);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *number = sqlite3_column_int64(statement, 0);
    else if (code == SQLITE_DONE)
        *number = absent;
    bool good = code == SQLITE_ROW || code == SQLITE_DONE || db_tell(store, diag);
    sqlite3_finalize(statement);
    return good;
}

void db_bind_text(sqlite3_stmt *statement, int index, const char *text)
{
    if (text)
        sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
}

char *db_take_text(sqlite3_stmt *statement, int column)
{
    return memory_copy_string((const char *)sqlite3_column_text(statement, column));
}

static bool tell_batch_lost(const struct store *store, struct diag *diag)
{
    return diag_error(diag, "%s: what came before it in the same transaction is lost, too",
                      store->path);
}

bool db_begin(struct store *store, struct diag *diag)
{
    if (store->batch_lost)
        return tell_batch_lost(store, diag);
    return db_execute(store, store->batch ? "SAVEPOINT one" : "BEGIN IMMEDIATE", diag);
}

static bool end_savepoint(struct store *store, bool good, struct diag *diag)
{
    if (!good)
        sqlite3_exec(store->db, "ROLLBACK TO one", NULL, NULL, NULL);
    good = db_execute(store, "RELEASE one", diag) && good;
    store->batch_lost = sqlite3_get_autocommit(store->db) != 0;
    return good;
}

bool db_end(struct store *store, bool good, struct diag *diag)
{
    if (store->batch)
        return end_savepoint(store, good, diag);
    if (good && db_execute(store, "COMMIT", diag))
        return true;
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

bool store_batch_begin(struct store *store, struct diag *diag)
{
    if (!db_begin(store, diag))
        return false;
    store->batch = true;
    return true;
}

bool store_batch_end(struct store *store, struct diag *diag)
{
    bool lost = store->batch_lost;
    store->batch = store->batch_lost = false;
    return lost ? tell_batch_lost(store, diag) : db_end(store, true, diag);
}

static bool ask_version(struct store *store, int64_t *version, struct diag *diag)
{
    return db_number(store, "PRAGMA user_version", 0, 0, version, diag);
}

static bool step_up(struct store *store, struct diag *diag)
{
    int64_t version = 0;
    bool good = ask_version(store, &version, diag);
    if (good && version > schema_version)
        good = diag_error(diag,
                          "%s: made by a newer Motograph (schema %lld, this one knows %d): install "
                          "that one",
                          store->path, (long long)version, schema_version);
    for (; good && version < schema_version; version++)
        good = db_execute(store, schema_steps[version], diag);
    char *set_version = memory_format("PRAGMA user_version = %d", schema_version);
    good = good && db_execute(store, set_version, diag);
    free(set_version);
    return good;
}

bool db_migrate(struct store *store, struct diag *diag)
{
    struct diag ignored = {0};
    int64_t version = 0;
    bool asked = ask_version(store, &version, &ignored);
    diag_finish(&ignored);
    if (asked && version == schema_version)
        return true;
    return db_begin(store, diag) && db_end(store, step_up(store, diag), diag);
}

/* Foreign keys stand off while a step makes a table anew. */
static bool set_up(struct store *store, struct diag *diag)
{
    return db_execute(store,
                      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                      "PRAGMA wal_autocheckpoint = " CHECKPOINT_PAGES ";"
                      "PRAGMA journal_size_limit = " JOURNAL_LIMIT_BYTES,
                      diag) &&
           db_migrate(store, diag) && db_execute(store, "PRAGMA foreign_keys = ON", diag);
}

struct store *db_open(const char *path, int flags, struct diag *diag)
{
    struct store *store = memory_alloc(1, sizeof *store);
    store->path = memory_copy_string(path);
    store->in_memory = strcmp(path, ":memory:") == 0;
    bool good = sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK ||
                db_tell(store, diag);
    if (good)
        sqlite3_busy_timeout(store->db, DB_BUSY_MS);
    if (good && set_up(store, diag) &&
        (store->version = db_prepare(store, "PRAGMA data_version", diag)))
        return store;
    store_close(store);
    return NULL;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    sqlite3_finalize(store->version);
    sqlite3_close(store->db);
    free(store->path);
    free(store);
}
