/* Strips as aired: kept once by the first eight bytes of their key, compressed. */
#ifndef STORE_STRIPS_KEEP_H
#define STORE_STRIPS_KEEP_H

#include "db.h"
#include "store/strips.h"

/* Keeps it if it is not there, within the caller's transaction. */
bool strips_keep(struct store *store, const struct asrun_strip *strip, int64_t now_ms,
                 struct diag *diag);

/* Drops what did not air since before_ms, within the caller's transaction. */
bool strips_drop(struct store *store, int64_t before_ms, struct diag *diag);

/* Drops what is not what was kept, and says how many: they are kept again when they air. */
bool strips_drop_damaged(struct store *store, int64_t *dropped, struct diag *diag);

#endif
