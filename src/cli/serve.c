/* motograph serve: the wall in browsers, by a program of its own. */
#include "cli/commands.h"
#include "cli/companion.h"

static int run_serve(struct cli *cli)
{
    return companion_run(cli, "serve");
}

const struct cli_command cli_serve = {
    .name = "serve",
    .arguments = "",
    .help = "shows the wall of a running ticker in browsers (control.http)",
    .run = run_serve,
};
