/* Whether a store is whole: as SQLite sees it, and what it says. */
#ifndef STORE_READ_THROUGH_H
#define STORE_READ_THROUGH_H

#include "db.h"

/* Reads it through (damage.h), and the sums of what may air from now_ms on; false with an error
 * where it is damaged, whose code is the store's then. */
bool read_through(struct store *store, int64_t now_ms, struct diag *diag);

/* The first half of it alone, the file: true at once where this connection has read it through and
 * nothing was committed since. */
bool read_through_file(struct store *store, struct diag *diag);

#endif
