#include "alert.h"

#include <math.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "config/feed_keys.h"

#define EARTH_KM 6371.0
#define HALF_TURN 180.0
/* Room for editors between them, and above all of them. */
#define LEVEL_EACH 2

/* One of "NAME=VALUE; VALUE": a value without a name is one of any. */
static bool is_code(const char *area, size_t length, const struct feed_code *code)
{
    const char *equals = memchr(area, '=', length);
    size_t named = equals ? (size_t)(equals - area) : 0;
    if (equals && (strlen(code->name) != named || strncasecmp(code->name, area, named) != 0))
        return false;
    const char *value = equals ? equals + 1 : area;
    size_t valued = length - (size_t)(value - area);
    return strlen(code->value) == valued && strncasecmp(code->value, value, valued) == 0;
}

static bool has_code(const struct feed_alert *alert, const char *area)
{
    while (*area) {
        area += strspn(area, "; ");
        size_t length = strcspn(area, ";");
        size_t trimmed = length;
        while (trimmed > 0 && area[trimmed - 1] == ' ')
            trimmed--;
        for (size_t i = 0; trimmed > 0 && i < alert->code_count; i++)
            if (is_code(area, trimmed, &alert->codes[i]))
                return true;
        area += length;
    }
    return false;
}

/* The great circle (haversine). */
static double distance_km(struct alert_place place, struct feed_point point)
{
    double part = acos(-1.0) / HALF_TURN;
    double high = sin((point.latitude - place.latitude) * part / 2);
    double wide = sin((point.longitude - place.longitude) * part / 2);
    double chord =
        high * high + cos(place.latitude * part) * cos(point.latitude * part) * wide * wide;
    return 2 * EARTH_KM * asin(fmin(1.0, sqrt(chord)));
}

/* How often a line to the east crosses the border: odd is inside. */
static bool is_inside(const struct feed_shape *shape, struct alert_place place)
{
    bool inside = false;
    for (size_t i = 0, before = shape->count - 1; i < shape->count; before = i++) {
        const struct feed_point *one = &shape->points[i];
        const struct feed_point *other = &shape->points[before];
        if ((one->latitude > place.latitude) == (other->latitude > place.latitude))
            continue;
        double part = (place.latitude - one->latitude) / (other->latitude - one->latitude);
        if (place.longitude < one->longitude + part * (other->longitude - one->longitude))
            inside = !inside;
    }
    return inside;
}

static bool is_here(const struct feed_alert *alert, struct alert_place place)
{
    for (size_t i = 0; i < alert->shape_count; i++) {
        const struct feed_shape *shape = &alert->shapes[i];
        if (shape->count == 1 && distance_km(place, shape->points[0]) <= shape->radius_km)
            return true;
        if (shape->count > 2 && is_inside(shape, place))
            return true;
    }
    return false;
}

static bool is_matched(const struct feed_alert *alert, const char *area, struct alert_place place)
{
    if (*area)
        return has_code(alert, area);
    return (place.latitude != 0 || place.longitude != 0) && is_here(alert, place);
}

const char *alert_hold(const struct feed_alert *alert, const struct config_feed *feed,
                       struct alert_place place)
{
    bool local = *feed->area || feed->takeover != CONFIG_TAKEOVER_OFF;
    if (alert->status != FEED_ALERT_ACTUAL)
        return "it is a test, an exercise or a draft";
    if (alert->scope != FEED_ALERT_PUBLIC)
        return "it is not for the public";
    if (alert->type != FEED_ALERT_ALERT && alert->type != FEED_ALERT_UPDATE)
        return "it is neither an alert nor an update of one";
    return local && !is_matched(alert, feed->area, place) ? "it is of another area (area)" : NULL;
}

int alert_level(const struct feed_item *item, const struct config_feed *feed, int64_t now_ms,
                const char **why)
{
    *why = feed->takeover == CONFIG_TAKEOVER_OFF ? "the feed may not take the wall over (takeover)"
           : item->expires_ms == 0               ? "it has no end"
           : item->expires_ms <= now_ms          ? "it is over"
           : (int)item->alert->severity < (int)feed->takeover ? "it is not severe enough (takeover)"
                                                              : NULL;
    return *why ? 0 : LEVEL_EACH * (int)item->alert->severity;
}
