#include "db.h"

#include <assert.h>
#include <errno.h>
#include <libgen.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"
#include "beside.h"
#include "copy.h"
#include "damage.h"
#include "edits.h"
#include "files.h"
#include "row_sum.h"
#include "schema.h"
#include "store/connect.h"

/* Of a new store. Each transaction writes whole pages, and a ticker makes one each few seconds,
 * of which a row of 300 bytes is new: with the least that SQLite has it writes a fifth of what it
 * did with the usual 4,096 (make bench-store). A store from before keeps its own. */
#define PAGE_BYTES "512"
/* The log of changes before it is brought into the file: the pages that change most (the as-run
 * log's last one) are written once then, not each time. */
#define CHECKPOINT_BYTES (INT64_C(4) << 20)
/* What a checkpoint leaves of the log's file. */
#define JOURNAL_LIMIT_BYTES "8388608"
/* Another program's edit may come between the copy of a removed store and its place. */
#define BRING_BACK_TRIES 3

/* Of another user; or the folder is. */
static bool is_kept_from_us(const char *path)
{
    return access(path, R_OK | W_OK) != 0 && errno == EACCES;
}

/* errno of the last call that failed for one of its files; 0: none did. */
static int errno_of(const struct store *store, int which)
{
    sqlite3_file *file = NULL;
    int error = 0;
    if (sqlite3_file_control(store->db, "main", which, (void *)&file) != SQLITE_OK || !file ||
        !file->pMethods ||
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error) != SQLITE_OK)
        return 0;
    return error;
}

/* What the system said where SQLite's own words say only that it said something; NULL: nothing.
 * (sqlite3_system_errno knows of no commit.) */
static const char *words_of_system(const struct store *store)
{
    int error = 0;
    if ((store->code & 0xff) == SQLITE_IOERR &&
        !(error = errno_of(store, SQLITE_FCNTL_JOURNAL_POINTER)))
        error = errno_of(store, SQLITE_FCNTL_FILE_POINTER);
    return error == 0 ? NULL : error == EDQUOT ? "the disk quota is used up" : strerror(error);
}

bool db_tell(struct store *store, struct diag *diag)
{
    store->code = sqlite3_extended_errcode(store->db);
    int plain = store->code & 0xff;
    bool numbers = plain == SQLITE_FULL && damage_is_of_numbers(store->db, "main");
    if (numbers)
        store->code = SQLITE_CORRUPT;
    bool damaged = damage_is_told_by(store->code);
    store->damaged = store->damaged || damaged;
    bool kept =
        (plain == SQLITE_CANTOPEN || plain == SQLITE_READONLY) && is_kept_from_us(store->path);
    const char *system = damaged || kept ? NULL : words_of_system(store);
    return diag_error(diag, "%s: %s%s%s%s", store->path,
                      kept ? "permission denied (the service's is opened by: sudo -u motograph "
                             "motograph ...)"
                      : numbers ? DAMAGE_NUMBERS
                                : connect_words(store->db),
                      damaged ? " (motograph repair)" : "", system ? ": " : "",
                      system ? system : "");
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

static bool has_moved(const struct store *store)
{
    int moved = 0;
    return !store->in_memory &&
           sqlite3_file_control(store->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK &&
           moved;
}

/* Through SQLite's own descriptor: to open and close the file ourselves would drop its locks. */
static bool has_beginning(const struct store *store)
{
    static const char sign[] = "SQLite format 3";
    char bytes[sizeof sign];
    sqlite3_file *file = NULL;
    return sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
           !file || !file->pMethods ||
           (file->pMethods->xRead(file, bytes, sizeof bytes, 0) == SQLITE_OK &&
            memcmp(bytes, sign, sizeof sign) == 0);
}

/* What is written to a file that has no name any more is lost with the program. */
static bool refuse_moved(struct store *store, struct diag *diag)
{
    store->code = SQLITE_CANTOPEN;
    return diag_error(
        diag,
        "%s: its file is gone, or another one stands in its place; nothing is written "
        "until it is back (is its disk mounted?)",
        store->path);
}

/* What is written beside it is found by nobody else, or takes the place of what another wrote. */
static bool refuse_loss(struct store *store, const char *loss, struct diag *diag)
{
    store->damaged = true;
    store->code = SQLITE_CANTOPEN;
    return diag_error(diag,
                      "%s: %s; nothing is written until the running ticker has repaired it, which "
                      "takes some seconds",
                      store->path, loss);
}

bool db_hold_writers(struct store *store)
{
    return (sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) & 0xff) != SQLITE_BUSY;
}

void db_let_writers_go(struct store *store)
{
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

static bool begin_one(struct store *store, struct diag *diag)
{
    if (!db_execute(store, "BEGIN IMMEDIATE", diag))
        return false;
    /* Another may have taken its place while the lock was waited for. */
    if (has_moved(store)) {
        db_let_writers_go(store);
        db_follow(store);
        if (!db_execute(store, "BEGIN IMMEDIATE", diag))
            return false;
    }
    bool moved = has_moved(store);
    const char *loss = moved                   ? NULL
                       : !has_beginning(store) ? "its beginning is not a store's any more"
                                               : beside_loss(store);
    if (!moved && !loss)
        return true;
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return moved ? refuse_moved(store, diag) : refuse_loss(store, loss, diag);
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
    if (store->absent) {
        store->code = SQLITE_CANTOPEN;
        return diag_error(diag, "%s: the store is gone (is its disk mounted?)", store->path);
    }
    return store->batch ? db_execute(store, "SAVEPOINT one", diag) : begin_one(store, diag);
}

void db_forget(struct store *store)
{
    headlines_destroy(store->headlines);
    store->headlines = NULL;
}

static bool end_savepoint(struct store *store, bool good, struct diag *diag)
{
    if (!good)
        sqlite3_exec(store->db, "ROLLBACK TO one", NULL, NULL, NULL);
    good = db_execute(store, "RELEASE one", diag) && good;
    store->batch_lost = sqlite3_get_autocommit(store->db) != 0;
    if (!good || store->batch_lost)
        db_forget(store);
    return good;
}

bool db_end(struct store *store, bool good, struct diag *diag)
{
    if (store->batch)
        return end_savepoint(store, good, diag);
    if (good && db_execute(store, "COMMIT", diag))
        return true;
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    db_forget(store);
    return false;
}

bool db_end_edit(struct store *store, bool good, struct diag *diag)
{
    if (!db_end(store, good, diag))
        return false;
    if (store->batch)
        return true;
    if (has_moved(store)) {
        store->code = SQLITE_CANTOPEN;
        return diag_error(diag,
                          "%s: its file was taken away while it was written: it may not be stored "
                          "(motograph list shows it)",
                          store->path);
    }
    edits_note_own(store);
    if (store->data_version ||
        store->edits.count > 0) /* it is watched, and own changes do not count as news */
        edits_note(store);
    return true;
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
    if (version > 0 && version < schema_version && !store->in_memory &&
        !copy_before_migration(store->db, store->path, (int)version, diag)) {
        store->code = SQLITE_FULL; /* it is read no further, and stays what it is */
        return false;
    }
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
    return damage_is_told_by(code) || (code & 0xff) == SQLITE_ERROR || code == SQLITE_IOERR_READ;
}

void db_close_untouched(struct store *store)
{
    if (store && store->db) /* without memory there is no connection, either */
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    db_close(store);
}

/* Before anything is written to it. */
static bool is_ours(struct store *store, bool may_begin, struct diag *diag)
{
    enum identity_kind kind = identity_kind_of(store->db, "main");
    if (kind == IDENTITY_ERROR)
        return db_tell(store, diag);
    if (kind == IDENTITY_EMPTY && !may_begin) {
        store->code = SQLITE_CANTOPEN;
        return diag_error(diag, "%s: the store is gone: the file is empty", store->path);
    }
    if (kind != IDENTITY_FOREIGN)
        return true;
    store->code = DB_FOREIGN;
    return diag_error(diag,
                      "%s: the database of another program, and it stays as it is: another file is "
                      "wanted (store.path)",
                      store->path);
}

static void know(struct store *store)
{
    struct stat status;
    identity_read(store->db, "main", store->id);
    if (!store->in_memory && stat(store->path, &status) == 0)
        store->device = status.st_dev;
    beside_know(store);
}

struct store *db_open(const char *path, int flags, int *code, struct diag *diag)
{
    struct store *store = memory_alloc(1, sizeof *store);
    store->path = files_behind_links(path);
    store->in_memory = strcmp(path, ":memory:") == 0;
    bool good = connect_open(path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK ||
                db_tell(store, diag);
    if (good) {
        sqlite3_busy_timeout(store->db, DB_BUSY_MS);
        /* A name in quotation marks that is no column would be a text. */
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    }
    if (good && is_ours(store, flags & SQLITE_OPEN_CREATE, diag) && set_up(store, diag)) {
        know(store);
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
    struct stat status;
    char *log = memory_format("%s-wal", store->path);
    bool there = stat(log, &status) == 0 && S_ISREG(status.st_mode);
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
    bool good =
        connect_open(uri, &store->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
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
    bool room = files_have_room(store->path, &ignored) && files_can_be_made(store->path) &&
                files_are_plain(store->path, &ignored);
    diag_finish(&ignored);
    if (room)
        return false;
    if (!has_log(store))
        return open_immutable(store);
    return connect_open(store->path, &store->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
                        "unix-none") == SQLITE_OK &&
           sqlite3_exec(store->db, "PRAGMA locking_mode = EXCLUSIVE; SELECT 1 FROM edition", NULL,
                        NULL, NULL) == SQLITE_OK;
}

static bool open_locked(struct store *store, struct diag *diag)
{
    if (connect_open(store->path, &store->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) ==
            SQLITE_OK &&
        sqlite3_exec(store->db, "SELECT 1 FROM edition", NULL, NULL, NULL) == SQLITE_OK)
        return true;
    store->code = sqlite3_extended_errcode(store->db);
    diag_error(diag, "%s: %s", store->path, connect_words(store->db));
    sqlite3_close(store->db);
    store->db = NULL;
    return false;
}

struct store *db_open_reading(const char *path, struct diag *diag)
{
    int64_t version = 0;
    struct store *store = memory_alloc(1, sizeof *store);
    store->path = files_behind_links(path);
    store->read_only = true;
    if ((open_locked(store, diag) || open_unlocked(store)) && is_ours(store, false, diag) &&
        ask_version(store, &version, diag) &&
        (version == schema_version ||
         diag_error(diag, "%s: of another version, and it can't be written", path))) {
        know(store);
        return store;
    }
    db_close(store);
    return NULL;
}

struct store *db_open_absent(const char *path, struct diag *diag)
{
    struct store *store =
        db_open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL, diag);
    if (!store)
        return NULL;
    free(store->path);
    store->path = memory_copy_string(path);
    store->id[0] = '\0';
    store->absent = store->read_only = true;
    sqlite3_exec(store->db, "PRAGMA query_only = ON", NULL, NULL, NULL);
    return store;
}

/* The other's connection becomes this one's. */
static void take_over(struct store *store, struct store *other)
{
    assert(!statements_are_taken(&store->statements));
    struct store before = *store;
    store->db = other->db;
    store->statements = other->statements;
    store->read_only = other->read_only;
    store->in_memory = other->in_memory;
    store->absent = store->damaged = false;
    store->device = other->device;
    store->index = other->index;
    store->log = other->log;
    store->mapped_losses = other->mapped_losses;
    store->seen = other->seen;
    memcpy(store->id, other->id, sizeof store->id);
    store->data_version = store->edition = 0;
    store->reopened++;
    db_forget(store);
    other->db = before.db;
    other->statements = before.statements;
    db_close_untouched(other);
}

static bool is_same_store(const struct store *store, const struct store *other)
{
    return !store->id[0] || strcmp(store->id, other->id) == 0;
}

/* On a folder that lost its disk it would only hide from the disk's own when that comes back. */
static bool is_gone_alone(const struct store *store)
{
    struct stat status;
    char *copy = memory_copy_string(store->path);
    bool alone = stat(store->path, &status) != 0 && errno == ENOENT &&
                 stat(dirname(copy), &status) == 0 && status.st_dev == store->device;
    free(copy);
    return alone;
}

bool db_is_away(const struct store *store)
{
    struct stat status;
    return stat(store->path, &status) != 0 && !is_gone_alone(store);
}

/* The name is given only where there is none: what came there meanwhile is not replaced. */
static bool put_back(const char *fresh, const char *path, struct diag *diag)
{
    bool good = files_sync(fresh, diag);
    files_set_mode(fresh, FILES_STORE_MODE);
    files_remove_beside(path);
    good = good && link(fresh, path) == 0;
    files_remove(fresh);
    return good && files_sync_folder_of(path, diag);
}

/* Changes when another connection commits; 0: it can't be read. */
static int64_t state_of_others(struct store *store)
{
    int64_t state = 0;
    struct diag ignored = {0};
    db_number(store, "PRAGMA data_version", 0, 0, &state, &ignored);
    diag_finish(&ignored);
    return state;
}

/* SQLite copies no database to which its own connection writes: what another wrote between the copy
 * and the lock is missing in the copy. Of two programs the one that comes second finds it back, and
 * does not touch what has been written beside it since. */
static bool put_copy_back(struct store *store, const char *fresh, bool *damaged, struct diag *diag)
{
    assert(sqlite3_get_autocommit(store->db));
    int64_t state = state_of_others(store);
    bool good = copy_make_of(store->db, fresh, NULL, damaged, diag) && db_hold_writers(store) &&
                state_of_others(store) == state && is_gone_alone(store) &&
                put_back(fresh, store->path, diag);
    db_let_writers_go(store);
    return good;
}

/* Of two threads the second would take what stands beside the first one's file. */
static pthread_mutex_t bringing_back = PTHREAD_MUTEX_INITIALIZER;

/* Its last state is still there for who has it open. */
static void bring_back(struct store *store)
{
    struct diag ignored = {0}; /* it is tried again, and store_look tells */
    bool damaged = false, done = false;
    /* Each connection has a name of its own: the first that is done wins. */
    char *fresh = memory_format("%s.restoring-%ld", store->path, (long)gettid());
    pthread_mutex_lock(&bringing_back);
    for (int i = 0; i < BRING_BACK_TRIES && !done && !damaged && is_gone_alone(store); i++) {
        files_remove(fresh);
        done = put_copy_back(store, fresh, &damaged, &ignored);
    }
    files_remove(fresh);
    store->damaged |= damaged;
    pthread_mutex_unlock(&bringing_back);
    if (done)
        log_warning("%s: was removed while it was in use, and is written again as it stood",
                    store->path);
    free(fresh);
    diag_finish(&ignored);
}

void db_follow(struct store *store)
{
    struct diag ignored = {0};
    if (store->batch || statements_are_taken(&store->statements) || !has_moved(store))
        return;
    if (!store->read_only && is_gone_alone(store))
        bring_back(store);
    struct store *other = db_open(store->path, SQLITE_OPEN_READWRITE, NULL, &ignored);
    bool same = other && is_same_store(store, other);
    if (same && store->edits.count > 0)
        edits_note(store); /* the last ones, if it still answers */
    if (same)
        take_over(store, other);
    else
        db_close_untouched(other);
    diag_finish(&ignored); /* the old one still answers */
    if (same && store->edits.count > 0)
        edits_settle(store);
}

bool db_try_writing(struct store *store, struct diag *diag)
{
    if (!store->read_only)
        return true;
    if (statements_are_taken(&store->statements))
        return diag_error(diag, "%s: it is being read", store->path);
    if (store->absent && files_is_absent(store->path))
        return diag_error(diag, "%s: the store is gone (is its disk mounted?)", store->path);
    struct store *other = files_are_plain(store->path, diag)
                              ? db_open(store->path, SQLITE_OPEN_READWRITE, NULL, diag)
                              : NULL;
    if (other)
        take_over(store, other);
    return other != NULL;
}

/* Whether what stands in the place of its file is no store at all: another program's database, or
 * none. Another store is somebody's act. */
static bool is_usurped(const struct store *store)
{
    struct stat status;
    char id[IDENTITY_SIZE];
    if (stat(store->path, &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_dev != store->device || access(store->path, R_OK | W_OK) != 0)
        return false;
    enum identity_kind kind = identity_of_file(store->path, id, NULL);
    return kind == IDENTITY_FOREIGN || kind == IDENTITY_ERROR || kind == IDENTITY_EMPTY;
}

bool db_look(struct store *store, struct diag *diag)
{
    if (store->absent)
        return db_try_writing(store, diag);
    if (store->in_memory)
        return true;
    db_follow(store);
    bool lost = store->damaged && is_gone_alone(store); /* it can't be written again as it stood */
    if (has_moved(store) && !is_usurped(store) && !lost)
        return refuse_moved(store, diag);
    if (has_moved(store) || !has_beginning(store) || beside_loss(store))
        store->damaged = true;
    return !store->damaged ||
           diag_error(diag, "%s: damaged while it is in use; it is repaired", store->path);
}

void db_close(struct store *store)
{
    if (!store)
        return;
    statements_finish(&store->statements);
    sqlite3_close(store->db);
    edits_finish(store);
    db_forget(store);
    free(store->path);
    free(store);
}
