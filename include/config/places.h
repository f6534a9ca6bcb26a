/* Where cities are that have a time zone of their own: the system's zone.tab (tz database). */
#ifndef CONFIG_PLACES_H
#define CONFIG_PLACES_H

#include <stdbool.h>

struct place_found {
    double latitude, longitude; /* degrees, north and east */
    char zone[64];              /* "Europe/Berlin" */
};

/* A city ("Berlin", "New York", in any case), or a whole zone's name. False where it is none, or
 * the system has no such list. */
bool places_find(const char *name, struct place_found *place);

#endif
