/* motograph pattern detect: finds an unknown panel by what a person sees of it. */
#ifndef CLI_DETECT_H
#define CLI_DETECT_H

#include "cli/cli.h"

/* Shows one question after the other on the output `spec`, takes the answers from the option
 * --answers (a file, - standard input) or else from the terminal, and prints the lines that belong
 * into the configuration. Returns the exit code: CLI_FAULT where the panel was not found. */
int detect_run(struct cli *cli, const char *spec);

#endif
