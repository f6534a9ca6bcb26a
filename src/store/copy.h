/* A whole copy of a database in one file: no log of changes beside it. */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/diag.h"

/* Copies what is committed in `from`, runs `stamp` on the copy (SQL; NULL: nothing) and reads it
 * through. What stood at `path` is gone. False with an error; what is at `path` is then no copy.
 * copy_make_of also says whether it is for what is copied, which is damaged. */
bool copy_make_of(sqlite3 *from, const char *path, const char *stamp, bool *damaged,
                  struct diag *diag);
bool copy_make(sqlite3 *from, const char *path, const char *stamp, struct diag *diag);

/* Copies the bytes of `from`'s file and of its log of changes as they stand on the disk, by the
 * descriptors that it has them open with: what other programs have written is in it, and what only
 * the index or the memory of this connection had wrong is not. Reads nothing through. False where
 * they can't be read or written. */
bool copy_bytes(sqlite3 *from, const char *path);

/* Keeps a store as it is before its schema is changed, as PATH.schema-VERSION, or with a number
 * behind that where this is taken. False with an error. */
bool copy_before_migration(sqlite3 *from, const char *path, int version, struct diag *diag);

#endif
