/* What a broker keeps for this wall, done by its ticker: one after the other, and what no topic has
 * any more is taken away. `user` is a struct link. */
#ifndef LINK_KEEP_H
#define LINK_KEEP_H

#include "link_state.h"

/* Asks for what is due, where the ticker is there and nothing else is asked for. */
void keep_go_on(struct link *link);

/* Where another file has taken the store's place, what was done is done there, too. */
void keep_look_at_store(struct link *link);

/* Of orders_for: what became of an order, and that there is none. */
void keep_answered(void *user, const struct order *order, const struct route_reply *reply);
void keep_idle(void *user);

/* All that was kept has come, it seems: that is settled soon, by the timer's function. */
void keep_settle_soon(struct link *link);
void keep_settle(void *user, int64_t now_ns);

/* Of the timer that tells the end of signed settings. */
void keep_ends(void *user, int64_t now_ns);

#endif
