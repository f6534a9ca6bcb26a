/* Tables (CSV). What is read is put into source->feed. */
#ifndef FEEDS_TABLE_H
#define FEEDS_TABLE_H

#include <stdbool.h>

#include "build.h"

/* The first row has names that we know, and one of them is of what would air: however many fields
 * the other rows have, it is a table. */
bool table_has_head(struct source *source);

/* A table with a header row; false with an error where it has no column of texts. */
bool table_read(struct source *source);

#endif
