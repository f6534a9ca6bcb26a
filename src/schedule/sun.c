#include "schedule/sun.h"

#include <assert.h>
#include <math.h>

#define DEGREE (3.14159265358979323846 / 180.0)
#define ZENITH (90.833 * DEGREE) /* of the sun's centre: refraction and its radius */
#define MINUTE_MS 60000.0
#define MINUTES_PER_DEGREE 4.0 /* the earth turns so */
#define HALF_DAY_MINUTES 720.0
#define DAY_MS INT64_C(86400000)
#define DAY_OF_2000 10957 /* of 2000-01-01 */

/* Where the sun stands in the sky. */
struct sun {
    double declination;      /* radians */
    double equation_minutes; /* what a sundial is ahead of a clock */
};

/* days: since noon of 2000-01-01, UTC. The numbers are the Almanac's. */
static struct sun sun_at(double days)
{
    double longitude = fmod(280.460 + 0.9856474 * days, 360.0); /* mean, degrees */
    double anomaly = fmod(357.528 + 0.9856003 * days, 360.0) * DEGREE;
    double ecliptic = (longitude + 1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly)) * DEGREE;
    double tilt = (23.439 - 0.0000004 * days) * DEGREE;
    double ascension = atan2(cos(tilt) * sin(ecliptic), cos(ecliptic)) / DEGREE;
    return (struct sun){
        .declination = asin(sin(tilt) * sin(ecliptic)),
        .equation_minutes = MINUTES_PER_DEGREE * remainder(longitude - ascension, 360.0),
    };
}

/* From sunrise to noon, in minutes: 0 in the polar night, 720 in the polar day. */
static double half_day(double latitude, double sun)
{
    /* at the poles the cosine is nearly 0, and the quotient large, its sign right */
    double x = cos(ZENITH) / (cos(latitude) * cos(sun)) - tan(latitude) * tan(sun);
    return acos(fmin(1.0, fmax(-1.0, x))) / DEGREE * MINUTES_PER_DEGREE;
}

struct sun_day sun_day_at(struct sun_place place, int64_t day)
{
    assert(place.latitude >= -90 && place.latitude <= 90);
    assert(place.longitude >= -180 && place.longitude <= 180);
    struct sun sun = sun_at((double)(day - DAY_OF_2000) - place.longitude / 360.0);
    double noon = HALF_DAY_MINUTES - MINUTES_PER_DEGREE * place.longitude - sun.equation_minutes;
    double half = half_day(place.latitude * DEGREE, sun.declination);
    int64_t noon_ms = day * DAY_MS + (int64_t)(noon * MINUTE_MS);
    return (struct sun_day){
        .rise_ms = noon_ms - (int64_t)(half * MINUTE_MS),
        .noon_ms = noon_ms,
        .set_ms = noon_ms + (int64_t)(half * MINUTE_MS),
    };
}
