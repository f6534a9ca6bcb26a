/* Under which names the page may be asked for. A page of somebody else, whose name was made to lead
 * here (DNS rebinding), says its own name in `Host` and is refused; an address can't be rebound. */
#ifndef SERVE_HOST_H
#define SERVE_HOST_H

#include <stdbool.h>

/* Whether the field's value (RFC 9110, 7.2; NULL: there is none) is an address, localhost,
 * this machine's name, the same with .local, or one of `names` ("wall.example; other.example"),
 * with a port or without, whatever the case. */
bool host_is_ours(const char *field, const char *machine, const char *names);

/* Whether a name is one of "a; b; c", whatever the case. */
bool host_is_listed(const char *name, const char *names);

#endif
