/* Whether a configuration can be shown: what check-config checks, and what run and reload do. Each
 * tells all that is wrong in diag. */
#ifndef CLI_SHOW_CHECK_H
#define CLI_SHOW_CHECK_H

#include <stdbool.h>

#include "cli/cli.h"
#include "text/font.h"

/* The configured panel; panel_destroy. NULL where there is none such: with an error, unless its
 * keys were told of already. */
struct panel *cli_panel(const struct config *config, struct diag *diag);

/* Whether the board can be read and has the lanes that are asked for. What should be known of it is
 * a note. */
bool cli_check_board(const struct config *config, struct diag *diag);

/* Whether the zones lie on the wall, logos can be read, and the speed can be followed. */
bool cli_check_zones(const struct config *config, struct fonts *fonts, struct diag *diag);

/* The same, and whether there are the faces. */
bool cli_check_look(const struct config *config, struct diag *diag);

/* Whether what the configuration says of time is understood: the zone in force, dayparts, the
 * rota's categories. False with an error for each that is not. */
bool cli_check_times(struct cli *cli);

/* Whether kiosk.keys is understood. */
bool cli_check_keys(const struct config *config, struct diag *diag);

#endif
