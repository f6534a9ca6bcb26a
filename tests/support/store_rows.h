/* What tests do to a store's rows. */
#ifndef SUPPORT_STORE_ROWS_H
#define SUPPORT_STORE_ROWS_H

#include "store/store.h"

/* Frees what store_due gave. */
void store_rows_free(struct store_row *rows, size_t count);

/* An editor's other text, without a speaker of its own. */
bool store_set_text(struct store *store, int64_t id, const char *text, struct diag *diag);

#endif
