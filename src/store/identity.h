/* What tells a store from any other database, and one store from another. */
#ifndef STORE_IDENTITY_H
#define STORE_IDENTITY_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* PRAGMA application_id: "Moto" in ASCII. SQL writes it as a number (schema.c). */
#define IDENTITY_APPLICATION 1299149935
#define IDENTITY_SIZE 33 /* 16 random bytes as digits, and a NUL */

enum identity_kind {
    IDENTITY_ERROR,   /* can't be read: sqlite3_extended_errcode says why */
    IDENTITY_EMPTY,   /* no table stands in it */
    IDENTITY_OURS,    /* a store, or the backup of one */
    IDENTITY_EARLIER, /* of a version that gave no identity: known by its tables and its version */
    IDENTITY_FOREIGN,
};

/* Looks at what an open database is, and writes nothing. `schema`: "main", ... */
enum identity_kind identity_kind_of(sqlite3 *db, const char *schema);

/* The store's identity, the same in its backups; "" where it has none or it can't be read. */
void identity_read(sqlite3 *db, const char *schema, char id[IDENTITY_SIZE]);

/* Both of the file at `path`, opened for reading; IDENTITY_ERROR where it can't be. `version`: of
 * its schema; may be NULL. */
enum identity_kind identity_of_file(const char *path, char id[IDENTITY_SIZE], int64_t *version);

#endif
