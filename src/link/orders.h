/* What messages ask for, one after the other: each by its route to the ticker and back. */
#ifndef LINK_ORDERS_H
#define LINK_ORDERS_H

#include "base/clock.h"
#include "config/config.h"
#include "link/meaning.h"
#include "link/topic.h"
#include "serve/errand.h"

struct orders;

/* What is known of one that was asked; all of it is the order's. */
struct order {
    struct topic topic; /* without rest */
    char *text;         /* of the topic; NULL: nobody has said it */
    char *editor;       /* for the log */
    uint64_t hash;      /* of what is wanted */
    bool wanted;        /* it comes from a topic that stays */
    struct meaning meaning;
};

struct orders_for {
    const struct config *config;
    const struct clock *clock;
    const struct visible *visible;
    struct upstream *(*upstream)(void *user);
    /* What became of one; the reply's body is a document. */
    void (*answered)(void *user, const struct order *order, const struct route_reply *reply);
    /* None waits any more. */
    void (*idle)(void *user);
    void *user;
};

/* Copied but for what it points to. */
struct orders *orders_create(const struct orders_for *whom);
void orders_destroy(struct orders *orders); /* NULL is fine; the upstream has gone by then */

/* It is moved in. */
void orders_add(struct orders *orders, const struct order *order);

/* Whether none waits or is on its way. */
bool orders_are_idle(const struct orders *orders);

size_t orders_waiting(const struct orders *orders);

void order_finish(struct order *order);

#endif
