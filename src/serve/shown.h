/* What of the log is for whom: who has no token sees what the wall showed, and nothing of what was
 * taken off it since. */
#ifndef SERVE_SHOWN_H
#define SERVE_SHOWN_H

#include <stdbool.h>

#include "serve/route.h"

/* Whether a row of the log, of a snippet's id (0: none) and with that reason, may be told: with a
 * token each; without one no edit, and no airing of what is held, killed, removed or under embargo
 * by now. */
bool shown_to(const struct route_world *world, enum token_role role, int64_t id,
              const char *reason);

#endif
