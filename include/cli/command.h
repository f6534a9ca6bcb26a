/* A program of commands: reads the command line, the configuration, and runs the command. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/cli.h"

/* `commands`: all that there are, NULL behind the last. Returns the exit code. */
int command_main(const struct cli_command *const *commands, int argc, char **argv);

#endif
