/* A file that is written under a temporary name beside it and takes its name
 * when it is whole. */
#ifndef OUTPUT_REPLACE_H
#define OUTPUT_REPLACE_H

#include <stdbool.h>

#include "base/diag.h"

/* The temporary name; the caller frees. */
char *replace_name(const char *path);

/* Renames, or removes the temporary file when `whole` is false. False with an
 * error when it did not get its name. */
bool replace_finish(const char *temporary, const char *path, bool whole, struct diag *diag);

#endif
