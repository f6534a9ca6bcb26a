/* Tables (CSV). What is read is put into source->feed. */
#ifndef FEEDS_TABLE_H
#define FEEDS_TABLE_H

#include <stdbool.h>

#include "build.h"

/* A table with a header row; false with an error where it has no column of texts. */
bool table_read(struct source *source);

#endif
