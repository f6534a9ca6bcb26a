/* What a loss of power takes along: of what a program wrote into a folder's files since it last
 * synced each, any part may be missing, in any order; of the names that it gave, took and changed
 * in a folder since it last synced that, the last ones. The test's own calls in front of the C
 * library's tell of each before it is made, unless said otherwise; memory that is mapped is not
 * followed (SQLite makes the index of its log anew).
 */
#ifndef SUPPORT_LOST_WRITES_H
#define SUPPORT_LOST_WRITES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* From now on; what is told before does nothing. The seed decides what is lost. `hidden`: a folder
 * for what may come back, on the same file system; it outlives the loss. */
void lost_writes_begin(const char *hidden, uint64_t seed);

void lost_writes_write(int fd, off_t at, size_t count);
void lost_writes_truncate(int fd, off_t length);

/* A file, or a folder: what it holds is durable. */
void lost_writes_sync(int fd);

/* Behind it. */
void lost_writes_created(const char *path);

void lost_writes_unlink(const char *path);
void lost_writes_link(const char *to);

/* `exchange`: both stay. */
void lost_writes_rename(const char *from, const char *to, bool exchange);

/* The power fails: the files are what is left. */
void lost_writes_now(void);

#endif
