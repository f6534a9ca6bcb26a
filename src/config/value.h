/* Values between libconfig, text and struct config. */
#ifndef CONFIG_VALUE_H
#define CONFIG_VALUE_H

#include <libconfig.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/diag.h"
#include "config/config.h"
#include "config/schema.h"

/* Where a message points: a file and line, or `--set` with line 0; and from which folder on a
 * file's name is told, NULL for the current one. */
struct value_place {
    const char *file;
    int line;
    const char *folder;
};

/* Takes a setting into the group's struct. False with an error
 * `PLACE: group.key: what was found, what is allowed`. */
bool value_take(const struct schema_group *group, const struct schema_key *key,
                const config_setting_t *setting, void *values, struct value_place place,
                struct diag *diag);

/* Sets the default. */
void value_default(const struct schema_key *key, void *values);

/* Frees what a value owns and leaves it empty. */
void value_free(const struct schema_key *key, void *values);

/* Two structs' values change places. */
void value_swap(const struct schema_key *key, void *values, void *others);

/* Writes it as it stands in a file. */
void value_print(const struct schema_key *key, const void *values, FILE *stream);

#endif
