/* Edits that the store did not take: kill, breaking, clear. They hold at once, wait in memory
 * and are written as soon as that can be. */
#ifndef PLAYER_EDITS_H
#define PLAYER_EDITS_H

#include "control/request.h"
#include "player_state.h"

/* Takes a kill, a breaking or a clear that request_check has let pass. False with an error
 * where too many wait already. */
bool edits_take(struct player *player, const struct request *request, struct diag *diag);

/* Tries now and then to write what waits, if anything does. */
void edits_write_waiting(struct player *player, int64_t now_ns);

#endif
