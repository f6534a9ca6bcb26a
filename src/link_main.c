/* motograph-link: what `motograph link` and its sisters become. */
#include "cli/command.h"
#include "cli/configure.h"
#include "cli/link_commands.h"
#include "config/config.h"
#include "link/link.h"

static bool read_again(void *user, struct config *fresh, struct diag *diag)
{
    const struct cli *cli = user;
    return cli_configure(&cli->source, fresh, diag);
}

static int run(struct cli *cli)
{
    return link_run(cli->config, read_again, cli, &cli->diag) ? CLI_DONE : CLI_FAULT;
}

static const struct cli_command link_command = {LINK_COMMAND, .run = run};

static const struct cli_command *const commands[] = {&link_command, &link_sign, &link_collect,
                                                     &link_fleet, NULL};

int main(int argc, char **argv)
{
    return command_main(commands, argc, argv);
}
