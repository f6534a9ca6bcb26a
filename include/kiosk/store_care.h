/* Care of the store: a thread that looks after the store while the ticker runs, through a
 * connection of its own, so that the picture waits for no disk. It makes the backup's
 * generations when they are due, brings the log of changes into the file, keeps it to its size,
 * repairs what is damaged meanwhile, and tries whether a store that could not be written, or was
 * gone, can be.
 */
#ifndef KIOSK_STORE_CARE_H
#define KIOSK_STORE_CARE_H

#include <stdbool.h>

#include "base/loop.h"
#include "store/lock.h"
#include "store/store.h"

struct config;
struct store_care;

/* All outlive it. On the simulated clock there is no thread: it works
 * at once. */
struct store_care *store_care_create(struct loop *loop, const struct clock *clock,
                                     struct store *store, const struct config *config);

/* The store's lock (store_lock_take; NULL: none), which it sees to, too; it outlives the care. */
void store_care_keep_lock(struct store_care *care, struct store_lock *lock);

/* NULL is fine. Work that takes longer than a second is left to its thread: the program ends soon
 * afterwards, and the thread with it. */
void store_care_destroy(struct store_care *care);

/* Why the store can't be written; NULL: it can. Valid until the loop goes on. */
const char *store_care_trouble(const struct store_care *care);

/* Why the last backup could not be made; NULL: it was, or none was tried. Valid until the loop goes
 * on; NULL is fine. */
const char *store_care_backup_trouble(const struct store_care *care);

#endif
