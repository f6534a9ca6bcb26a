/* motograph link, sign, collect, fleet: by a program of its own, which has the broker's and the
 * signatures' libraries. */
#include "cli/commands.h"
#include "cli/companion.h"
#include "cli/link_commands.h"

static int run_link(struct cli *cli)
{
    return companion_run(cli, "link");
}

const struct cli_command cli_link = {LINK_COMMAND, .run = run_link};
const struct cli_command cli_sign = {SIGN_COMMAND, .run = run_link};
const struct cli_command cli_collect = {COLLECT_COMMAND, .run = run_link};
const struct cli_command cli_fleet = {FLEET_COMMAND, .run = run_link};
