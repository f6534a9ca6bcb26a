/* Programs beside this one, which carry what this one must not: a network. */
#ifndef CLI_COMPANION_H
#define CLI_COMPANION_H

#include "cli/cli.h"

/* Becomes the program motograph-NAME with the command line as it is; it stands beside this one (a
 * build folder), or in ../libexec/motograph of one in a folder named bin (an installed prefix).
 * Returns only where that fails: CLI_FAULT, with an error. */
int companion_run(struct cli *cli, const char *name);

/* The other way round: a companion runs a command of the main program with the options of its own
 * command line, and takes the document that it prints; NULL with an error that says what the
 * command says. `words`: the command's name, its arguments and options; NULL ends them. Waits for
 * it. */
json_t *companion_ask(const struct cli *cli, const char *const *words, struct diag *diag);

#endif
