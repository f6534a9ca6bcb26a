/* The as-run log as a table for spreadsheets (RFC 4180). */
#ifndef ASRUN_TABLE_H
#define ASRUN_TABLE_H

#include "base/buffer.h"
#include "store/asrun.h"

/* Adds the line that names the columns. */
void table_add_head(struct buffer *out);

/* Adds a row. What a spreadsheet would take for a formula begins with a mark that makes it a text
 * there. */
void table_add_row(const struct asrun_row *row, struct buffer *out);

#endif
