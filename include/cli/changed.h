/* What a command says that has changed a snippet. */
#ifndef CLI_CHANGED_H
#define CLI_CHANGED_H

#include "cli/cli.h"
#include "store/store.h"

/* Tells what was done ("removed") to a row, with its words, since an id may be mistyped; with
 * --json the whole row. */
void cli_tell_row(struct cli *cli, const struct store_row *row, const char *what);

/* The same of a snippet as it is in the store now; nothing where it is not. */
void cli_tell_changed(struct cli *cli, struct store *store, int64_t id, const char *what);

#endif
