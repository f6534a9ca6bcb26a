/* Whether a database is whole, as SQLite sees it. */
#ifndef STORE_DAMAGE_H
#define STORE_DAMAGE_H

#include <sqlite3.h>

/* Reads a schema ("main", ...) through (PRAGMA quick_check): NULL where it is whole, else what is
 * wrong with it, for the caller to free; sqlite3_extended_errcode then says whether it is an error.
 */
char *damage_find(sqlite3 *db, const char *schema);

#endif
