/* The rows of the as-run log and their chain; SPEC.md has it bit by bit. */
#ifndef STORE_ASRUN_ROWS_H
#define STORE_ASRUN_ROWS_H

#include <sqlite3.h>
#include <stdint.h>

#include "db.h"
#include "store/asrun.h"

/* A SELECT of whole rows of the log (with `rest`, from WHERE on), for asrun_rows_read. NULL with an
 * error; the caller gives it back. */
sqlite3_stmt *asrun_rows_prepare(struct store *store, const char *rest, struct diag *diag);

/* The same of what was open when a program died. */
sqlite3_stmt *asrun_rows_prepare_open(struct store *store, struct diag *diag);

/* Takes the row on which the statement stands; its texts and scenes are SQLite's until the next
 * step. */
void asrun_rows_read(sqlite3_stmt *statement, struct asrun_row *row);

/* The same of asrun_rows_prepare_open. */
void asrun_rows_read_open(sqlite3_stmt *statement, struct asrun_row *row);

/* Puts a row with id, chain and hash at the end of the log, in whatever transaction there is. False
 * with an error. */
bool asrun_rows_insert(struct store *store, const struct asrun_row *row, struct diag *diag);

/* The same among the open ones: without id, chain, hash and cut. */
bool asrun_rows_insert_open(struct store *store, const struct asrun_row *row, struct diag *diag);

/* SHA-256 (FIPS 180-4) over the hash of the row before and every column of this one. */
void asrun_rows_hash(const uint8_t before[ASRUN_HASH_SIZE], const struct asrun_row *row,
                     uint8_t hash[ASRUN_HASH_SIZE]);

#endif
