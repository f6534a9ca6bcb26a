/* A table of columns (store/columns.h) as SQL: statements' texts, and values on their way in and
 * out. `uses` picks the columns: those that have all of its bits. A statement's parameters and
 * results are those columns in the table's order, so that none is known by a number. */
#ifndef STORE_COLUMN_SQL_H
#define STORE_COLUMN_SQL_H

#include <sqlite3.h>
#include <stdint.h>

#include "store/columns.h"

/* `"kind", "text", ...`; the caller frees. */
char *columns_list(const struct column_table *table, unsigned uses);

/* `INSERT INTO <into> ("kind", ...) VALUES (?, ...)`; the caller frees. */
char *columns_insert(const struct column_table *table, unsigned uses, const char *into);

/* `UPDATE <table> SET "text" = ?, ... WHERE id = :id`; the caller frees. */
char *columns_update(const struct column_table *table, unsigned uses);

/* Binds a row's values to the first parameters of such a statement; texts and blobs stay the row's
 * and outlive the step. */
void columns_bind(sqlite3_stmt *statement, const struct column_table *table, unsigned uses,
                  const void *row);

/* Takes the values of a SELECT of columns_list into a row. Nothing is checked (row_faults.h): a
 * value of another type is what SQLite converts it to, a number too large for an int is the
 * greatest there is. */
void columns_read(sqlite3_stmt *statement, const struct column_table *table, unsigned uses,
                  void *row);

/* In the database what never expires (0) has the greatest number, so that one range of an index
 * gives all that is due. */
int64_t column_expiry(int64_t expires_ms);

#endif
