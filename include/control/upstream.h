/* The connection to the ticker: its events, and a new try each second while there is none. */
#ifndef CONTROL_UPSTREAM_H
#define CONTROL_UPSTREAM_H

#include <jansson.h>

#include "base/loop.h"
#include "control/request.h"

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
/* The ticker's answer, which has `ok` and is good during the call; NULL: there is none, and what
 * was asked may have been done or not. */
typedef void upstream_answer_fn(void *user, const json_t *answer);

enum upstream_asked {
    UPSTREAM_ASKED,
    UPSTREAM_NOBODY, /* there is no ticker */
    UPSTREAM_LARGE,  /* it takes no line so long */
};

/* Asks the ticker for something; fn is called later, and only if it was asked. */
enum upstream_asked upstream_ask(struct upstream *upstream, const struct request *request,
                                 upstream_answer_fn *fn, void *user);

/* Who waits is told that nothing comes. */
void upstream_destroy(struct upstream *upstream); /* NULL is fine */

#endif
