/* The configuration of a running ticker is read again: by SIGHUP, by `motograph reload`, and, where
 * control.reload says so, when its file changes. All that can change without a restart does,
 * between two items; a bad file changes nothing. What came of it stands in the state. Settings
 * that somebody lays over it hold whatever the file says.
 */
#ifndef CLI_RELOAD_H
#define CLI_RELOAD_H

#include <stdbool.h>

#include "base/diag.h"
#include "cli/cli.h"
#include "cli/show_setup.h"
#include "control/state.h"
#include "kiosk/notify.h"
#include "player/player.h"

struct reload;

/* All of them outlive it, but the player, which is told by reload_watch. `spec` as of --output;
 * `notify` is told while it is read (NULL: nobody is). */
struct reload *reload_create(struct cli *cli, struct cli_show *show, const char *spec,
                             struct notify *notify);
void reload_destroy(struct reload *reload); /* after the player; NULL is fine */

/* From now on: for that player. */
void reload_watch(struct reload *reload, struct player *player);

/* Reads it (user: a struct reload). False with an error for each mistake; nothing has changed
 * then. */
bool reload_now(void *user, struct diag *diag);

/* Lays settings over it (config/laid.h), in place of those before; they stay over what is read
 * again later. False with an error for each mistake; nothing has changed then. */
bool reload_lay(void *user, const char *settings, struct diag *diag);

/* Valid as long as it; the texts until the configuration is read the next time. */
const struct state_configuration *reload_state(const struct reload *reload);

#endif
