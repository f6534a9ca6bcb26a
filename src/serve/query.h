/* What the query of an address tells: numbers and times. */
#ifndef SERVE_QUERY_H
#define SERVE_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "serve/route.h"

/* A whole number from least to most; *number stays where it is not told. False: the reply says what
 * is allowed. */
bool query_number(const struct asked *asked, const char *name, int64_t least, int64_t most,
                  int64_t *number, struct route_reply *reply);

/* A time that is past (base/asked_time.h), in ns since 1970; *when_ns stays where it is not told.
 */
bool query_time(const struct route_world *world, const struct asked *asked, const char *name,
                int64_t *when_ns, struct route_reply *reply);

#endif
