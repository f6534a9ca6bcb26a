/* A data file (a board, a panel, a chip, a language) as libconfig's tree. Private. */
#ifndef CONFIG_TREE_H
#define CONFIG_TREE_H

#include <libconfig.h>
#include <stdbool.h>

#include "base/diag.h"

/* Opens the file into a tree that was initialised; what it includes is sought beside it. False with
 * its error; so for a folder, a pipe and a device, which are not opened, nor when they are
 * included. `what` says what is wanted: "a panel's file". */
bool tree_open(config_t *file, const char *path, const char *what, struct diag *diag);

/* Ends the program where libconfig (1.5) had no memory for a name or a text of a tree that it calls
 * read: what is missing would be taken for what nobody has written. */
void tree_must(const config_t *file);

#endif
