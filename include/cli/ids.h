/* The snippets that an argument names: `3`, `3-7,9`, or "-" with such lists on standard input. */
#ifndef CLI_IDS_H
#define CLI_IDS_H

#include "cli/cli.h"

/* Calls fn with each id, once and in order of the list: a range has those that are in the store,
 * an id by itself is fn's to look up. Without a store (NULL) a range is an error. A list that is
 * none is an error, and nothing is done; where fn returns false (its error is in cli->diag) the
 * others go on. False when there was any error. */
bool ids_each(struct cli *cli, struct store *store, const char *list,
              bool (*fn)(struct cli *cli, struct store *store, int64_t id));

#endif
