/* Sums of a snippet's words: SQLite does not notice a bit that flips in a text. FNV-1a over the
 * parts, between which the hash so far is multiplied by 31; SPEC.md has it step by step. */
#ifndef STORE_ROW_SUM_H
#define STORE_ROW_SUM_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "news/snippet.h"

/* Of a row `s`: its words are what was written. */
#define ROW_SUM_SOUND                                                                              \
    "s.sum = words_sum(s.kind, s.text, s.quote, s.speaker, s.speaker_start, s.speaker_length)"

/* Of what is said and by whom, as it stands; never 0. */
int64_t row_sum(const struct snippet *snippet);

/* Of kind and text: the same words of a corrected article are known by it. */
int64_t row_sum_checksum(const struct snippet *snippet);

/* The same as row_sum as a function of SQL: words_sum(kind, text, quote, speaker, start, length).
 * False where the connection can't take it: sqlite3_errmsg says why. */
bool row_sum_offer(sqlite3 *db);

#endif
