/* A configuration's file as libconfig's tree, with all mistakes of its syntax. */
#ifndef CONFIG_PARSE_H
#define CONFIG_PARSE_H

#include <libconfig.h>
#include <limits.h>
#include <stdbool.h>

#include "base/diag.h"

/* Reads the file into a tree that was initialised. False with errors where it can't be read or has
 * mistakes; libconfig gives up at the first, so a line that has one is left out and the rest is
 * read again, as long as that line's own brackets match. *tree tells whether there is one (of the
 * lines that are left), so that what stands in them can be looked at, too. */
bool parse_file(config_t *file, const char *path, bool *tree, struct diag *diag);

/* Where an included file is: libconfig names it as the including one does, from its folder on.
 * `path` is of the file that was read; `room` may hold what is returned. */
const char *parse_included(const char *path, const char *file, char room[PATH_MAX]);

/* Calls fn for the file and for each that it includes, as far as they can be read. */
void parse_each_file(const char *path, void (*fn)(void *user, const char *path), void *user);

#endif
