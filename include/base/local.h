/* Local time: what the clocks on the wall say, by the rule of TZ (tzset(3)),
 * daylight saving included.
 *
 * A day is a number: days since 1970-01-01 in the proleptic Gregorian calendar.
 * Instants are wall time in ms (base/clock.h).
 */
#ifndef BASE_LOCAL_H
#define BASE_LOCAL_H

#include <stdbool.h>
#include <stdint.h>

#define LOCAL_MINUTES_A_DAY (24 * 60)

struct local_time {
    int64_t day;
    int minute;                    /* of the day, 0 to 1439, as the clock shows it */
    int weekday;                   /* 0: Monday to 6: Sunday (ISO 8601 counts from 1) */
    int year, month, day_of_month; /* month from 1 */
};

/* What the local clock shows at an instant. */
struct local_time local_time_at(int64_t wall_ms);

/* The first instant at which the local clock shows that minute of the day, or a
 * later time of the day. So every minute has one instant, in order, also where
 * clocks jump: a minute that is skipped begins when its hour is skipped, one
 * that comes twice when it comes first. minute may be 1440 (the next midnight)
 * or any other number: it counts on into the days around. At most one change of
 * the clocks in 28 hours is understood (there has been no other). */
int64_t local_instant_ms(int64_t day, int minute);

/* Whether a zone is one that there is, as TZ names it (POSIX.1-2017, 8.3): "Europe/Berlin",
 * "CET-1CEST", the path of a file of tzfile(5); "" is the system's. */
bool local_zone_is_known(const char *zone);

/* Local time is that zone's from now on, in the whole process; "" and NULL leave the environment's
 * TZ. Call it before threads ask for local time. */
void local_zone_set(const char *zone);

/* "CET, UTC+01:00": the zone in force, at an instant. */
#define LOCAL_ZONE_SIZE 48
void local_zone_text(int64_t wall_ms, char out[LOCAL_ZONE_SIZE]);

/* The day of a date; false where there is no such date. */
bool local_day_of(int year, int month, int day_of_month, int64_t *day);

#endif
