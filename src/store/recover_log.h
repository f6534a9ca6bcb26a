/* What was read of an as-run log and is not what was written. A page that is gone may be read as
 * zeros, which the form of a row does not tell; the hashes do.
 */
#ifndef STORE_RECOVER_LOG_H
#define STORE_RECOVER_LOG_H

#include <stdint.h>

#include "db.h"

struct recover_log {
    int64_t rows; /* at which the chain breaks: they or those before them are not what they were */
    int64_t strips; /* that were damaged, and are dropped */
};

/* Notes the rows in the connection's table temp.doubtful (id). False with an error where the store
 * can't be read or written. */
bool recover_log_check(struct store *store, struct recover_log *found, struct diag *diag);

#endif
