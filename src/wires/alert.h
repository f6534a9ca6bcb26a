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

/* Why an alert is nothing for this wall, a literal: it is not Actual or not Public, no Alert and no
 * Update, or, where the feed has an area or may take over, of another area: by the feed's geocodes
 * where it has some, else by the wall's place in a polygon or circle; without either it is of none.
 * NULL: it may air. */
const char *alert_hold(const struct feed_alert *alert, const struct config_feed *feed,
                       struct alert_place place);

/* The level of the take-over, 1 to 9, of one that may air; or 0 with the reason, a literal, in
 * *why: it has an end, is not over, and is at least as severe as the feed's takeover. */
int alert_level(const struct feed_item *item, const struct config_feed *feed, int64_t now_ms,
                const char **why);

#endif
