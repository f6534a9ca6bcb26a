/* Reading a command line: which options are given, and what is left as arguments. */
#ifndef CLI_COMMAND_LINE_H
#define CLI_COMMAND_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/cli.h"

/* What it says before the configuration is read. Zero-initialised is empty. */
struct command_line {
    const char *config_path;
    const char *log_level;
    const char **sets;
    size_t set_count;
    bool help;
    char **arguments; /* what cli->arguments points into */
    char *text;       /* what stood on standard input in place of a text; NULL: nothing */
};

/* Reads argv behind the command's name (argv[0]) by its table and fills in the options and
 * arguments of `cli`. Options may stand anywhere; behind `--` there are none. Where the
 * command wants a text (text_at) what begins with a minus but can be no option is that text, "-5
 * degrees", "- and yet", and a "-" alone stands for standard input. False with an error: wrong
 * usage. To be finished in any case; what it points into is argv's. */
bool command_line_parse(struct command_line *line, struct cli *cli, int argc, char **argv);
void command_line_finish(struct command_line *line);

/* Calls fn for each option that a command takes: its own, then those of every command. */
void command_line_each_option(const struct cli_command *command,
                              void (*fn)(void *user, const struct cli_option *option), void *user);

#endif
