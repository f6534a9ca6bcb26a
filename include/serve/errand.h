/* What a route asks of the ticker, on its way there and back: once, or as often as the route has
 * something to ask for. Whoever was asked by (a browser, a broker) has the reply in the end.
 */
#ifndef SERVE_ERRAND_H
#define SERVE_ERRAND_H

#include <stdbool.h>

#include "control/upstream.h"
#include "serve/route.h"

/* For whom. */
struct errand_for {
    struct upstream *(*upstream)(void *user);
    /* The world, without its store, and what is asked (step and absent are the errand's), good
     * during the call; false: nobody waits any more. */
    bool (*look)(void *user, struct route_world *world, struct asked *asked);
    void (*done)(void *user); /* the reply is there */
    void *user;
};

/* Zero-initialised but for the first three, which are the caller's and outlive it; it stays where
 * it is until it was called back. */
struct errand {
    const struct errand_for *for_whom;
    const struct route *route; /* which asks */
    struct route_reply *reply;
    json_t *keep;
    size_t step, absent; /* as of asked */
};

/* True: `done` is called later. False: the reply is there already. */
bool errand_ask(struct errand *errand);

/* Frees what it keeps; nobody is called back any more. */
void errand_finish(struct errand *errand);

#endif
