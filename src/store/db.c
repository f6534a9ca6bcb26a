#include "db.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"
#include "files.h"
#include "row_sum.h"
#include "schema.h"

/* Of a new store. Each transaction writes whole pages, and a ticker makes one each few seconds,
 * of which a row of 300 bytes is new: with the least that SQLite has it writes a fifth of what it
 * did with the usual 4,096 (make bench-store). A store from before keeps its own. */
#define PAGE_BYTES "512"
/* The log of changes before it is brought into the file: the pages that change most (the as-run
 * log's last one) are written once then, not each time. */
#define CHECKPOINT_BYTES (INT64_C(4) << 20)
/* What a checkpoint leaves of the log's file. */
#define JOURNAL_LIMIT_BYTES "8388608"

/* Of another user; or the folder is. */
static bool is_kept_from_us(const char *path)
{
    return access(path, R_OK | W_OK) != 0 && errno == EACCES;
}

bool db_tell(struct store *store, struct diag *diag)
{
    store->code = sqlite3_extended_errcode(store->db);
    int plain = store->code & 0xff;
    bool damaged = plain == SQLITE_CORRUPT || plain == SQLITE_NOTADB;
    bool kept =
        (plain == SQLITE_CANTOPEN || plain == SQLITE_READONLY) && is_kept_from_us(store->path);
    return diag_error(diag, "%s: %s%s", store->path, sqlite3_errmsg(store->db),
                      damaged ? " (motograph repair)"
                      : kept ? " (permission denied; the service's is opened by: sudo -u motograph "
                               "motograph ...)"
                             : "");
}

bool db_execute(struct store *store, const char *sql, struct diag *diag)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK || db_tell(store, diag);
}

sqlite3_stmt *db_prepare(struct store *store, const char *sql, struct diag *diag)
{
    sqlite3_stmt *statement = statements_take(&store->statements, store->db, sql);
    if (!statement)
        db_tell(store, diag);
    return statement;
}

void db_give_back(struct store *store, sqlite3_stmt *statement)
{
    statements_give_back(&store->statements, statement);
}

char *db_find_damage(sqlite3 *db, const char *schema)
{
    sqlite3_stmt *statement = NULL;
    char *sql = memory_format("PRAGMA %s.quick_check(1)", schema);
    char *wrong = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW)
        wrong = memory_copy_string(sqlite3_errmsg(db));
    else if (strcmp((const char *)sqlite3_column_text(statement, 0), "ok") != 0)
        wrong = memory_copy_string((const char *)sqlite3_column_text(statement, 0));
    free(sql);
    sqlite3_finalize(statement);
    return wrong;
}

bool db_finish(struct store *store, sqlite3_stmt *statement, struct diag *diag)
{
    bool good = sqlite3_step(statement) == SQLITE_DONE;
    if (!good)
        db_tell(store, diag);
    db_give_back(store, statement);
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
    db_give_back(store, statement);
    return good;
}

static int parameter(sqlite3_stmt *statement, const char *name)
{
    int at = sqlite3_bind_parameter_index(statement, name);
    assert(at > 0);
    return at;
}

void db_bind_text(sqlite3_stmt *statement, const char *name, const char *text)
{
    sqlite3_bind_text(statement, parameter(statement, name), text, -1, SQLITE_STATIC);
}

void db_bind_number(sqlite3_stmt *statement, const char *name, int64_t number)
{
    sqlite3_bind_int64(statement, parameter(statement, name), number);
}

bool db_begin(struct store *store, struct diag *diag)
{
    if (store->batch_lost)
        return diag_error(diag, "%s: what came before it in the same transaction is lost, too",
                          store->path);
    assert(store->batch || sqlite3_get_autocommit(store->db)); /* one does not stand in another */
    db_follow(store);
    store->code = 0;
    if (store->read_only) {
        struct diag ignored = {0};
        db_try_writing(store, &ignored);
        diag_finish(&ignored);
    }
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

static bool migrate(struct store *store, struct diag *diag)
{
    struct diag ignored = {0};
    int64_t version = 0;
    bool asked = ask_version(store, &version, &ignored);
    diag_finish(&ignored);
    if (asked && version == schema_version)
        return true;
    return db_begin(store, diag) && db_end(store, step_up(store, diag), diag);
}

static bool set_checkpoint(struct store *store, struct diag *diag)
{
    int64_t page = 0;
    if (!db_number(store, "PRAGMA page_size", 0, 1, &page, diag))
        return false;
    sqlite3_wal_autocheckpoint(store->db, (int)(CHECKPOINT_BYTES / (page > 0 ? page : 1)));
    return true;
}

/* Foreign keys stand off while a step makes a table anew. What is deleted need not be written
 * over with zeros, as some libraries do unless told. */
static bool set_up(struct store *store, struct diag *diag)
{
    return db_execute(store,
                      "PRAGMA secure_delete = OFF; PRAGMA page_size = " PAGE_BYTES ";"
                      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                      "PRAGMA journal_size_limit = " JOURNAL_LIMIT_BYTES,
                      diag) &&
           set_checkpoint(store, diag) && (row_sum_offer(store->db) || db_tell(store, diag)) &&
           migrate(store, diag) && db_execute(store, "PRAGMA foreign_keys = ON", diag);
}

bool db_is_damage(int code)
{
    int plain = code & 0xff;
    return plain == SQLITE_CORRUPT || plain == SQLITE_NOTADB || plain == SQLITE_ERROR ||
           code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ ||
           code == SQLITE_IOERR_CORRUPTFS;
}

void db_close_untouched(struct store *store)
{
    if (store)
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    db_close(store);
}

struct store *db_open(const char *path, int flags, int *code, struct diag *diag)
{
    struct store *store = memory_alloc(1, sizeof *store);
    store->path = memory_copy_string(path);
    store->in_memory = strcmp(path, ":memory:") == 0;
    bool good = sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK ||
                db_tell(store, diag);
    if (good) {
        sqlite3_busy_timeout(store->db, DB_BUSY_MS);
        /* A name in quotation marks that is no column would be a text. */
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    }
    if (good && set_up(store, diag)) {
        log_debug("store: %s is open", path);
        return store;
    }
    if (code)
        *code = store->code;
    db_close_untouched(store);
    return NULL;
}

bool db_is_unwritable(int code)
{
    int plain = code & 0xff;
    return plain == SQLITE_READONLY || plain == SQLITE_FULL || plain == SQLITE_CANTOPEN ||
           plain == SQLITE_PERM || (plain == SQLITE_IOERR && !db_is_damage(code));
}

static bool has_log(const struct store *store)
{
    char *log = memory_format("%s-wal", store->path);
    bool there = access(log, F_OK) == 0;
    free(log);
    return there;
}

/* The path as a URI (SQLite: URI filenames); the caller frees. */
static char *uri_of(const char *path)
{
    struct buffer uri = {0};
    buffer_add_string(&uri, "file:");
    for (const char *at = path; *at; at++)
        buffer_format(&uri, strchr("%?#", *at) ? "%%%02x" : "%c", (unsigned char)*at);
    buffer_add_string(&uri, "?immutable=1");
    return buffer_detach(&uri);
}

/* Without a log of changes the file is all there is. */
static bool open_immutable(struct store *store)
{
    char *uri = uri_of(store->path);
    bool good = sqlite3_open_v2(uri, &store->db,
                                SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
                                NULL) == SQLITE_OK &&
                sqlite3_exec(store->db, "SELECT 1 FROM edition", NULL, NULL, NULL) == SQLITE_OK;
    free(uri);
    return good;
}

/* Where nobody can write no locks are needed; the index of the log of changes is kept
 * in memory, as no file can be made for it. */
static bool open_unlocked(struct store *store)
{
    struct diag ignored = {0};
    bool room = files_have_room(store->path, &ignored);
    diag_finish(&ignored);
    if (room)
        return false;
    if (!has_log(store))
        return open_immutable(store);
    return sqlite3_open_v2(store->path, &store->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
                           "unix-none") == SQLITE_OK &&
           sqlite3_exec(store->db, "PRAGMA locking_mode = EXCLUSIVE; SELECT 1 FROM edition", NULL,
                        NULL, NULL) == SQLITE_OK;
}

static bool open_locked(struct store *store, struct diag *diag)
{
    if (sqlite3_open_v2(store->path, &store->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
                        NULL) == SQLITE_OK &&
        sqlite3_exec(store->db, "SELECT 1 FROM edition", NULL, NULL, NULL) == SQLITE_OK)
        return true;
    store->code = sqlite3_extended_errcode(store->db);
    diag_error(diag, "%s: %s", store->path, sqlite3_errmsg(store->db));
    sqlite3_close(store->db);
    store->db = NULL;
    return false;
}

struct store *db_open_reading(const char *path, struct diag *diag)
{
    int64_t version = 0;
    struct store *store = memory_alloc(1, sizeof *store);
    store->path = memory_copy_string(path);
    store->read_only = true;
    if ((open_locked(store, diag) || open_unlocked(store)) && ask_version(store, &version, diag) &&
        (version == schema_version ||
         diag_error(diag, "%s: of another version, and it can't be written", path)))
        return store;
    db_close(store);
    return NULL;
}

/* The other's connection becomes this one's. */
static void take_over(struct store *store, struct store *other)
{
    assert(!statements_are_taken(&store->statements));
    struct store before = *store;
    store->db = other->db;
    store->statements = other->statements;
    store->read_only = other->read_only;
    store->data_version = 0;
    store->reopened++;
    other->db = before.db;
    other->statements = before.statements;
    db_close_untouched(other);
}

void db_follow(struct store *store)
{
    int moved = 0;
    struct diag ignored = {0};
    if (store->in_memory || store->batch || statements_are_taken(&store->statements) ||
        sqlite3_file_control(store->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK ||
        !moved)
        return;
    struct store *other = db_open(store->path, SQLITE_OPEN_READWRITE, NULL, &ignored);
    if (other)
        take_over(store, other);
    diag_finish(&ignored); /* the old one still answers */
}

bool db_try_writing(struct store *store, struct diag *diag)
{
    if (!store->read_only)
        return true;
    if (statements_are_taken(&store->statements))
        return diag_error(diag, "%s: it is being read", store->path);
    struct store *other = db_open(store->path, SQLITE_OPEN_READWRITE, NULL, diag);
    if (other)
        take_over(store, other);
    return other != NULL;
}

void db_close(struct store *store)
{
    if (!store)
        return;
    statements_finish(&store->statements);
    sqlite3_close(store->db);
    free(store->path);
    free(store);
}
