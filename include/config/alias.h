/* Other names of data files: each may have aliases = [ "NAME", ... ]; what people search for, and
 * what other programs call the same thing. A name is compared without case, and ' ', '_', '-' and
 * ':' are one.
 */
#ifndef CONFIG_ALIAS_H
#define CONFIG_ALIAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct config_t; /* libconfig's */

#define ALIASES_MAX 16

struct aliases {
    char *names[ALIASES_MAX];
    size_t count;
};

/* Takes the list from an open file. False with an error at its line where it is no list of texts,
 * or too long. The caller finishes either way. */
bool aliases_take(struct aliases *aliases, const struct config_t *file, const char *path,
                  struct diag *diag);

/* Frees what it has; a zeroed one is fine. */
void aliases_finish(struct aliases *aliases);

/* The names with ", " between them, "" for none. The caller frees. */
char *aliases_text(const struct aliases *aliases);

/* The path of the file that is called `name`, or has it as an alias: as data_find, which is asked
 * first. NULL where there is none; the caller frees. `name` has no '/' (assert). */
char *alias_find(const char *kind, const char *name, const char *ending);

#endif
