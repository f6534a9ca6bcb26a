/* What may air now, as rows (store/store.h). */
#ifndef STORE_DUE_H
#define STORE_DUE_H

#include "store/store.h"

/* What may air at now_ms: live or approved, not before its time, not expired; of a quotation in
 * pages all pages or none. In order of id. What must not air because of a fault is a warning in
 * diag. rows: an array of the caller's, who finishes each (store_row_finish) and frees it. */
bool store_due(struct store *store, int64_t now_ms, struct store_row **rows, size_t *count,
               struct diag *diag);

/* Of these the newest, and all take-overs: what stands among the `most` snippets that came in last,
 * or among the first `most` of those that came in last together, such as a file's lines. *all: the
 * store has no more than `most`, and it is all of store_due. */
bool store_due_newest(struct store *store, int64_t now_ms, size_t most, struct store_row **rows,
                      size_t *count, bool *all, struct diag *diag);

/* One row of store_due: *due says whether the snippet of that id is among them; the caller finishes
 * the row in any case. */
bool store_due_one(struct store *store, int64_t id, int64_t now_ms, struct store_row *row,
                   bool *due, struct diag *diag);

/* The first instant after now_ms at which one more becomes due by itself, as its embargo ends;
 * INT64_MAX when never. */
bool store_next_embargo(struct store *store, int64_t now_ms, int64_t *when_ms, struct diag *diag);

#endif
