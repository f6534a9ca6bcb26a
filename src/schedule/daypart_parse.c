#include "schedule/daypart_parse.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/local.h"

#define EVERY_DAY 0x7fu
#define SUN_MINUTES_MAX (6 * 60)
#define LEAP_YEAR 2024 /* a date without a year may be 29 February */
#define SHOWN_MAX 80   /* of what was found, in the message */

static void skip_spaces(const char **at)
{
    while (**at == ' ' || **at == '\t')
        (*at)++;
}

static bool take_text(const char **at, const char *wanted)
{
    size_t length = strlen(wanted);
    if (strncasecmp(*at, wanted, length) != 0)
        return false;
    *at += length;
    return true;
}

/* One to `digits` digits. */
static bool take_number(const char **at, int digits, int most, int *number)
{
    int value = 0;
    int count = 0;
    for (; count < digits && isdigit((unsigned char)**at); count++)
        value = value * 10 + *(*at)++ - '0';
    *number = value;
    return count > 0 && value <= most && !isdigit((unsigned char)**at);
}

/* H:MM, at most `most` minutes in all. */
static bool take_minutes(const char **at, int most, int *minutes)
{
    int hours = 0;
    int rest = 0;
    if (!take_number(at, 2, 24, &hours) || !take_text(at, ":") || !isdigit((unsigned char)**at) ||
        !isdigit((unsigned char)(*at)[1]) || !take_number(at, 2, 59, &rest))
        return false;
    *minutes = hours * 60 + rest;
    return *minutes <= most;
}

/* In `sunset-23:00` the time is TO, in `sunrise-0:30-sunset` it is the sun's: TO is always there.
 */
static void take_sun_minutes(const char **at, bool is_from, int *minutes)
{
    const char *ahead = *at + 1;
    int found = 0;
    if ((**at != '+' && **at != '-') || !take_minutes(&ahead, SUN_MINUTES_MAX, &found))
        return;
    if (is_from && *ahead != '-')
        return;
    *minutes = **at == '-' ? -found : found;
    *at = ahead;
}

static bool take_edge(const char **at, bool is_from, struct daypart_edge *edge)
{
    *edge = (struct daypart_edge){DAYPART_MIDNIGHT, 0};
    if (take_text(at, "sunrise"))
        edge->anchor = DAYPART_SUNRISE;
    else if (take_text(at, "sunset"))
        edge->anchor = DAYPART_SUNSET;
    else
        return take_minutes(at, LOCAL_MINUTES_A_DAY, &edge->minutes);
    take_sun_minutes(at, is_from, &edge->minutes);
    return true;
}

static bool take_hours(const char **at, struct daypart *daypart)
{
    return take_edge(at, true, &daypart->from) && take_text(at, "-") &&
           take_edge(at, false, &daypart->to);
}

/* MM-DD or YYYY-MM-DD, a date that there is. */
static bool take_date(const char **at, bool *yearly, int *date)
{
    int parts[3] = {0};
    int count = 0;
    do {
        if (!take_number(at, 4, 9999, &parts[count]))
            return false;
        count++;
    } while (count < 3 && take_text(at, "-"));
    if (count < 2)
        return false;
    *yearly = count == 2;
    int year = *yearly ? LEAP_YEAR : parts[0];
    int month = parts[count - 2];
    int64_t day = 0;
    *date = month * 100 + parts[count - 1] + (*yearly ? 0 : year * 10000);
    return local_day_of(year, month, parts[count - 1], &day);
}

static bool take_dates(const char **at, struct daypart *daypart)
{
    bool same = false;
    if (!take_date(at, &daypart->yearly, &daypart->first_date))
        return false;
    daypart->last_date = daypart->first_date;
    if (!take_text(at, ".."))
        return true;
    return take_date(at, &same, &daypart->last_date) && same == daypart->yearly &&
           (same || daypart->first_date <= daypart->last_date);
}

static bool take_weekday(const char **at, int *day)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (*day = 0; *day < 7; (*day)++)
        if (take_text(at, names[*day]))
            return !isalpha((unsigned char)**at);
    return false;
}

/* `mon-fri`, `sat,sun`, `fri-mon`. */
static bool take_weekdays(const char **at, unsigned *weekdays)
{
    *weekdays = 0;
    do {
        int first = 0;
        int last = 0;
        if (!take_weekday(at, &first))
            return false;
        last = first;
        if (take_text(at, "-") && !take_weekday(at, &last))
            return false;
        for (int day = first;; day = (day + 1) % 7) {
            *weekdays |= 1u << day;
            if (day == last)
                break;
        }
    } while (take_text(at, ","));
    return true;
}

static bool take_name(const char **at, char name[DAYPART_NAME_SIZE])
{
    const char *c = *at;
    while (isalnum((unsigned char)*c) || *c == '_' || (*c & 0x80))
        c++;
    size_t length = (size_t)(c - *at);
    if (*c != ':' || length == 0 || isdigit((unsigned char)**at))
        return true;
    if (length >= DAYPART_NAME_SIZE)
        return false;
    memcpy(name, *at, length);
    *at = c + 1;
    skip_spaces(at);
    return true;
}

static bool take_light(const char **at, int *brightness)
{
    if (take_text(at, "dark")) {
        *brightness = 0;
        return true;
    }
    if (!take_text(at, "brightness"))
        return true;
    skip_spaces(at);
    return take_number(at, 3, 100, brightness) && *brightness > 0;
}

/* A date begins with a number and a hyphen, hours with a number and a colon. */
static bool is_date(const char *at)
{
    return isdigit((unsigned char)*at) && at[strspn(at, "0123456789")] == '-';
}

static bool is_weekday(const char *at)
{
    return isalpha((unsigned char)*at) && strncasecmp(at, "sunrise", 7) != 0 &&
           strncasecmp(at, "sunset", 6) != 0;
}

static bool take_days(const char **at, struct daypart *daypart)
{
    if (is_date(*at) && !take_dates(at, daypart))
        return false;
    skip_spaces(at);
    if (!is_weekday(*at) || take_text(at, "daily "))
        return true;
    return take_weekdays(at, &daypart->weekdays);
}

bool daypart_parse(const char *text, struct daypart *daypart, struct diag *diag)
{
    struct daypart found = {.weekdays = EVERY_DAY, .brightness = -1};
    const char *at = text;
    skip_spaces(&at);
    bool good = take_name(&at, found.name) && take_days(&at, &found);
    skip_spaces(&at);
    good = good && take_hours(&at, &found);
    skip_spaces(&at);
    good = good && take_light(&at, &found.brightness);
    skip_spaces(&at);
    if (!good || *at)
        return diag_error(diag,
                          "\"%.*s\" is no daypart (not from \"%.*s\" on); allowed: [NAME:] [DATES] "
                          "[DAYS] FROM-TO [dark | brightness 1..100], as in \"evening: "
                          "2026-12-01..2026-12-24 mon-fri sunset-23:00 brightness 40\"",
                          SHOWN_MAX, text, SHOWN_MAX, at);
    *daypart = found;
    return true;
}
