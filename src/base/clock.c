#include "base/clock.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

_Static_assert(sizeof(time_t) >= sizeof(int64_t), "instants after 2038");

void clock_init_real(struct clock *clock)
{
    *clock = (struct clock){.simulated = false};
}

void clock_init_simulated(struct clock *clock, int64_t wall_start_ms)
{
    *clock = (struct clock){.simulated = true, .wall_start_ms = wall_start_ms};
}

int64_t clock_monotonic_ns(const struct clock *clock)
{
    if (clock->simulated)
        return clock->monotonic_ns;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * CLOCK_NS_PER_S + now.tv_nsec;
}

int64_t clock_wall_ns(const struct clock *clock)
{
    if (clock->simulated)
        return clock->wall_start_ms * CLOCK_NS_PER_MS + clock->monotonic_ns;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * CLOCK_NS_PER_S + now.tv_nsec;
}

int64_t clock_wall_ms(const struct clock *clock)
{
    if (clock->simulated)
        return clock->wall_start_ms + clock->monotonic_ns / CLOCK_NS_PER_MS;
    return clock_wall_ns(clock) / CLOCK_NS_PER_MS;
}

bool clock_is_right(const struct clock *clock, bool synchronised_only)
{
    if (clock->simulated)
        return !clock->unset;
    struct timex kernel = {0};
    if (adjtimex(&kernel) >= 0 && !(kernel.status & STA_UNSYNC))
        return true;
    return !synchronised_only &&
           (access("/sys/class/rtc/rtc0", F_OK) == 0 || access("/proc/device-tree", F_OK) != 0);
}

void clock_advance_to(struct clock *clock, int64_t monotonic_ns)
{
    assert(clock->simulated && monotonic_ns >= clock->monotonic_ns);
    clock->monotonic_ns = monotonic_ns;
}

void clock_format_utc(int64_t wall_ms, char out[CLOCK_TEXT_SIZE])
{
    time_t seconds = (time_t)(wall_ms / CLOCK_MS_PER_S);
    struct tm parts;
    if (!gmtime_r(&seconds, &parts) || strftime(out, CLOCK_TEXT_SIZE, "%FT%TZ", &parts) == 0)
        snprintf(out, CLOCK_TEXT_SIZE, "@%lld", (long long)(wall_ms / CLOCK_MS_PER_S));
}

void clock_format_utc_exact(int64_t wall_ms, char out[CLOCK_TEXT_SIZE])
{
    clock_format_utc(wall_ms, out);
    char *zone = strchr(out, 'Z');
    if (zone)
        snprintf(zone, CLOCK_TEXT_SIZE - (size_t)(zone - out), ".%03dZ",
                 (int)(wall_ms % CLOCK_MS_PER_S));
}

/* A fixed number of digits. */
static bool take_number(const char **text, int digits, int least, int most, int *number)
{
    int value = 0;
    for (int i = 0; i < digits; i++) {
        char digit = (*text)[i];
        if (digit < '0' || digit > '9')
            return false;
        value = value * 10 + (digit - '0');
    }
    *text += digits;
    *number = value;
    return value >= least && value <= most;
}

static bool take_char(const char **text, char wanted)
{
    if (**text != wanted)
        return false;
    (*text)++;
    return true;
}

static bool take_date(const char **text, struct tm *parts)
{
    int year = 0;
    int month = 0;
    int day = 0;
    if (!take_number(text, 4, 1970, 9999, &year) || !take_char(text, '-') ||
        !take_number(text, 2, 1, 12, &month) || !take_char(text, '-') ||
        !take_number(text, 2, 1, 31, &day))
        return false;
    parts->tm_year = year - 1900; /* struct tm counts so */
    parts->tm_mon = month - 1;
    parts->tm_mday = day;
    return true;
}

/* One to nine digits. */
static bool take_fraction(const char **text, int64_t *ns)
{
    int64_t unit = CLOCK_NS_PER_S;
    for (; **text >= '0' && **text <= '9' && unit > 1; (*text)++) {
        unit /= 10;
        *ns += (**text - '0') * unit;
    }
    return unit < CLOCK_NS_PER_S;
}

static bool take_time(const char **text, struct tm *parts, int64_t *ns)
{
    if (!take_char(text, 'T') && !take_char(text, ' '))
        return true;
    if (!take_number(text, 2, 0, 23, &parts->tm_hour) || !take_char(text, ':') ||
        !take_number(text, 2, 0, 59, &parts->tm_min))
        return false;
    if (!take_char(text, ':'))
        return true;
    return take_number(text, 2, 0, 59, &parts->tm_sec) &&
           (!take_char(text, '.') || take_fraction(text, ns));
}

/* `Z` or `+HH:MM`; *local when there is none. */
static bool take_zone(const char **text, bool *local, int *offset_s)
{
    int hours = 0;
    int minutes = 0;
    *local = **text == '\0';
    *offset_s = 0;
    if (*local || take_char(text, 'Z'))
        return true;
    int sign = **text == '-' ? -1 : 1;
    if (!take_char(text, '+') && !take_char(text, '-'))
        return false;
    if (!take_number(text, 2, 0, 23, &hours) || !take_char(text, ':') ||
        !take_number(text, 2, 0, 59, &minutes))
        return false;
    *offset_s = sign * (hours * 3600 + minutes * 60);
    return true;
}

/* Nanoseconds in 64 bits end there (clock_wall_ns). */
#define LAST_S (INT64_MAX / CLOCK_NS_PER_S)

static bool parse_seconds(const char *text, int64_t *wall_s)
{
    char *end;
    long long seconds = strtoll(text, &end, 10);
    if (end == text || *end || seconds < 0 || seconds >= LAST_S)
        return false;
    *wall_s = seconds;
    return true;
}

/* Whether those are the clock and the calendar that were asked for: mktime makes 2 March of
 * 30 February, and 03:30 of the 02:30 that summer time skips. */
static bool is_as_asked(const struct tm *asked, const struct tm *got, const char **why)
{
    if (got->tm_mday == asked->tm_mday && got->tm_mon == asked->tm_mon &&
        got->tm_hour == asked->tm_hour && got->tm_min == asked->tm_min)
        return true;
    struct tm day = {.tm_year = asked->tm_year, .tm_mon = asked->tm_mon, .tm_mday = asked->tm_mday};
    timegm(&day);
    *why = day.tm_mday == asked->tm_mday
               ? "the clocks skip that time on that day (summer time begins)"
               : "no such day is in the calendar";
    return false;
}

static bool parse(const char *text, int64_t *wall_s, int64_t *ns, const char **why)
{
    *ns = 0;
    *why = NULL;
    if (text[0] == '@')
        return parse_seconds(text + 1, wall_s);
    struct tm parts = {.tm_isdst = -1}; /* the zone's own rule decides */
    bool local = false;
    int offset_s = 0;
    if (!take_date(&text, &parts) || !take_time(&text, &parts, ns) ||
        !take_zone(&text, &local, &offset_s) || *text)
        return false;
    struct tm asked = parts;
    time_t seconds = local ? mktime(&parts) : timegm(&parts);
    *wall_s = (int64_t)seconds - offset_s;
    if (!is_as_asked(&asked, &parts, why))
        return false;
    if (*wall_s >= LAST_S)
        *why = "time ends here in April of 2262";
    return *wall_s >= 0 && *wall_s < LAST_S;
}

bool clock_parse(const char *text, int64_t *wall_ms)
{
    int64_t wall_s;
    int64_t ns;
    const char *why;
    if (!parse(text, &wall_s, &ns, &why))
        return false;
    *wall_ms = wall_s * CLOCK_MS_PER_S + ns / CLOCK_NS_PER_MS;
    return true;
}

bool clock_parse_ns(const char *text, int64_t *wall_ns)
{
    int64_t wall_s;
    int64_t ns;
    const char *why;
    if (!parse(text, &wall_s, &ns, &why))
        return false;
    *wall_ns = wall_s * CLOCK_NS_PER_S + ns;
    return true;
}

const char *clock_why_not(const char *text)
{
    int64_t wall_s;
    int64_t ns;
    const char *why;
    parse(text, &wall_s, &ns, &why);
    return why;
}
