/* What the commands are, for a person and for who looks one up. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "cli/cli.h"

/* All commands, a line each; NULL stands behind the last. */
void help_overview(const struct cli_command *const *commands, FILE *stream);

/* One command: its arguments and options. */
void help_command(const struct cli_command *command, FILE *stream);

/* The command of that name; NULL with an error that tells the one that may have been meant. */
const struct cli_command *help_find(const struct cli_command *const *commands, const char *name,
                                    struct diag *diag);

#endif
