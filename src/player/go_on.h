/* What follows from a change, and when the player looks again. */
#ifndef PLAYER_GO_ON_H
#define PLAYER_GO_ON_H

#include "player_state.h"

/* Fills the zones, shows the wall, and sets the timer for the next event: after everything
 * that changes the wall. now_ns is never before the last time. */
void go_on(struct player *player, int64_t now_ns);

/* When something becomes due or ceases to be, by the monotonic clock; now_ns where that has
 * passed, INT64_MAX: never. */
int64_t go_on_due_ns(const struct player *player, int64_t now_ns);

#endif
