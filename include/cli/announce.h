/* What the wall says of itself for people who stand before it: what is wrong with the configuration
 * that was to take the place of another, and where the machine is to be found. That comes from
 * outside of the ticker, which has no network: a line in a file `address` beside its socket, which
 * goes when it was shown.
 */
#ifndef CLI_ANNOUNCE_H
#define CLI_ANNOUNCE_H

#include "cli/cli.h"
#include "cli/show_setup.h"
#include "player/player.h"

struct announce;

/* From now on, as kiosk.announce_s says; all outlive it. */
struct announce *announce_create(const struct cli *cli, const struct cli_show *show,
                                 struct player *player);

/* In front of the player; NULL is fine. */
void announce_destroy(struct announce *announce);

#endif
