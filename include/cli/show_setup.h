/* What a command needs that plays: the configured wall, its fonts, an output. */
#ifndef CLI_SHOW_SETUP_H
#define CLI_SHOW_SETUP_H

#include <stdbool.h>

#include "cli/cli.h"
#include "player/player.h"
#include "text/font.h"

struct cli_wall {
    struct store *store; /* opened by the caller, closed with the rest */
    struct fonts *fonts;
    struct layout_zones *zones;
    struct output *output;
    struct loop *loop;
};

/* Whether what the configuration says of time is understood: the zone in force, dayparts, the
 * rota's categories. False with an error for each that is not. */
bool cli_check_times(struct cli *cli);

/* Opens all but the store; `spec` as of --output. The clock outlives it. False with an
 * error in cli->diag; to be closed in any case. */
bool cli_wall_open(struct cli_wall *wall, struct cli *cli, struct clock *clock, const char *spec);

/* False with an error where what the output wrote is not whole. */
bool cli_wall_close(struct cli_wall *wall, struct cli *cli);

/* A player's setup with all that the wall and the configuration give; it ends never. */
struct player_setup cli_wall_setup(const struct cli_wall *wall, const struct cli *cli,
                                   const struct clock *clock);

#endif
