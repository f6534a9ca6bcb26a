/* What may air, in memory: the store's due snippets with their history, so that
 * the picture never waits for a disk. */
#ifndef APP_CANDIDATES_H
#define APP_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schedule/rota.h"
#include "store/store.h"

struct candidate {
    struct store_row row;
    int64_t run_airings; /* since this program started */
    bool refused;        /* can't be shown as it stands: skipped until its text changes */
};

/* In order of id. Zero-initialised is empty. */
struct candidates {
    struct candidate *items;
    size_t count;
};

/* Takes what the store gives at now_ms and keeps what this run knows of each.
 * On an error everything stays as it was. */
bool candidates_load(struct candidates *candidates, struct store *store, int64_t now_ms,
                     struct diag *diag);
void candidates_finish(struct candidates *candidates);

/* NULL when it is not (or no longer) there. */
struct candidate *candidates_find(struct candidates *candidates, int64_t id);

/* The rota's choice among those not refused and due at now_ms; NULL when there
 * is none. last_id: what is on air. */
struct candidate *candidates_choose(struct candidates *candidates, int64_t last_id, int64_t now_ms,
                                    uint64_t seed, char reason[ROTA_REASON_SIZE]);

/* Whether each one that can be shown has been on air in this run. */
bool candidates_round_done(const struct candidates *candidates);

#endif
