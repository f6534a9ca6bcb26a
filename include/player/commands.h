/* What is asked of a running player. */
#ifndef PLAYER_COMMANDS_H
#define PLAYER_COMMANDS_H

#include <stdbool.h>

#include "base/diag.h"
#include "control/request.h"
#include "control/state.h"

/* Does what is asked of the player (a struct player) at once, and tells how it stands then;
 * what other programs have changed in the store counts first. kill, breaking and clear are
 * for a store that can't be written: they hold from now on and are written when that can be.
 * False with an error where the request is not within its limits (request_check), names a
 * zone that there is not, or too many edits wait: nothing is done then. The state's texts
 * are valid until the loop goes on. */
bool commands_take(void *player, const struct request *request, struct state *state,
                   struct diag *diag);

/* Shows a scene of somebody's own in place of the wall, and what was on air goes on behind it:
 * false, and nothing is done, where it is dark, paused or taken over. A take-over breaks in. */
bool commands_notice(void *player, struct scene *scene);

/* Ends it; nothing where it has ended. What was paused by hand meanwhile stands still as it is. */
void commands_end_notice(void *player);

/* The wall has at most so many percent of panel.brightness from now on (1 to 100), since the room
 * is so dark. */
void commands_dim(void *player, int percent);

/* Nobody is before the wall, which is dark like in a dark daypart, or somebody is again. */
void commands_there(void *player, bool there);

/* The words on the wall, or of its first zone that shows some; NULL: nothing airs, or it is dark.
 * Valid until the loop goes on. Asks nobody. */
const char *commands_on_air(const void *player);

#endif
