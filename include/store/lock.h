/* One ticker writes a store's log: two would put their airings among each other's. The lock is one
 * of the kernel's on PATH.lock (fcntl(2), F_SETLK), which ends with the process, however it ends.
 */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include <stdbool.h>

#include "base/diag.h"

struct store_lock;

/* False with an error that says who holds it. Where no lock can be made (a read-only folder, a full
 * disk) *lock is NULL, and nobody else can have one. */
bool store_lock_take(const char *path, struct store_lock **lock, struct diag *diag);

/* Takes it again where its file was removed; false with an error where another has it by now. NULL
 * is fine. */
bool store_lock_keep(struct store_lock *lock, struct diag *diag);

/* Lets go of it; the file stays. NULL is fine. */
void store_lock_release(struct store_lock *lock);

/* The same, and leaves no file: there is no store of ours. NULL is fine. */
void store_lock_discard(struct store_lock *lock);

#endif
