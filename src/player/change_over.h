/* To another configuration, between two items. */
#ifndef PLAYER_CHANGE_OVER_H
#define PLAYER_CHANGE_OVER_H

#include "player_state.h"

/* Goes over to the change that waits, if one does and no item is in its middle. */
void change_over(struct player *player);

/* Gives up what waits. */
void change_over_forget(struct player *player);

#endif
