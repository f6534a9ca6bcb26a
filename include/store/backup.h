/* The backup: a whole copy of the store in one file, made while it is in use, checked
 * before it takes the place of the one before. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "store/store.h"

/* Copies what is committed now; writers go on meanwhile. The copy is made beside
 * `path`, read through (PRAGMA quick_check), synced, and renamed to it, or the one that is there is
 * brought up to date in one transaction: at every instant the one at `path` is whole. On an error
 * the old one stays. What is no backup of this store (another store's, another kind of file, a
 * link, a device) is refused. One that holds more than the store does is renamed first
 * (PATH.kept-TIME, the newest four of which stay), with a warning. */
bool store_backup(struct store *store, const char *path, int64_t now_ms, struct diag *diag);

/* Where the backup is: `configured`, or where that is empty beside the store. The
 * caller frees. */
char *store_backup_path(const char *path, const char *configured);

/* When the backup at `path` was made; 0 where there is none that can be read. */
int64_t store_backup_time(const char *path);

#endif
