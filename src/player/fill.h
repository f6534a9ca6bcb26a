/* What comes on a zone that is empty. */
#ifndef PLAYER_FILL_H
#define PLAYER_FILL_H

#include "player_state.h"

/* Puts something on each zone that is empty, and a take-over on the wall. A snippet that
 * can't be shown is held, with the reason, and the next one comes. */
void fill_zones(struct player *player, int64_t now_ns);

#endif
