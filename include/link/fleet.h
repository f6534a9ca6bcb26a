/* What a broker knows of a fleet: by topics alone. */
#ifndef LINK_FLEET_H
#define LINK_FLEET_H

#include <jansson.h>

#include "base/diag.h"

struct config;

/* What the broker keeps of each ticker: [{"ticker", "availability", "state": {...}, "items":
 * [...]}], by name, items as "WHO/items/KEY" that are for it; the caller json_decrefs. NULL with an
 * error, where no broker answers within some seconds. */
json_t *fleet_look(const struct config *config, struct diag *diag);

#endif
