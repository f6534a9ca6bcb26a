/* Whether the pictures of the as-run log are still those that were shown: each row's scenes can
 * be read, and each strip that they name is there and is what its SHA-256 says. The scenes
 * themselves, with those names, are in the chain (asrun_verify).
 */
#ifndef ASRUN_VERIFY_H
#define ASRUN_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "store/store.h"

struct verification {
    int64_t pictures; /* rows with their pictures, all of them whole */
    int64_t damaged;  /* rows whose pictures are not */
    int64_t none; /* rows that never had any: an older program's, or too many waited for the disk */
    int64_t from_ms; /* when the oldest row with pictures began; INT64_MAX: none */
};

/* Goes through the whole log. Rows whose pictures are damaged become errors in diag, the first
 * ones with when, what and which strip. False only where the store can't be read. */
bool verify_pictures(struct verification *verified, struct store *store, struct diag *diag);

#endif
