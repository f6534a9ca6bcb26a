/* The candidates as the store has them: all of them at once, or those that changed. */
#ifndef PLAYER_CANDIDATES_LOAD_H
#define PLAYER_CANDIDATES_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "player/candidates.h"

/* Takes what the store gives at now_ms and keeps what this run knows of each.
 * On an error everything stays as it was, but what is not written yet holds. */
bool candidates_load(struct candidates *candidates, struct store *store, int64_t now_ms,
                     struct diag *diag);

/* The same for the first scene of a show, which does not wait for thousands: of many only the
 * newest and the take-overs. *all: that is all there is. On an error, and where not,
 * candidates_load follows. */
bool candidates_load_newest(struct candidates *candidates, struct store *store, int64_t now_ms,
                            bool *all, struct diag *diag);

/* candidates_load where nothing but the snippets of these ids has changed since, and time has
 * passed: reads no other. False, and some may be as before, where all must be loaded: edits wait
 * for the disk, an embargo has ended, a quotation in pages changed (its pages air together), an
 * error. */
bool candidates_load_changed(struct candidates *candidates, struct store *store, const int64_t *ids,
                             size_t count, int64_t now_ms, struct diag *diag);

#endif
