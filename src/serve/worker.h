/* Work that takes long, or much memory: done by a process of its own, whose end is waited for by
 * the loop. */
#ifndef SERVE_WORKER_H
#define SERVE_WORKER_H

#include <stdbool.h>

#include "base/loop.h"
#include "serve/route.h"

/* At once: more are told to come again. */
#define WORKERS_MOST 2
#define WORKER_MS 20000 /* what takes longer is given up */

struct workers;

struct workers *workers_create(struct loop *loop);
void workers_destroy(struct workers *workers); /* what works is ended; each is told */

/* Does it; `done` is called with its reply (good during the call), or with a refusal where it did
 * not end well or in time. False: so many work already. */
bool workers_start(struct workers *workers, const struct route_world *world,
                   const struct route *route, const struct asked *asked,
                   void (*done)(void *user, struct route_reply *reply), void *user);

#endif
