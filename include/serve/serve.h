/* motograph serve: the wall in browsers. A process of its own that watches the ticker by its
 * socket; whatever becomes of it, the ticker goes on. */
#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H

#include <stdbool.h>

#include "base/diag.h"
#include "serve/route.h"

struct config;

/* Serves until SIGTERM or SIGINT; prints the address once it listens; `command` runs the program's
 * others. False with an error. */
bool serve_run(const struct config *config, command_fn *command, void *user, struct diag *diag);

#endif
