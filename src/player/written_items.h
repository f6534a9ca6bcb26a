/* What editors write while the ticker runs. */
#ifndef PLAYER_WRITTEN_ITEMS_H
#define PLAYER_WRITTEN_ITEMS_H

#include "control/request.h"
#include "control/state.h"
#include "player_state.h"

/* Takes a put, an approve, a remove or an article; what is on air follows at once, and
 * player->taken says what became of it. False with an error. */
bool written_items_take(struct player *player, const struct request *request, struct diag *diag);

/* The log has who asked for it: a row of no length, which is no airing. */
void written_items_note(struct player *player, const struct request *request);

#endif
