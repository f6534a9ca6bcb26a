/* The broker's password. */
#ifndef LINK_PASSWORD_H
#define LINK_PASSWORD_H

#include <stdbool.h>

#include "base/diag.h"

struct config;

/* The first line of mqtt.password_file, for the caller to free; NULL where none is configured.
 * False with an error. */
bool password_read(const struct config *config, char **password, struct diag *diag);

#endif
