/* motograph-serve: what `motograph serve` becomes. */
#include "cli/command.h"
#include "config/config.h"
#include "serve/serve.h"

static int run(struct cli *cli)
{
    return serve_run(&cli->config->control, &cli->diag) ? CLI_DONE : CLI_FAULT;
}

static const struct cli_command serve = {
    .name = "serve",
    .arguments = "",
    .help = "shows the wall of a running ticker in browsers (control.http)",
    .run = run,
};

static const struct cli_command *const commands[] = {&serve, NULL};

int main(int argc, char **argv)
{
    return command_main(commands, argc, argv);
}
