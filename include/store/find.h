/* Which snippet it is, known by something else than its id. */
#ifndef STORE_FIND_H
#define STORE_FIND_H

#include <stdint.h>

#include "base/diag.h"
#include "store/store.h"

/* The newest snippet of an origin that is live, approved, held or killed; 0: there is none. False
 * with an error. */
bool store_find_origin(struct store *store, const char *origin, int64_t *id, struct diag *diag);

/* Whether the snippet `id` (0: any) is of an origin, whatever became of it. False with an error. */
bool store_knows_origin(struct store *store, const char *origin, int64_t id, bool *known,
                        struct diag *diag);

/* The newest one with these words that may air or could be let (live, approved, held and not over
 * at now_ms), else one that was killed; 0: there is none. No take-over and no page of a quotation.
 * False with an error. */
bool store_find_words(struct store *store, const char *text, int64_t now_ms, int64_t *id,
                      struct diag *diag);

#endif
