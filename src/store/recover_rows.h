/* Row by row out of a database that may be damaged. */
#ifndef STORE_RECOVER_ROWS_H
#define STORE_RECOVER_ROWS_H

#include <stddef.h>

#include "db.h"

#define SALVAGE_TABLES 8

enum salvage_table {
    SALVAGE_ARTICLE,
    SALVAGE_SNIPPET,
    SALVAGE_AIRED,
    SALVAGE_ASRUN_1,
    SALVAGE_ASRUN,
    SALVAGE_ASRUN_BASE,
    SALVAGE_ASRUN_OPEN,
    SALVAGE_STRIP,
};

struct salvage {
    struct store *to;             /* in a transaction; foreign keys off */
    sqlite3 *from;                /* NULL: it can't even be opened */
    int64_t last_id;              /* the greatest that a snippet was ever given */
    int64_t rows[SALVAGE_TABLES]; /* taken */
    bool broken[SALVAGE_TABLES];  /* not all could be read */
};

/* Opens `path` for salvage; salvage->from stays NULL when that can't be. */
void salvage_open(struct salvage *salvage, const char *path);
void salvage_close(struct salvage *salvage);

/* Takes what can be read of a table and is not there yet. False with an error when
 * the new store can't be written. */
bool salvage_table(struct salvage *salvage, enum salvage_table table, struct diag *diag);

#endif
