/* The standing label of a zone: who says what passes below it, or what kind it is. */
#ifndef LAYOUT_LABEL_H
#define LAYOUT_LABEL_H

#include <stdbool.h>

#include "base/diag.h"
#include "layout/compose.h"
#include "zone.h"

/* What the label says of the item: item->label is made (NULL: it says nothing), item->named tells
 * whether it names the speaker. */
void label_make(const struct layout_zones *zones, const struct layout_zone *from,
                struct compose_item *item);

/* The label of the item at wall_ms, into the scene. */
void label_add(const struct layout_zones *zones, const struct layout_zone *from,
               struct scene *scene, const struct compose_item *item, int64_t wall_ms);

/* Whether a label of the zone shows the time. */
bool label_has_clock(const struct layout_zones *zones, const struct layout_zone *from);

#endif
