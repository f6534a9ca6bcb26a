/* motograph serve: the wall in browsers. A process of its own that watches the ticker by its
 * socket; whatever becomes of it, the ticker goes on. */
#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H

#include <stdbool.h>

#include "base/diag.h"

struct config_control;

/* Serves until SIGTERM or SIGINT; prints the address once it listens. False with an error. */
bool serve_run(const struct config_control *config, struct diag *diag);

#endif
