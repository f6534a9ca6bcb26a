/* Programs beside this one, which carry what this one must not: a network. */
#ifndef CLI_COMPANION_H
#define CLI_COMPANION_H

#include "cli/cli.h"

/* The path of motograph-NAME: beside this program (a build folder), or in ../libexec/motograph of
 * one in a folder named bin (an installed prefix). It need not be there. The caller frees. */
char *companion_path(const char *name);

/* That it could not be started, with errno; false. */
bool companion_is_missing(const char *path, struct diag *diag);

/* Becomes that program, with the command line as it is or with other arguments (the first one is
 * replaced by its path; NULL behind the last). Returns only where that fails: CLI_FAULT, with an
 * error. */
int companion_run(struct cli *cli, const char *name);
int companion_run_with(struct cli *cli, const char *name, char **arguments);

/* The other way round: a companion runs a command of the main program with the options of its own
 * command line, and takes the document that it prints; NULL with an error that says what the
 * command says. `words`: the command's name, its arguments and options; NULL ends them. Waits for
 * it. */
json_t *companion_ask(const struct cli *cli, const char *const *words, struct diag *diag);

#endif
