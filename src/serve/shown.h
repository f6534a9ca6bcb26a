/* What of the log is for whom: who has no token sees what the wall showed, and nothing of what was
 * taken off it since. */
#ifndef SERVE_SHOWN_H
#define SERVE_SHOWN_H

#include <stdbool.h>

#include "serve/route.h"
#include "store/asrun.h"

/* Whether a row may be told: with a token each; without one no edit, and no airing of what is held,
 * killed, removed or under embargo by now. */
bool shown_to(const struct route_world *world, enum token_role role, const struct asrun_row *row);

#endif
