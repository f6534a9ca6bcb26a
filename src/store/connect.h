/* How the store's connections are opened. Without memory SQLite gives up as the program itself does
 * (base/memory.h): its error would else be taken for a file that is damaged or is none, by whoever
 * looks for a backup, compares what two of them hold, or repairs.
 */
#ifndef STORE_CONNECT_H
#define STORE_CONNECT_H

#include <sqlite3.h>

/* As sqlite3_open_v2. */
int connect_open(const char *path, sqlite3 **db, int flags, const char *vfs);

#endif
