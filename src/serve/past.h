/* What the wall showed, for whom: the scenes of the log without those that are not for everybody.
 */
#ifndef SERVE_PAST_H
#define SERVE_PAST_H

#include "asrun/replay.h"
#include "serve/route.h"

/* What was on the wall in [from_ns, to_ns): the caller finishes it in any case. Where what was
 * shown is not for who asks the wall was dark. False with an error where there is nothing. */
bool past_load(const struct route_world *world, enum token_role role, int64_t from_ns,
               int64_t to_ns, struct replay *replay, struct diag *diag);

#endif
