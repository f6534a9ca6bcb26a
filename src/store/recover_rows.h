/* Row by row out of a database that may be damaged. */
#ifndef STORE_RECOVER_ROWS_H
#define STORE_RECOVER_ROWS_H

#include <stddef.h>

#include "db.h"

#define RECOVER_TABLES 8

enum recover_table {
    RECOVER_ARTICLE,
    RECOVER_SNIPPET,
    RECOVER_AIRED,
    RECOVER_ASRUN_1,
    RECOVER_ASRUN,
    RECOVER_ASRUN_BASE,
    RECOVER_ASRUN_OPEN,
    RECOVER_STRIP,
};

struct recovery {
    struct store *to;             /* in a transaction; foreign keys off */
    sqlite3 *from;                /* NULL: it can't even be opened */
    int64_t last_id;              /* the greatest that a snippet was ever given */
    int64_t rows[RECOVER_TABLES]; /* taken */
    bool broken[RECOVER_TABLES];  /* not all could be read */
    bool doubts;                  /* rows of the log in temp.doubtful are replaced */
};

/* Opens `path` for recovery; recovery->from stays NULL when that can't be. */
void recover_rows_open(struct recovery *recovery, const char *path);

/* Closes what was opened; rows and broken stay. */
void recover_rows_close(struct recovery *recovery);

/* Takes what can be read of a table and is not there yet. False with an error when
 * the new store can't be written. */
bool recover_rows(struct recovery *recovery, enum recover_table table, struct diag *diag);

#endif
