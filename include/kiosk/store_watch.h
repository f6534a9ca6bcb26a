/* When to look whether another program has changed the store: when its files do (inotify(7)), and
 * each second for what gives no event (a disk that is unmounted, a clock that is set). Without
 * events it is looked four times a second. On the simulated clock, where nothing waits for another
 * program, 20 times a second of it.
 */
#ifndef KIOSK_STORE_WATCH_H
#define KIOSK_STORE_WATCH_H

#include <stdbool.h>

#include "base/loop.h"

struct store_watch;

/* Calls `look` whenever it is time, never from within; it says whether another has written since
 * it was asked last. `path` (copied) is the store's, be it there or not. The loop and the clock
 * outlive the watch. */
struct store_watch *store_watch_create(struct loop *loop, const struct clock *clock,
                                       const char *path, bool (*look)(void *user), void *user);

/* NULL is fine. */
void store_watch_destroy(struct store_watch *watch);

#endif
