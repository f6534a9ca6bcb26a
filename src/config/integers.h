/* Integers that libconfig would silently wrap: its version 1.5 keeps 32 bits of
 * a number without the suffix L. */
#ifndef CONFIG_INTEGERS_H
#define CONFIG_INTEGERS_H

#include <stdbool.h>

#include "base/diag.h"

/* Ends each of the messages. */
#define INTEGERS_TOLD "does not fit in 32 bits"

/* Looks through a text in libconfig's syntax, comments and strings apart.
 * `name` and the line numbers are for the messages. */
bool integers_check(const char *name, const char *text, struct diag *diag);

/* The same for a file and the files that it includes. A file that can't be read
 * is left to libconfig's own message. */
bool integers_check_file(const char *path, struct diag *diag);

#endif
