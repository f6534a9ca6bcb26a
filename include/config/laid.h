/* Settings that are laid over the configuration while the ticker runs, by who keeps many walls:
 * what airs how often (rota.*) and when (schedule.dayparts). All other keys have one place, the
 * file.
 *
 * As a text they are lines of `KEY=VALUE`, as of --set; what no line names is the file's.
 */
#ifndef CONFIG_LAID_H
#define CONFIG_LAID_H

#include <stdbool.h>

#include "base/diag.h"

struct config;

/* Whether "group.key" may be laid over; and all that may, a comma and a space between: the caller
 * frees. */
bool laid_is_key(const char *name);
char *laid_keys(void);

/* `copy` (not initialised) has the other one's values of the groups that those keys are in, and
 * else the defaults. It is a configuration, which configuration_finish frees. */
void laid_copy(const struct config *config, struct config *copy);

/* Lays settings over a configuration. False with an error for each line that has another key, or a
 * value that the key does not have; what is good of them is set then, too. */
bool laid_set(struct config *config, const char *settings, struct diag *diag);

/* The values of those keys change places. */
void laid_swap(struct config *one, struct config *other);

#endif
