/* Dayparts: hours of a day in local time, on some weekdays and dates.
 *
 *     [NAME:] [DATES] [DAYS] FROM-TO [dark | brightness N]
 *
 *     breakfast: mon-fri 06:00-10:00
 *     night: 23:00-05:30 dark
 *     evening: sunset-23:00 brightness 40
 *     advent: 2026-11-29..2026-12-24 08:00-20:00
 *     winter: 11-01..03-15 daily sunset+0:30-sunrise-0:30 brightness 20
 *
 * FROM and TO are HH:MM (24:00 is midnight at the end), `sunrise` or `sunset`,
 * these two with up to six hours more or less. Where TO is not after FROM it is
 * that of the next day; the daypart belongs to the day on which it begins.
 *
 * Clocks that jump: a daypart lasts from the instant of FROM to that of TO as
 * base/local.h defines them. So dayparts that join without a gap do so on every
 * day of the year, and none comes twice.
 */
#ifndef SCHEDULE_DAYPART_H
#define SCHEDULE_DAYPART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schedule/sun.h"

#define DAYPART_NAME_SIZE 32

enum daypart_anchor {
    DAYPART_MIDNIGHT,
    DAYPART_SUNRISE,
    DAYPART_SUNSET,
};

struct daypart_edge {
    enum daypart_anchor anchor;
    int minutes; /* after it */
};

/* An open value. */
struct daypart {
    char name[DAYPART_NAME_SIZE]; /* "": none */
    struct daypart_edge from, to;
    unsigned weekdays;         /* bit 0: Monday */
    bool yearly;               /* first and last are MMDD, else YYYYMMDD */
    int first_date, last_date; /* both included; first > last runs over the new year; 0: any */
    int brightness;            /* percent; 0: dark; -1: not said */
};

/* Whether it needs to know the place (sunrise or sunset). */
bool daypart_needs_place(const struct daypart *daypart);

/* Whether now_ms (wall time) lies in it. */
bool daypart_holds(const struct daypart *daypart, struct sun_place place, int64_t now_ms);

/* An instant after now_ms up to which daypart_holds does not change; at most
 * eight days on, where nothing changes before. */
int64_t daypart_next_change_ms(const struct daypart *daypart, struct sun_place place,
                               int64_t now_ms);

/* What the wall's brightness is now, in percent: that of the first daypart that
 * holds and says one, else `usual`; 0: dark. */
int daypart_brightness(const struct daypart *dayparts, size_t count, struct sun_place place,
                       int64_t now_ms, int usual);

#endif
