#include "base/local.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

/* CET-1CEST, <+03>-3: a name of three characters at least, and how far it is behind UTC. */
static bool is_posix_zone(const char *zone)
{
    static const char quoted[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";
    const char *name = zone + (*zone == '<');
    const char *end = name;
    if (*zone == '<')
        end += strspn(name, quoted);
    else
        while (isalpha((unsigned char)*end))
            end++;
    if (end - name < 3 || (*zone == '<' && *end++ != '>'))
        return false;
    end += *end == '+' || *end == '-';
    return isdigit((unsigned char)*end);
}

bool local_zone_is_known(const char *zone)
{
    char path[PATH_MAX];
    struct stat file;
    const char *folder = getenv("TZDIR");
    zone += *zone == ':';
    if (!*zone || is_posix_zone(zone) || strcmp(zone, "UTC") == 0 || strcmp(zone, "GMT") == 0)
        return true;
    if (strstr(zone, ".."))
        return false;
    snprintf(path, sizeof path, "%s/%s", folder && *folder ? folder : "/usr/share/zoneinfo", zone);
    return stat(*zone == '/' ? zone : path, &file) == 0 && S_ISREG(file.st_mode);
}

void local_zone_set(const char *zone)
{
    static bool kept;
    static char given[PATH_MAX]; /* what the environment said */
    const char *before = getenv("TZ");
    if (!kept)
        snprintf(given, sizeof given, "%s", before ? before : "");
    kept = true;
    if (zone && *zone)
        setenv("TZ", zone, true);
    else if (*given)
        setenv("TZ", given, true);
    else
        unsetenv("TZ");
    tzset();
}

void local_zone_text(int64_t wall_ms, char out[LOCAL_ZONE_SIZE])
{
    time_t seconds = (time_t)floor_div(wall_ms, CLOCK_MS_PER_S);
    struct tm parts = {0};
    localtime_r(&seconds, &parts);
    int minutes = abs((int)(parts.tm_gmtoff / S_PER_MINUTE));
    snprintf(out, LOCAL_ZONE_SIZE, "%.20s, UTC%c%02d:%02d", parts.tm_zone ? parts.tm_zone : "UTC",
             parts.tm_gmtoff < 0 ? '-' : '+', minutes / 60, minutes % 60);
}
