/* Whether a database is whole, as SQLite sees it. */
#ifndef STORE_DAMAGE_H
#define STORE_DAMAGE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* The last number that a table gave, where its page is damaged, may be any. None is so far from the
 * last that is there: one a second for a century are fewer. */
#define DAMAGE_APART (INT64_C(1) << 32)

/* What is said of it. */
#define DAMAGE_NUMBERS "the number that it would give next is none that it can have come to"

/* Whether a schema's tables have come to numbers that they can't have given; false also where that
 * can't be read. SQLite says of the last one of all that the disk is full (SQLITE_FULL,
 * sqlite.org/autoinc.html). */
bool damage_is_of_numbers(sqlite3 *db, const char *schema);

/* Reads a schema ("main", ...) through (PRAGMA quick_check, damage_is_of_numbers): NULL where it is
 * whole, else what is wrong with it, for the caller to free; sqlite3_extended_errcode then says
 * whether it is an error.
 */
char *damage_find(sqlite3 *db, const char *schema);

/* Whether an extended result code says that what was read is no sound database: it is cut, or its
 * bytes are wrong (sqlite.org/rescode.html). What the disk refuses is another matter. */
bool damage_is_told_by(int code);

#endif
