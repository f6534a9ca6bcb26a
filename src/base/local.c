#include "base/local.h"

#include <time.h>

#include "base/clock.h"

#define S_PER_DAY 86400
#define S_PER_HOUR INT64_C(3600)
#define S_PER_MINUTE 60
/* Local time is UTC-12 to UTC+14 (Baker Island, Kiritimati); an hour to spare on both sides. */
#define EASTMOST_S (15 * S_PER_HOUR)
#define WESTMOST_S (13 * S_PER_HOUR)

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Seconds that the local clock is ahead of UTC. */
static int64_t offset_at(int64_t s)
{
    time_t seconds = (time_t)s;
    struct tm parts;
    return localtime_r(&seconds, &parts) ? parts.tm_gmtoff : 0;
}

struct local_time local_time_at(int64_t wall_ms)
{
    int64_t utc_s = floor_div(wall_ms, CLOCK_MS_PER_S);
    int64_t s = utc_s + offset_at(utc_s);
    int64_t day = floor_div(s, S_PER_DAY);
    time_t midnight = (time_t)(day * S_PER_DAY);
    struct tm parts = {0};
    gmtime_r(&midnight, &parts);
    return (struct local_time){
        .day = day,
        .minute = (int)((s - day * S_PER_DAY) / S_PER_MINUTE),
        .weekday = (parts.tm_wday + 6) % 7,
        .year = parts.tm_year + 1900,
        .month = parts.tm_mon + 1,
        .day_of_month = parts.tm_mday,
    };
}

/* The instant in (early, late] from which the offset is that of `late`. */
static int64_t change_between(int64_t early, int64_t late)
{
    int64_t before = offset_at(early);
    while (late - early > 1) {
        int64_t middle = early + (late - early) / 2;
        if (offset_at(middle) == before)
            early = middle;
        else
            late = middle;
    }
    return late;
}

int64_t local_instant_ms(int64_t day, int minute)
{
    int64_t shown_s = day * S_PER_DAY + (int64_t)minute * S_PER_MINUTE;
    int64_t early = shown_s - EASTMOST_S;
    int64_t late = shown_s + WESTMOST_S;
    int64_t before = shown_s - offset_at(early);
    int64_t after = shown_s - offset_at(late);
    if (before == after)
        return before * CLOCK_MS_PER_S;
    int64_t change = change_between(early, late);
    if (before < change)
        return before * CLOCK_MS_PER_S;
    return (after > change ? after : change) * CLOCK_MS_PER_S;
}

bool local_day_of(int year, int month, int day_of_month, int64_t *day)
{
    struct tm parts = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day_of_month};
    *day = floor_div((int64_t)timegm(&parts), S_PER_DAY);
    return parts.tm_year == year - 1900 && parts.tm_mon == month - 1 &&
           parts.tm_mday == day_of_month;
}
