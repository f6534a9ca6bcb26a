/* What another program may have put into a snippet's row, and can't be. */
#ifndef STORE_ROW_FAULTS_H
#define STORE_ROW_FAULTS_H

#include <sqlite3.h>

#include "store/columns.h"

/* The name of the first column whose value this program never writes: a number out of range, text
 * that is no UTF-8 or has control characters, a state that there is none of. NULL: all are good. A
 * literal. The statement stands on a row of a SELECT of columns_list with the same `uses`. */
const char *row_fault(sqlite3_stmt *statement, const struct column_table *table, unsigned uses);

#endif
