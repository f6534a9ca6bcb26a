#include "schedule/daypart.h"

#include <assert.h>

#include "base/local.h"

#define MS_PER_MINUTE INT64_C(60000)
/* Sunrise and sunset may fall on the local day before or after the one whose they are. */
#define DAYS_BACK 2
#define DAYS_ON 1
#define DAYS_FORESEEN 8 /* a week, and the day in between */

struct span {
    int64_t from_ms, to_ms;
};

/* What decides whether TO is the next day's: a day as in March. */
static int nominal_minute(struct daypart_edge edge)
{
    static const int minutes[] = {
        [DAYPART_MIDNIGHT] = 0, [DAYPART_SUNRISE] = 6 * 60, [DAYPART_SUNSET] = 18 * 60};
    return minutes[edge.anchor] + edge.minutes;
}

static int64_t edge_ms(struct daypart_edge edge, struct sun_place place, int64_t day)
{
    if (edge.anchor == DAYPART_MIDNIGHT)
        return local_instant_ms(day, edge.minutes);
    struct sun_day sun = sun_day_at(place, day);
    int64_t anchor_ms = edge.anchor == DAYPART_SUNRISE ? sun.rise_ms : sun.set_ms;
    return anchor_ms + edge.minutes * MS_PER_MINUTE;
}

static struct span span_of(const struct daypart *daypart, struct sun_place place, int64_t day)
{
    bool next_day = nominal_minute(daypart->to) <= nominal_minute(daypart->from);
    return (struct span){
        edge_ms(daypart->from, place, day),
        edge_ms(daypart->to, place, day + next_day),
    };
}

static bool date_is_in(const struct daypart *daypart, const struct local_time *at)
{
    int date = at->month * 100 + at->day_of_month;
    if (!daypart->yearly)
        date += at->year * 10000;
    int first = daypart->first_date;
    int last = daypart->last_date;
    if (first == 0)
        return true;
    return first <= last ? date >= first && date <= last : date >= first || date <= last;
}

static bool begins_on(const struct daypart *daypart, int64_t day)
{
    struct local_time noon = local_time_at(local_instant_ms(day, LOCAL_MINUTES_A_DAY / 2));
    return (daypart->weekdays >> noon.weekday & 1) && date_is_in(daypart, &noon);
}

bool daypart_needs_place(const struct daypart *daypart)
{
    return daypart->from.anchor != DAYPART_MIDNIGHT || daypart->to.anchor != DAYPART_MIDNIGHT;
}

bool daypart_holds(const struct daypart *daypart, struct sun_place place, int64_t now_ms)
{
    int64_t today = local_time_at(now_ms).day;
    for (int64_t day = today - DAYS_BACK; day <= today + DAYS_ON; day++) {
        if (!begins_on(daypart, day))
            continue;
        struct span span = span_of(daypart, place, day);
        if (span.from_ms <= now_ms && now_ms < span.to_ms)
            return true;
    }
    return false;
}

int64_t daypart_next_change_ms(const struct daypart *daypart, struct sun_place place,
                               int64_t now_ms)
{
    int64_t today = local_time_at(now_ms).day;
    int64_t next_ms = local_instant_ms(today + DAYS_FORESEEN, 0);
    for (int64_t day = today - DAYS_BACK; day <= today + DAYS_FORESEEN; day++) {
        struct span span = span_of(daypart, place, day);
        if (!begins_on(daypart, day) || span.from_ms >= span.to_ms)
            continue;
        if (span.from_ms > now_ms && span.from_ms < next_ms)
            next_ms = span.from_ms;
        if (span.to_ms > now_ms && span.to_ms < next_ms)
            next_ms = span.to_ms;
    }
    return next_ms;
}

int daypart_brightness(const struct daypart *dayparts, size_t count, struct sun_place place,
                       int64_t now_ms, int usual)
{
    assert(usual >= 0 && usual <= 100);
    for (size_t i = 0; i < count; i++)
        if (dayparts[i].brightness >= 0 && daypart_holds(&dayparts[i], place, now_ms))
            return dayparts[i].brightness;
    return usual;
}
