/* motograph-serve: what `motograph serve` becomes. */
#include "cli/command.h"
#include "cli/companion.h"
#include "config/config.h"
#include "serve/serve.h"

/* With the options of this one. */
static json_t *run_beside(void *user, const char *const *words, struct diag *diag)
{
    return companion_ask(user, words, diag);
}

static int run(struct cli *cli)
{
    return serve_run(cli->config, run_beside, cli, &cli->diag) ? CLI_DONE : CLI_FAULT;
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
