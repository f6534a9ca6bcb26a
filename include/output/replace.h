/* A file that is written under a temporary name beside it and takes its name
 * when it is whole. What stands there already goes only where it is a file of the same kind: never
 * another kind of file, a link, a device, a socket.
 */
#ifndef OUTPUT_REPLACE_H
#define OUTPUT_REPLACE_H

#include <stdbool.h>

#include "base/diag.h"

enum replace_kind {
    REPLACE_PNG,
    REPLACE_GIF,
    REPLACE_VCD,
};

/* Opens the temporary file, which is new; its name for the caller to free. Negative with an error
 * that says what is in the way, and *temporary NULL. */
int replace_open(const char *path, enum replace_kind kind, char **temporary, struct diag *diag);

/* Renames, or removes the temporary file when `whole` is false. False with an
 * error when it did not get its name. */
bool replace_finish(const char *temporary, const char *path, bool whole, struct diag *diag);

#endif
