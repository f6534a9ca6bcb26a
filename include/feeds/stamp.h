/* Dates as feeds have them: RFC 822 with two or four digits of the year and zones by name, ISO 8601
 * in its shapes, asctime's, with months by their names in some languages, with slashes or points,
 * seconds since 1970. */
#ifndef FEEDS_STAMP_H
#define FEEDS_STAMP_H

#include <stdbool.h>
#include <stdint.h>

/* The instant that a text tells; without a zone UTC is meant, without an hour the day's beginning.
 * False where it tells none, or one before 1970. */
bool stamp_read(const char *text, int64_t *instant_ms);

#endif
