/* motograph help [COMMAND], version. */
#include "cli/help.h"

#include <assert.h>
#include <string.h>

#include "base/nearest.h"
#include "cli/columns.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/manual.h"

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

static void print_option(void *stream, const struct cli_option *option)
{
    char left[48];
    snprintf(left, sizeof left, "%s%c%s--%s %s", option->letter ? "-" : "",
             option->letter ? option->letter : ' ', option->letter ? ", " : "   ", option->name,
             option->value ? option->value : "");
    print_entry(stream, 28, left, option->help);
}

void help_command(const struct cli_command *command, FILE *stream)
{
    fprintf(stream, "usage: motograph %s%s%s [options]\n", command->name,
            *command->arguments ? " " : "", command->arguments);
    columns_print(stream, command->help, 0, 0, COLUMNS_USUAL);
    fputc('\n', stream);
    command_line_each_option(command, print_option, stream);
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

static int print_page(struct cli *cli, const char *page)
{
    if (manual_print(cli->commands, page, stdout))
        return CLI_DONE;
    diag_error(&cli->diag, "motograph help: there is no page %s; see motograph help --pages", page);
    return CLI_USAGE;
}

static int run_help(struct cli *cli)
{
    const struct cli_command *command = NULL;
    if (cli_value(cli, "page"))
        return print_page(cli, cli_value(cli, "page"));
    if (cli_value(cli, "pages")) {
        manual_list(cli->commands, stdout);
        return CLI_DONE;
    }
    if (cli->argument_count == 0)
        help_overview(cli->commands, stdout);
    else if ((command = help_find(cli->commands, cli->arguments[0], &cli->diag)))
        help_command(command, stdout);
    return cli->argument_count > 0 && !command ? CLI_USAGE : CLI_DONE;
}

const struct cli_command cli_help = {
    .name = "help",
    .arguments = "[COMMAND]",
    .help = "what the commands do, or how one is used",
    .most = 1,
    .bare = true,
    .options =
        {
            {"page", "NAME", "prints a manual page: motograph.1, motograph.cfg.5, ...", 0},
            {"pages", NULL, "lists the manual pages that there are", 0},
        },
    .run = run_help,
};
