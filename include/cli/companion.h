/* Programs beside this one, which carry what this one must not: a network. */
#ifndef CLI_COMPANION_H
#define CLI_COMPANION_H

#include "cli/cli.h"

/* Becomes the program motograph-NAME with the command line as it is; it stands beside this one (a
 * build folder), or in ../libexec/motograph of one in a folder named bin (an installed prefix).
 * Returns only where that fails: CLI_FAULT, with an error. */
int companion_run(struct cli *cli, const char *name);

#endif
