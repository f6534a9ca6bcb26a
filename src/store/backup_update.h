/* A backup that is brought up to date in its place: only rows that changed are written, so that
 * a log of months is not copied onto the card each day. */
#ifndef STORE_BACKUP_UPDATE_H
#define STORE_BACKUP_UPDATE_H

#include "db.h"

/* Whether the backup at `path` is of this store and of this schema, so that it can be. Where the
 * power failed while it was written, it is as before that afterwards. */
bool backup_update_is_possible(struct store *store, const char *path);

/* All or nothing, in one transaction, and checked before that ends. Snippets whose words are
 * damaged stay as the backup has them. */
bool backup_update(struct store *store, const char *path, int64_t now_ms, struct diag *diag);

/* A backup of this store that is to take its place gets its history: the log, its strips, how often
 * what it has was on air, and that no number is given twice. All or nothing; where it is possible
 * (above). */
bool backup_update_history(struct store *store, const char *path, struct diag *diag);

#endif
