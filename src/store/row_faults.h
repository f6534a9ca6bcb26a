/* What another program may have put into a snippet's row, and can't be. */
#ifndef STORE_ROW_FAULTS_H
#define STORE_ROW_FAULTS_H

#include <sqlite3.h>

/* The name of the first column whose value this program never writes: a number out of range, text
 * that is no UTF-8 or has control characters, a state that there is none of. NULL: all are good. A
 * literal. The statement stands on a row of the columns in the order of ROW_COLUMNS. The words
 * that air have a sum of their own (rows_sum), too. */
const char *row_fault(sqlite3_stmt *statement);

/* The columns of a row, in the order in which they are read. */
#define ROW_COLUMNS                                                                                \
    "s.id, article, kind, state, text, speaker_start, speaker_length, quote, speaker,"             \
    " speaker_as_written, cue, source, language, hold, origin, start, \"end\", partial,"           \
    " confidence, priority, weight, created_ms, not_before_ms, expires_ms, category, daypart,"     \
    " gap_ms, most_airings, page, page_of, breaking, last_ms, airings, replaced, sum"

#endif
