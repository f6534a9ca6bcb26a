/* The ticker's end of the wires: each edit is a request on its socket. */
#ifndef WIRES_TICKER_H
#define WIRES_TICKER_H

#include <stdbool.h>

#include "news/wire_item.h"

struct ticker {
    const char *socket; /* control.socket; outlives it */
    bool silent;        /* it could not be asked last time, which was told */
};

/* Puts an item before it. False where it could not be asked, or could not write; one that it
 * refuses for good is told in the log, and done. */
bool ticker_send(struct ticker *ticker, const struct wire_item *item);

/* The same of an item that is taken back, or only over. */
bool ticker_withdraw(struct ticker *ticker, const char *feed, const char *key, bool over);

#endif
