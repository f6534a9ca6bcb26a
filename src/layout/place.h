/* Where a label stands, and how high the letters below it are. */
#ifndef LAYOUT_PLACE_H
#define LAYOUT_PLACE_H

#include <stdbool.h>

#include "base/diag.h"
#include "zone.h"

/* Divides the rows of a zone that has a label between it and the words, where the configured
 * letters leave it room; chooses the letters' size where none is configured, and the mode where
 * none is. `general`: the letters of all zones that ask for no others. The zone owns the fonts that
 * this opens. False with an error. */
bool label_place(const struct layout_zones *zones, struct layout_zone *zone,
                 const struct fonts *general, struct diag *diag);

#endif
