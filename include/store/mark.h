/* A mark that a store was there, in another folder than the store's: a disk that is not mounted
 * takes the store and its backup along, and an empty folder looks like a first start.
 */
#ifndef STORE_MARK_H
#define STORE_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

/* The mark of the store at that path in `folder`; where that is empty in $CACHE_DIRECTORY
 * (systemd.exec(5)), $XDG_CACHE_HOME/motograph or ~/.cache/motograph. The caller frees; NULL: there
 * is no such folder. */
char *store_mark_path(const char *folder, const char *store_path);

/* Notes that it is there. That it can't be is no error: the mark is a second net. */
void store_mark_set(const char *mark, const struct store *store, int64_t now_ms);

/* Whether there is a mark, since when, and of which store (for the caller to free); both may be
 * NULL. `mark` may be NULL. */
bool store_mark_read(const char *mark, int64_t *since_ms, char **id);

/* Takes it away. */
void store_mark_remove(const char *mark);

#endif
