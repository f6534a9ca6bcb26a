/* What would come next. */
#ifndef PLAYER_FORESEE_H
#define PLAYER_FORESEE_H

#include "player_state.h"

/* Notes in next_text what the rota would choose for the zone now; nothing where nobody looks. What
 * must not be shown is held then, and not named. */
void foresee(struct player *player, size_t zone);

/* Of each zone what would be chosen now that something is other than it was; nothing while it is
 * dark. */
void foresee_anew(struct player *player);

#endif
