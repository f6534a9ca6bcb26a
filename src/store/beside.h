/* What SQLite keeps beside a store that is open: the log of changes and that one's index. Somebody
 * else's rm or truncate takes them from under a program, and what it writes then nobody finds. */
#ifndef STORE_BESIDE_H
#define STORE_BESIDE_H

#include "db.h"

/* Notes what stands beside it now; the store has been read. */
void beside_know(struct store *store);

/* Why they are no longer those that this connection works with, for people, a literal; NULL: they
 * are. Costs some calls of the system. */
const char *beside_loss(struct store *store);

#endif
