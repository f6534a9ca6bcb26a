/* Care of the store: a thread that looks after the store while the ticker runs, through a
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
struct store_care;

/* All outlive it. On the simulated clock there is no thread: it works at once. */
struct store_care *store_care_create(struct loop *loop, const struct clock *clock,
                                     struct store *store, const struct config *config);

/* NULL is fine. */
void store_care_destroy(struct store_care *care);

/* Why the store can't be written; NULL: it can. Valid until the loop goes on. */
const char *store_care_trouble(const struct store_care *care);

#endif
