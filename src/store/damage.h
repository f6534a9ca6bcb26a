/* Whether a database is whole, as SQLite sees it. */
#ifndef STORE_DAMAGE_H
#define STORE_DAMAGE_H

#include <sqlite3.h>
#include <stdbool.h>

/* Reads a schema ("main", ...) through (PRAGMA quick_check): NULL where it is whole, else what is
 * wrong with it, for the caller to free; sqlite3_extended_errcode then says whether it is an error.
 */
char *damage_find(sqlite3 *db, const char *schema);

/* Whether an extended result code says that what was read is no sound database: it is cut, or its
 * bytes are wrong (sqlite.org/rescode.html). What the disk refuses is another matter. */
bool damage_is_told_by(int code);

#endif
