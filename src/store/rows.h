/* Snippets as rows. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include <stdint.h>

#include "db.h"

/* What may air when its time has come. */
#define ROWS_AIRABLE "state IN ('live', 'approved')"

/* Inserts in whatever transaction there is; *id is the new one. */
bool rows_insert(struct store *store, const struct snippet *snippet, enum store_state state,
                 int64_t *id, struct diag *diag);

/* Of kind and text: the same words of a corrected article are known by it. */
int64_t rows_checksum(const struct snippet *snippet);

/* In the database what never expires has the greatest number. */
int64_t rows_expiry(int64_t expires_ms);

#endif
