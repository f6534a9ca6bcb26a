/* The keeper: a thread that looks after the store while the ticker runs, through a
 * connection of its own, so that the picture waits for no disk. It makes the backup
 * when it is due, brings the log of changes into the file, and tries whether a store
 * that could not be written can be.
 */
#ifndef KIOSK_STORE_CARE_H
#define KIOSK_STORE_CARE_H

#include <stdbool.h>

#include "base/loop.h"
#include "store/store.h"

struct config;
struct keeper;

/* All outlive it. On the simulated clock there is no thread: it works at once. */
struct keeper *keeper_create(struct loop *loop, const struct clock *clock, struct store *store,
                             const struct config *config);

/* NULL is fine. */
void keeper_destroy(struct keeper *keeper);

/* Why the store can't be written; NULL: it can. Valid until the loop goes on. */
const char *keeper_trouble(const struct keeper *keeper);

#endif
