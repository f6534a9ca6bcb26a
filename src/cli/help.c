/* motograph help [COMMAND], version. */
#include "cli/help.h"

#include <assert.h>
#include <string.h>

#include "base/nearest.h"
#include "cli/columns.h"
#include "cli/commands.h"

#define COMMANDS_MOST 64

/* A name, and what it means behind the column. */
static void print_entry(FILE *stream, int column, const char *name, const char *meaning)
{
    int end = fprintf(stream, "  %-*s ", column - 2, name);
    columns_print(stream, meaning, end, column + 1, COLUMNS_USUAL);
}

void help_overview(const struct cli_command *const *commands, FILE *stream)
{
    fputs("motograph " MOTOGRAPH_VERSION ": a news ticker for HUB75 LED panels\n\n"
          "usage: motograph COMMAND [options]\n\n",
          stream);
    for (size_t i = 0; commands[i]; i++)
        print_entry(stream, 15, commands[i]->name, commands[i]->help);
    fputs("\nWith every command: -c FILE names the configuration, --set KEY=VALUE overrides a\n"
          "key of it, --json prints JSON, --log debug tells what is decided, and why. A\n"
          "text or file named - is read from standard input.\n"
          "`motograph help COMMAND` tells more.\n",
          stream);
}

void help_command(const struct cli_command *command, FILE *stream)
{
    fprintf(stream, "usage: motograph %s%s%s [options]\n", command->name,
            *command->arguments ? " " : "", command->arguments);
    columns_print(stream, command->help, 0, 0, COLUMNS_USUAL);
    fputc('\n', stream);
    for (const struct cli_option *option = command->options; option->name; option++) {
        char left[48];
        snprintf(left, sizeof left, "%s%c%s--%s %s", option->letter ? "-" : "",
                 option->letter ? option->letter : ' ', option->letter ? ", " : "   ", option->name,
                 option->value ? option->value : "");
        print_entry(stream, 28, left, option->help);
    }
    fputs("  -c, --config FILE          the configuration\n"
          "      --set KEY=VALUE        overrides a key of it\n"
          "      --json                 prints JSON\n",
          stream);
    if (command->lists)
        fputs("      --jsonl                prints JSON, an item a line\n", stream);
    fputs("      --utc                  tells times in UTC, not in local time\n"
          "      --log LEVEL            of log.level: error, warning, info or debug\n",
          stream);
}

const struct cli_command *help_find(const struct cli_command *const *commands, const char *name,
                                    struct diag *diag)
{
    const char *names[COMMANDS_MOST];
    size_t count = 0;
    for (; commands[count]; count++) {
        assert(count < COMMANDS_MOST);
        names[count] = commands[count]->name;
        if (strcmp(names[count], name) == 0)
            return commands[count];
    }
    const char *nearest = nearest_name(name, names, count);
    if (nearest)
        diag_error(diag, "motograph: there is no command %s; did you mean %s? (motograph help)",
                   name, nearest);
    else
        diag_error(diag, "motograph: there is no command %s; see motograph help", name);
    return NULL;
}

static int run_help(struct cli *cli)
{
    const struct cli_command *command = NULL;
    if (cli->argument_count == 0)
        help_overview(cli->commands, stdout);
    else if ((command = help_find(cli->commands, cli->arguments[0], &cli->diag)))
        help_command(command, stdout);
    return cli->argument_count > 0 && !command ? CLI_USAGE : CLI_DONE;
}

static int run_version(struct cli *cli)
{
    if (cli->json)
        cli_print_json(json_pack("{s:s}", "version", MOTOGRAPH_VERSION));
    else
        puts("motograph " MOTOGRAPH_VERSION);
    return CLI_DONE;
}

const struct cli_command cli_help = {
    .name = "help",
    .arguments = "[COMMAND]",
    .help = "what the commands do, or how one is used",
    .most = 1,
    .bare = true,
    .run = run_help,
};

const struct cli_command cli_version = {
    .name = "version",
    .arguments = "",
    .help = "which version of the program this is",
    .bare = true,
    .run = run_version,
};
