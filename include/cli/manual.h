/* Manual pages, from the tables that the help and the sample are made from. */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/cli.h"

/* Prints a page as mdoc(7): "motograph.1", "motograph-NAME.1" for a command NAME,
 * "motograph.cfg.5"; false where there is none of that name. */
bool manual_print(const struct cli_command *const *commands, const char *page, FILE *stream);

/* The names of the pages, a line each. */
void manual_list(const struct cli_command *const *commands, FILE *stream);

#endif
