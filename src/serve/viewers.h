/* Who has an event stream open: each is told what has changed since it was told last, so that a
 * slow one skips what is over and nothing waits for it. */
#ifndef SERVE_VIEWERS_H
#define SERVE_VIEWERS_H

#include <stddef.h>
#include <stdint.h>

#include <microhttpd.h>

#include "base/clock.h"
#include "serve/visible.h"

struct viewers;

/* `visible` and the clock outlive it. */
struct viewers *viewers_create(const struct visible *visible, const struct clock *clock);

/* Nobody is there any more (the daemon has stopped). NULL is fine. */
void viewers_destroy(struct viewers *viewers);

/* How many there are. */
size_t viewers_count(const struct viewers *viewers);

/* The stream for a connection; last_id is the Last-Event-ID that it says, or NULL; `packs`: it
 * takes gzip. NULL: there is no memory. */
struct MHD_Response *viewers_response(struct viewers *viewers, struct MHD_Connection *connection,
                                      const char *last_id, bool packs);

/* There is news: all go on, as soon as the daemon runs. */
void viewers_wake(struct viewers *viewers);

/* The same, and each is told what time it is, so that it is known whether it is there. */
void viewers_beat(struct viewers *viewers);

/* Those that there are end; who may still look comes back. */
void viewers_cut(struct viewers *viewers);

/* The streams end. */
void viewers_end(struct viewers *viewers);

#endif
