/* How long an answer of HTTP asks to be kept. */
#ifndef WIRES_CACHE_CONTROL_H
#define WIRES_CACHE_CONTROL_H

#include <stddef.h>
#include <stdint.h>

/* The seconds of max-age in a Cache-Control header's value (RFC 9111, 5.2.2.1), INT32_MAX at most;
 * 0 where it has none, or no-cache or no-store. */
int64_t cache_control_max_age(const char *value, size_t length);

#endif
