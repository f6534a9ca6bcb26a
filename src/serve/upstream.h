/* The connection to the ticker: its events, and a new try each second while there is none. */
#ifndef SERVE_UPSTREAM_H
#define SERVE_UPSTREAM_H

#include <jansson.h>

#include "base/loop.h"

struct upstream;

/* What is told: each event, which is good during the call; NULL when the ticker has gone; and
 * when all that has come was told. */
struct upstream_told {
    void (*event)(void *user, const json_t *event);
    void (*all)(void *user);
    void *user;
};

/* Tries at once; why there is no ticker goes to the log, once. `path` (the socket's) outlives it,
 * `told` is copied. */
struct upstream *upstream_create(struct loop *loop, const char *path,
                                 const struct upstream_told *told);
void upstream_destroy(struct upstream *upstream); /* NULL is fine */

#endif
