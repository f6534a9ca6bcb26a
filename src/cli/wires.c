/* motograph wires: news from outside, fetched by a second program, which this one becomes. */
#include <stdlib.h>

#include "base/memory.h"
#include "cli/commands.h"
#include "cli/companion.h"

/* The configuration as it was told to this one. */
static char **arguments_of(const struct cli *cli)
{
    const struct cli_source *source = &cli->source;
    char **arguments = memory_alloc(10 + 2 * source->set_count, sizeof *arguments);
    size_t count = 0;
    arguments[count++] = "motograph-wires";
    arguments[count++] = "run";
    if (source->path) {
        arguments[count++] = "-c";
        arguments[count++] = (char *)source->path;
    }
    if (source->over) {
        arguments[count++] = "--over";
        arguments[count++] = (char *)source->over;
    }
    for (size_t i = 0; i < source->set_count; i++) {
        arguments[count++] = "--set";
        arguments[count++] = (char *)source->sets[i];
    }
    if (source->log_level) {
        arguments[count++] = "--log";
        arguments[count++] = (char *)source->log_level;
    }
    if (cli_value(cli, "once"))
        arguments[count++] = "--once";
    return arguments;
}

static int run_command(struct cli *cli)
{
    char **arguments = arguments_of(cli);
    int code = companion_run_with(cli, "wires", arguments);
    free(arguments);
    return code;
}

const struct cli_command cli_wires = {
    .name = "wires",
    .arguments = "",
    .help = "fetches the configured feeds and puts them before the running ticker",
    .options = {{"once", NULL, "each of them once, at once, and ends", 0}},
    .run = run_command,
};
