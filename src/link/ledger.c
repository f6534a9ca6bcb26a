#include "link/ledger.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/memory.h"
#include "store/connect.h"

/* Rows of one transaction, at most: what is not synced yet comes again, as the broker has no word
 * that it was taken. */
#define BATCH 2000
/* One thread has it: no lock at each column. */
#define FLAGS (SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX)

static const char schema[] =
    "PRAGMA journal_mode = WAL;"
    "CREATE TABLE IF NOT EXISTS ticker (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
    "CREATE TABLE IF NOT EXISTS shown (ticker INTEGER NOT NULL, number INTEGER NOT NULL,"
    " snippet INTEGER NOT NULL, start_ms INTEGER NOT NULL, end_ms INTEGER NOT NULL,"
    " text TEXT NOT NULL, reason TEXT NOT NULL, cut TEXT, zone TEXT, config INTEGER NOT NULL,"
    " frames INTEGER NOT NULL, pixels INTEGER NOT NULL, scenes BLOB NOT NULL,"
    " chain INTEGER NOT NULL, before BLOB NOT NULL, hash BLOB NOT NULL,"
    " PRIMARY KEY (ticker, number)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS odd (ticker INTEGER NOT NULL, number INTEGER NOT NULL,"
    " fault INTEGER NOT NULL, PRIMARY KEY (ticker, number, fault)) WITHOUT ROWID;";

struct ledger {
    sqlite3 *db;
    sqlite3_stmt *insert, *find, *odd, *name, *id;
    char *ticker; /* the one that was looked up last */
    int64_t ticker_id;
    int64_t waiting; /* rows since the last sync */
};

static bool fail(const struct ledger *ledger, struct diag *diag)
{
    return diag_error(diag, "the rows' file: %s", connect_words(ledger->db));
}

static bool prepare(struct ledger *ledger, const char *sql, sqlite3_stmt **statement,
                    struct diag *diag)
{
    return sqlite3_prepare_v3(ledger->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) ==
               SQLITE_OK ||
           fail(ledger, diag);
}

static bool prepare_all(struct ledger *ledger, struct diag *diag)
{
    return prepare(ledger,
                   "INSERT OR IGNORE INTO shown VALUES"
                   " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
                   &ledger->insert, diag) &&
           prepare(ledger, "SELECT hash, before FROM shown WHERE ticker = ?1 AND number = ?2",
                   &ledger->find, diag) &&
           prepare(ledger, "INSERT OR IGNORE INTO odd VALUES (?1, ?2, ?3)", &ledger->odd, diag) &&
           prepare(ledger, "INSERT OR IGNORE INTO ticker (name) VALUES (?1)", &ledger->name,
                   diag) &&
           prepare(ledger, "SELECT id FROM ticker WHERE name = ?1", &ledger->id, diag);
}

struct ledger *ledger_open(const char *path, struct diag *diag)
{
    struct ledger *ledger = memory_alloc(1, sizeof *ledger);
    bool good = connect_open(path, &ledger->db, FLAGS, NULL) == SQLITE_OK &&
                sqlite3_exec(ledger->db, schema, NULL, NULL, NULL) == SQLITE_OK;
    if (!good)
        diag_error(diag, "%s: %s", path, connect_words(ledger->db));
    if (good && prepare_all(ledger, diag))
        return ledger;
    ledger_close(ledger);
    return NULL;
}

void ledger_close(struct ledger *ledger)
{
    struct diag ignored = {0};
    if (!ledger)
        return;
    ledger_sync(ledger, &ignored);
    diag_finish(&ignored);
    sqlite3_finalize(ledger->insert);
    sqlite3_finalize(ledger->find);
    sqlite3_finalize(ledger->odd);
    sqlite3_finalize(ledger->name);
    sqlite3_finalize(ledger->id);
    sqlite3_close(ledger->db);
    free(ledger->ticker);
    free(ledger);
}

/* --- taking --- */

static bool run(struct ledger *ledger, sqlite3_stmt *statement, struct diag *diag)
{
    int code = sqlite3_step(statement);
    bool good = code == SQLITE_DONE || code == SQLITE_ROW || fail(ledger, diag);
    sqlite3_reset(statement);
    return good;
}

static bool find_ticker(struct ledger *ledger, const char *name, struct diag *diag)
{
    if (ledger->ticker && strcmp(ledger->ticker, name) == 0)
        return true;
    sqlite3_bind_text(ledger->name, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(ledger->id, 1, name, -1, SQLITE_STATIC);
    if (!run(ledger, ledger->name, diag))
        return false;
    bool good = sqlite3_step(ledger->id) == SQLITE_ROW || fail(ledger, diag);
    ledger->ticker_id = sqlite3_column_int64(ledger->id, 0);
    sqlite3_reset(ledger->id);
    free(ledger->ticker);
    ledger->ticker = good ? memory_copy_string(name) : NULL;
    return good;
}

static void bind_row(sqlite3_stmt *to, int64_t ticker, const struct told_row *told)
{
    const struct asrun_row *row = &told->row;
    const int64_t numbers[] = {ticker, row->id, row->snippet, row->start_ms, row->end_ms};
    const char *texts[] = {row->text, row->reason, row->cut, row->zone};
    int at = 1;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sqlite3_bind_int64(to, at++, numbers[i]);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        sqlite3_bind_text(to, at++, texts[i], -1, SQLITE_STATIC);
    sqlite3_bind_int64(to, at++, (int64_t)row->config);
    sqlite3_bind_int64(to, at++, row->frames);
    sqlite3_bind_int64(to, at++, (int64_t)row->pixels);
    sqlite3_bind_blob(to, at++, row->scenes.size ? row->scenes.bytes : "", (int)row->scenes.size,
                      SQLITE_STATIC);
    sqlite3_bind_int64(to, at++, row->chain);
    sqlite3_bind_blob(to, at++, told->before, ASRUN_HASH_SIZE, SQLITE_STATIC);
    sqlite3_bind_blob(to, at, row->hash, ASRUN_HASH_SIZE, SQLITE_STATIC);
}

static bool has_bytes(sqlite3_stmt *row, int column, const uint8_t bytes[ASRUN_HASH_SIZE])
{
    return sqlite3_column_bytes(row, column) == ASRUN_HASH_SIZE &&
           memcmp(sqlite3_column_blob(row, column), bytes, ASRUN_HASH_SIZE) == 0;
}

/* One of that number is there. */
static enum ledger_taken compare(struct ledger *ledger, const struct told_row *told,
                                 struct diag *diag)
{
    uint8_t hash[ASRUN_HASH_SIZE];
    sqlite3_bind_int64(ledger->find, 1, ledger->ticker_id);
    sqlite3_bind_int64(ledger->find, 2, told->row.id);
    bool found = sqlite3_step(ledger->find) == SQLITE_ROW;
    asrun_hash(told->before, &told->row, hash);
    bool same = found && has_bytes(ledger->find, 0, told->row.hash) &&
                has_bytes(ledger->find, 1, told->before) &&
                memcmp(hash, told->row.hash, sizeof hash) == 0;
    sqlite3_reset(ledger->find);
    sqlite3_bind_int64(ledger->odd, 1, ledger->ticker_id);
    sqlite3_bind_int64(ledger->odd, 2, told->row.id);
    sqlite3_bind_int64(ledger->odd, 3, same ? LEDGER_FAULT_DOUBLED : LEDGER_FAULT_CHANGED);
    if (!found)
        fail(ledger, diag);
    if (!found || !run(ledger, ledger->odd, diag))
        return LEDGER_FAILED;
    return same ? LEDGER_DOUBLED : LEDGER_CHANGED;
}

enum ledger_taken ledger_take(struct ledger *ledger, const struct told_row *row, struct diag *diag)
{
    if (ledger->waiting == 0 && sqlite3_exec(ledger->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK) {
        fail(ledger, diag);
        return LEDGER_FAILED;
    }
    ledger->waiting++;
    if (!find_ticker(ledger, row->ticker, diag))
        return LEDGER_FAILED;
    bind_row(ledger->insert, ledger->ticker_id, row);
    if (!run(ledger, ledger->insert, diag))
        return LEDGER_FAILED;
    enum ledger_taken taken =
        sqlite3_changes(ledger->db) > 0 ? LEDGER_NEW : compare(ledger, row, diag);
    if (ledger->waiting >= BATCH && !ledger_sync(ledger, diag))
        return LEDGER_FAILED;
    return taken;
}

bool ledger_sync(struct ledger *ledger, struct diag *diag)
{
    if (ledger->waiting == 0)
        return true;
    ledger->waiting = 0;
    return sqlite3_exec(ledger->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK || fail(ledger, diag);
}

/* --- following --- */

/* A ticker's chain, up to where it was followed. */
struct chain {
    int64_t ticker;
    bool begun;
    uint8_t hash[ASRUN_HASH_SIZE];
};

/* The columns of a row, as the SELECT below has them; texts are SQLite's until the next step. */
static bool read_row(sqlite3_stmt *from, struct asrun_row *row, const uint8_t **before)
{
    *row = (struct asrun_row){
        .id = sqlite3_column_int64(from, 1),
        .snippet = sqlite3_column_int64(from, 2),
        .start_ms = sqlite3_column_int64(from, 3),
        .end_ms = sqlite3_column_int64(from, 4),
        .text = (const char *)sqlite3_column_text(from, 5),
        .reason = (const char *)sqlite3_column_text(from, 6),
        .cut = (const char *)sqlite3_column_text(from, 7),
        .zone = (const char *)sqlite3_column_text(from, 8),
        .config = (uint64_t)sqlite3_column_int64(from, 9),
        .frames = sqlite3_column_int64(from, 10),
        .pixels = (uint64_t)sqlite3_column_int64(from, 11),
        .chain = sqlite3_column_int64(from, 13),
    };
    row->scenes.bytes = (void *)sqlite3_column_blob(from, 12);
    row->scenes.size = (size_t)sqlite3_column_bytes(from, 12);
    *before = sqlite3_column_blob(from, 14);
    const void *hash = sqlite3_column_blob(from, 15);
    if (!row->text || !row->reason || sqlite3_column_bytes(from, 14) != ASRUN_HASH_SIZE ||
        sqlite3_column_bytes(from, 15) != ASRUN_HASH_SIZE)
        return false;
    memcpy(row->hash, hash, ASRUN_HASH_SIZE);
    return true;
}

struct following {
    struct ledger *ledger;
    struct ledger_report *report;
    void (*fault)(void *user, const char *ticker, int64_t number, enum ledger_fault fault);
    void *user;
    sqlite3_stmt *names;
};

static void note(const struct following *following, int64_t ticker, int64_t number,
                 enum ledger_fault fault)
{
    int64_t *const counts[] = {[LEDGER_FAULT_MISSING] = &following->report->missing,
                               [LEDGER_FAULT_CHANGED] = &following->report->changed,
                               [LEDGER_FAULT_DOUBLED] = &following->report->doubled};
    ++*counts[fault];
    if (!following->fault)
        return;
    sqlite3_bind_int64(following->names, 1, ticker);
    const char *name = sqlite3_step(following->names) == SQLITE_ROW
                           ? (const char *)sqlite3_column_text(following->names, 0)
                           : "?";
    following->fault(following->user, name, number, fault);
    sqlite3_reset(following->names);
}

static void follow(const struct following *following, sqlite3_stmt *rows, struct chain *chain)
{
    struct asrun_row row;
    const uint8_t *before;
    uint8_t hash[ASRUN_HASH_SIZE];
    int64_t ticker = sqlite3_column_int64(rows, 0);
    if (!chain->begun || ticker != chain->ticker) {
        *chain = (struct chain){.ticker = ticker};
        following->report->tickers++;
    }
    following->report->rows++;
    bool whole = read_row(rows, &row, &before);
    if (whole)
        asrun_hash(before, &row, hash);
    if (!whole || memcmp(hash, row.hash, sizeof hash) != 0)
        note(following, ticker, row.id, LEDGER_FAULT_CHANGED);
    else if (chain->begun && memcmp(chain->hash, before, sizeof hash) != 0)
        note(following, ticker, row.id, LEDGER_FAULT_MISSING);
    chain->begun = true;
    if (whole)
        memcpy(chain->hash, row.hash, sizeof hash);
}

static bool follow_all(const struct following *following, struct diag *diag)
{
    struct chain chain = {0};
    sqlite3_stmt *rows = NULL;
    if (!prepare(following->ledger, "SELECT * FROM shown ORDER BY ticker, number", &rows, diag))
        return false;
    int code;
    while ((code = sqlite3_step(rows)) == SQLITE_ROW)
        follow(following, rows, &chain);
    sqlite3_finalize(rows);
    return code == SQLITE_DONE || fail(following->ledger, diag);
}

static bool tell_odd(const struct following *following, struct diag *diag)
{
    sqlite3_stmt *odd = NULL;
    if (!prepare(following->ledger, "SELECT * FROM odd ORDER BY ticker, number", &odd, diag))
        return false;
    int code;
    while ((code = sqlite3_step(odd)) == SQLITE_ROW)
        note(following, sqlite3_column_int64(odd, 0), sqlite3_column_int64(odd, 1),
             sqlite3_column_int(odd, 2) == LEDGER_FAULT_DOUBLED ? LEDGER_FAULT_DOUBLED
                                                                : LEDGER_FAULT_CHANGED);
    sqlite3_finalize(odd);
    return code == SQLITE_DONE || fail(following->ledger, diag);
}

bool ledger_verify(struct ledger *ledger, struct ledger_report *report,
                   void (*fault)(void *user, const char *ticker, int64_t number,
                                 enum ledger_fault fault),
                   void *user, struct diag *diag)
{
    struct following following = {ledger, report, fault, user, NULL};
    *report = (struct ledger_report){0};
    bool good = ledger_sync(ledger, diag) &&
                prepare(ledger, "SELECT name FROM ticker WHERE id = ?1", &following.names, diag) &&
                follow_all(&following, diag) && tell_odd(&following, diag);
    sqlite3_finalize(following.names);
    return good;
}
