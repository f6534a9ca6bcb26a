/* Alerts that may take a wall over: who says so, how grave, where. */
#ifndef WIRES_ALERT_H
#define WIRES_ALERT_H

#include <stdbool.h>
#include <stdint.h>

#include "feeds/item.h"

struct config_feed;

/* Where a wall hangs. */
struct alert_place {
    double latitude, longitude; /* both 0: not known */
};

/* The level of the take-over, 1 to 9, or 0 with the reason, a literal, in *why. Only an alert that
 * is Actual and Public, an Alert or an Update, not expired, with an end, at least as severe as the
 * feed's takeover, and of the wall's own area is one: by the feed's geocodes where it has some,
 * else by the wall's place in a polygon or circle; without either there is none. */
int alert_level(const struct feed_item *item, const struct config_feed *feed,
                struct alert_place place, int64_t now_ms, const char **why);

#endif
