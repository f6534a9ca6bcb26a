/* How connections of SQLite are opened, the store's and any other. Without memory SQLite gives up
 * as the program itself does (base/memory.h): its error would else be taken for a file that is
 * damaged or is none, by whoever looks for a backup, compares what two of them hold, or repairs.
 */
#ifndef STORE_CONNECT_H
#define STORE_CONNECT_H

struct sqlite3; /* the library's */

/* Why the last call on a connection failed, in words: SQLite's own are a program's where the disk
 * is full or may not be written to, or another program writes. They are the connection's, or
 * literals, and hold until its next call. */
const char *connect_words(struct sqlite3 *db);

/* As sqlite3_open_v2; a pipe can't be opened, and *db is NULL. */
int connect_open(const char *path, struct sqlite3 **db, int flags, const char *vfs);

#endif
