/* The connection behind every file of this folder, and what they all need of it.
 * All SQL there is stands in src/store. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/diag.h"
#include "headlines.h"
#include "identity.h"
#include "statements.h"
#include "store/store.h"

/* How long a writer waits for another program's transaction. */
#define DB_BUSY_MS 5000

/* How many changes a store, and who has it open, remembers: more than an editor makes between two
 * backups. schema.c has the number, too. */
#define EDITS_KEPT 1000

/* In order of edition, each once (edits.h). */
struct edits {
    struct edit *items;
    size_t count;
};

/* Of the log of changes, at the last look (beside.h). */
#define BESIDE_SALT 8

struct beside_seen {
    uint32_t frame;     /* the last one; 0: none was seen */
    uint32_t before[2]; /* the sum of those before it */
    uint8_t salt[BESIDE_SALT];
};

struct store {
    sqlite3 *db;
    char *path;
    bool in_memory;
    bool read_only;
    int64_t reopened; /* how often, since it is another file */
    char id[IDENTITY_SIZE];
    dev_t device;           /* where its file stands */
    ino_t log, index;       /* its log of changes, and the index, as it was opened; 0: none */
    unsigned mapped_losses; /* as they were then */
    struct beside_seen seen;
    bool absent;  /* in memory in place of a file that is gone; read only until it is back */
    bool damaged; /* SQLite said so since it was opened */
    int code;     /* SQLite's extended one of the last error */
    unsigned read_version; /* SQLite's, when it was read through and found sound; 0: it was not */
    int64_t read_reopened; /* `reopened`, then */
    bool batch;            /* a transaction for many: each has a savepoint in it */
    bool batch_lost;       /* SQLite gave up the whole of it (a full disk) */
    struct statements statements;
    int64_t data_version; /* what it said; 0: not asked yet */
    int64_t edition;      /* of the snippets, then */
    struct edits edits;   /* that made it so, as far as they were looked at (store_version) */
    int64_t last_id;      /* the greatest that was given to a snippet, then */
    int64_t last_asrun;   /* the newest row of the as-run log that it knows is durable; 0: none */
    int64_t own_edition, own_snippet; /* what this connection committed last; 0: nothing */
    int64_t own_reopened;             /* `reopened`, then */
    struct headlines *headlines;      /* story.c's; NULL: none are read */
    char *loss;                       /* what was lost of them, for people; NULL: nothing */
};

/* Adds SQLite's message behind the path. Always false. */
bool db_tell(struct store *store, struct diag *diag);

/* Runs any number of statements without parameters. False with an error. */
bool db_execute(struct store *store, const char *sql, struct diag *diag);

/* The statement of this text, for the caller to give back (db_give_back, db_finish). NULL with an
 * error. It is compiled once, and kept. */
sqlite3_stmt *db_prepare(struct store *store, const char *sql, struct diag *diag);

/* Resets the statement and drops what was bound to it. */
void db_give_back(struct store *store, sqlite3_stmt *statement);

/* Runs a statement that gives no row, and gives it back. */
bool db_finish(struct store *store, sqlite3_stmt *statement, struct diag *diag);

/* One number of one row; `absent` where there is no row. ?1 is the argument. */
bool db_number(struct store *store, const char *sql, int64_t argument, int64_t absent,
               int64_t *number, struct diag *diag);

/* Binds a parameter by its name (":hold"), which the statement has. A text may be NULL, and
 * outlives the step. */
void db_bind_text(sqlite3_stmt *statement, const char *name, const char *text);

/* The same of a number. */
void db_bind_number(sqlite3_stmt *statement, const char *name, int64_t number);

/* A writing transaction; db_end commits when `good`, else rolls back, and gives
 * whether everything is durable (in a batch: whether it is when the batch ends). */
bool db_begin(struct store *store, struct diag *diag);

/* See db_begin. */
bool db_end(struct store *store, bool good, struct diag *diag);

/* db_end of what a person is told to be stored: false also where the file was taken away or
 * replaced meanwhile. */
bool db_end_edit(struct store *store, bool good, struct diag *diag);

/* Until db_let_writers_go nobody who has the store's file open commits to it: it is to be replaced.
 * Waits for who writes; false where that does not end in time. A store that can't be locked can't
 * be written by anybody. Not within a transaction. */
bool db_hold_writers(struct store *store);

/* See db_hold_writers; nothing happens where none are held. */
void db_let_writers_go(struct store *store);

/* Opens a connection and migrates. `flags` of sqlite3_open_v2. NULL with an error,
 * and *code then says which (code may be NULL). */
struct store *db_open(const char *path, int flags, int *code, struct diag *diag);

/* Drops what is remembered of rows in memory, since some of them were taken back. */
void db_forget(struct store *store);

/* For reading, where it can't be written. NULL with an error. */
struct store *db_open_reading(const char *path, struct diag *diag);

/* Opens it for writing where it was opened for reading only; true when it can be written. */
bool db_try_writing(struct store *store, struct diag *diag);

/* The error of a database that is another program's; neither damage nor unwritable. */
#define DB_FOREIGN SQLITE_AUTH

/* Goes over to the file that has taken the place of the one that was opened, if one
 * has and it is the same store: it was damaged, and repaired. Where the file was removed from its
 * folder it is written there again, as it stands. Not within a transaction; nothing happens while a
 * statement is taken. */
void db_follow(struct store *store);

/* An empty one in memory in place of a file that is gone: it can't be written until the file is
 * there again (db_try_writing). NULL with an error. */
struct store *db_open_absent(const char *path, struct diag *diag);

/* Whether the file at its path is still the one that is open, and looks like it did; false with an
 * error for people. Reads its first bytes only. */
bool db_look(struct store *store, struct diag *diag);

/* store_is_away. */
bool db_is_away(const struct store *store);

/* Whether such an error says that nothing can be written now. */
bool db_is_unwritable(int code);

/* Whether such an error says that the file is damaged. */
bool db_is_damage(int code);

/* NULL is fine. */
void db_close(struct store *store);

/* Closes and leaves the file's bytes as they are: nothing is brought from the log of
 * changes into it. */
void db_close_untouched(struct store *store);

#endif
