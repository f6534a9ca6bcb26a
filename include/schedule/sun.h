/* Sunrise and sunset, computed: no network.
 *
 * The position is that of the Astronomical Almanac's low-precision formulas for the sun (section C;
 * 0.01 degrees from 1950 to 2050); sunrise and sunset are within a minute of published ones between
 * the polar circles. Clouds and hills do more to a dusk.
 */
#ifndef SCHEDULE_SUN_H
#define SCHEDULE_SUN_H

#include <stdint.h>

struct sun_place {
    double latitude;  /* degrees, north positive, -90 to 90 */
    double longitude; /* degrees, east positive, -180 to 180 */
};

/* Instants in wall ms (base/clock.h). Where the sun does not set that day, the
 * day is the 24 hours around noon; where it does not rise, both are noon: so
 * "from sunrise to sunset" is always and never. */
struct sun_day {
    int64_t rise_ms, noon_ms, set_ms;
};

/* day: days since 1970-01-01, as the place counts them (base/local.h). */
struct sun_day sun_day_at(struct sun_place place, int64_t day);

#endif
