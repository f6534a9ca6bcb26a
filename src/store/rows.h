/* Snippets as rows. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include <stdint.h>

#include "db.h"

/* Of a row `s`: its words are what was written. */
#define ROWS_SOUND                                                                                 \
    "s.sum = words_sum(s.kind, s.text, s.quote, s.speaker, s.speaker_start, s.speaker_length)"

/* What may air when its time has come. */
#define ROWS_AIRABLE "state IN ('live', 'approved')"

/* Inserts in whatever transaction there is; *id is the new one. */
bool rows_insert(struct store *store, const struct snippet *snippet, enum store_state state,
                 int64_t *id, struct diag *diag);

/* Of kind and text: the same words of a corrected article are known by it. */
int64_t rows_checksum(const struct snippet *snippet);

/* How many of those that may air, now or later, have words that are not what was written. */
bool rows_count_damaged(struct store *store, int64_t now_ms, int64_t *count, struct diag *diag);

/* Takes all such rows out, in whatever transaction there is. */
bool rows_drop_damaged(struct store *store, int64_t *count, struct diag *diag);

/* Of what is said and by whom, as it stands; never 0. */
int64_t rows_sum(const struct snippet *snippet);

/* The same as a function of SQL: words_sum(kind, text, quote, speaker, start, length). */
bool rows_offer_sum(sqlite3 *db);

/* In the database what never expires has the greatest number. */
int64_t rows_expiry(int64_t expires_ms);

#endif
