/* What feeds bring to a running player, and take back. */
#ifndef PLAYER_WIRE_ITEMS_H
#define PLAYER_WIRE_ITEMS_H

#include "control/request.h"
#include "player_state.h"

/* Takes an item or takes one back (REQUEST_ITEM, REQUEST_WITHDRAW); what is on air follows at once.
 * False with an error. */
bool wire_items_take(struct player *player, const struct request *request, struct diag *diag);

#endif
