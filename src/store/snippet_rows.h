/* Snippets as rows: written and read by the table of store/columns.h. */
#ifndef STORE_SNIPPET_ROWS_H
#define STORE_SNIPPET_ROWS_H

#include <stdint.h>

#include "db.h"

/* What may air when its time has come. */
#define ROWS_AIRABLE "state IN ('live', 'approved')"

/* The snippet :id and, where it is a page of a quotation, all pages of that: they stand and fall
 * together, since half of what somebody said is not what they said. */
#define ROWS_WITH_PAGES                                                                            \
    "(id = :id OR id IN (SELECT b.id FROM snippet AS a JOIN snippet AS b ON b.article = a.article" \
    " WHERE a.id = :id AND a.page > 0 AND b.page > 0"                                              \
    " AND ifnull(b.page_of, b.id) = ifnull(a.page_of, a.id)))"

/* Inserts in whatever transaction there is; *id is the new one. */
bool rows_insert(struct store *store, const struct snippet *snippet, enum store_state state,
                 int64_t *id, struct diag *diag);

/* Writes what an edit may change of the row with the snippet's id, in whatever transaction there
 * is. */
bool rows_update(struct store *store, const struct snippet *snippet, struct diag *diag);

/* A SELECT of whole rows `s`, with the WHERE clause and what follows it, for rows_read. NULL with
 * an error; the caller gives it back (db_give_back). */
sqlite3_stmt *rows_prepare(struct store *store, const char *where, struct diag *diag);

/* Takes the row on which the statement stands; the caller finishes it (store_row_finish). What is
 * wrong with it is in damaged and fault. */
void rows_read(sqlite3_stmt *statement, struct store_row *row);

/* How many of those that may air, now or later, have words that are not what was written. */
bool rows_count_damaged(struct store *store, int64_t now_ms, int64_t *count, struct diag *diag);

/* Takes all such rows out, in whatever transaction there is. */
bool rows_drop_damaged(struct store *store, struct diag *diag);

#endif
