/* The scene that `motograph plan` is asked for. */
#ifndef CLI_PLANNED_H
#define CLI_PLANNED_H

#include "cli/cli.h"
#include "display/scene.h"
#include "hub75/panel.h"

/* Whether the configured wall is asked for. */
bool cli_planned_is_wall(const struct cli *cli);

/* A builder's pattern, a text over the whole wall, or below a label; without either the
 * configured wall with a headline in each zone that shows news. NULL with errors in the
 * command's diag. The caller unrefs. */
struct scene *cli_planned_scene(struct cli *cli, const struct panel *panel);

#endif
