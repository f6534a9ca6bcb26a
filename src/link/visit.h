/* A visit at the configured broker: some subscriptions, for some time. */
#ifndef LINK_VISIT_H
#define LINK_VISIT_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/loop.h"
#include "link/broker.h"

struct config;

struct visit {
    const char *client; /* by which the broker knows it */
    bool waits;         /* as of broker_setup */
    const char *topic;  /* that is subscribed, below mqtt.prefix */
    int seconds;        /* at most; 0: without end */
    /* Good during the call; below the prefix. */
    void (*message)(void *user, const char *topic, const char *bytes, size_t size);
    void (*turn)(void *user); /* behind the messages that came together */
    void *user;
    bool ends; /* when what the broker keeps was told */
};

/* False with an error, also where it ends by itself and no broker has answered. */
bool visit_broker(const struct config *config, const struct visit *visit, struct diag *diag);

#endif
