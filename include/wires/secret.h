/* A feed's password, from a file that nobody else can read. */
#ifndef WIRES_SECRET_H
#define WIRES_SECRET_H

#include <stdbool.h>

#include "base/diag.h"

/* The first line of an auth_file; the caller frees it. False with an error where it can't be read,
 * is empty, or others may read it. */
bool secret_read(const char *path, char **line, struct diag *diag);

/* Whether it is a header ("Authorization: ..."), not USER:PASSWORD. */
bool secret_is_header(const char *line);

#endif
