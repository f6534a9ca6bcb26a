/* What a command needs that plays: the configured wall, its fonts, an output. */
#ifndef CLI_SHOW_SETUP_H
#define CLI_SHOW_SETUP_H

#include <stdbool.h>

#include "cli/cli.h"
#include "player/player.h"
#include "text/font.h"

struct cli_show {
    struct store *store; /* opened by the caller, closed with the rest */
    struct fonts *fonts;
    struct layout_zones *zones;
    struct output *output;
    struct loop *loop;
};

/* The configured wall in px; false with an error where there is none such. */
bool cli_wall_size(const struct config *config, int *width, int *height, struct diag *diag);

/* Opens all but the store; `spec` as of --output. The clock outlives it. False with an
 * error in cli->diag; to be closed in any case. */
bool cli_show_open(struct cli_show *show, struct cli *cli, struct clock *clock, const char *spec);

/* False with an error where what the output wrote is not whole. */
bool cli_show_close(struct cli_show *show, struct cli *cli);

/* A player's setup with all that the wall and the configuration give; it ends never. */
struct player_setup cli_show_player(const struct cli_show *show, const struct cli *cli,
                                    const struct clock *clock);

#endif
