/* What a sensor of the room's light says (Industrial I/O, Documentation/ABI/testing/sysfs-bus-iio:
 * bh1750, tsl2561, veml6030 and the like), and how bright the wall is then. The eye counts
 * doublings, so all is done in those.
 */
#ifndef KIOSK_LUX_H
#define KIOSK_LUX_H

#include <stdbool.h>

struct light_curve {
    double dim_lux, full_lux; /* from here up it is brighter, up to there; 0 < dim < full */
    double dim_percent;       /* at dim_lux and below */
    double slew_s;            /* from dark to full at most so fast; 0: at once */
};

/* Zero-initialised it has seen nothing. */
struct light_level {
    bool any;
    double stop;    /* log2 of the lux that counts */
    double percent; /* of what the schedule gives */
};

/* So much brighter or darker a room must be (in doublings) to count, as a cloud is not a dusk. */
#define LIGHT_HYSTERESIS (1.0 / 3.0)

/* What follows from `lux`, `seconds` after the last; 1 to 100. */
int light_level_see(struct light_level *level, const struct light_curve *curve, double lux,
                    double seconds);

/* Reads the sensor below `folder` (/sys/bus/iio/devices) once: the first device with an
 * illuminance. False: there is none, or it can't be read. */
bool light_read(const char *folder, double *lux);

#endif
