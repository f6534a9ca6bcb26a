/* A document is read in a process of its own, which has nothing but its bytes. */
#ifndef WIRES_CHILD_H
#define WIRES_CHILD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/loop.h"
#include "feeds/read.h"

#define CHILD_WAIT_NS (20 * CLOCK_NS_PER_S)

/* What came of it, valid during the call. fault is for people where nothing did; NULL: read. */
struct child_result {
    struct feed *feed;       /* the called one may change it */
    const struct diag *diag; /* what was said of the document, faults included */
    const char *fault;
    bool shut_in; /* false: only the limits held (wires/sandbox.h) */
};

typedef void (*child_fn)(void *user, const struct child_result *result);

struct children;

/* Who starts them; the loop outlives it. */
struct children *children_create(struct loop *loop);

/* Ends those that still read, without a call. NULL is fine. */
void children_destroy(struct children *children);

/* Starts one on a document, which is copied; fn is called once, from the loop. False with errno
 * where no process can be started; fn is not called then. */
bool children_read(struct children *children, const char *document, size_t length,
                   const struct feed_hints *hints, child_fn fn, void *user);

#endif
