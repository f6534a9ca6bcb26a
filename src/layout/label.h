/* The standing label of a zone: who says what passes below it, or what kind it is. */
#ifndef LAYOUT_LABEL_H
#define LAYOUT_LABEL_H

#include <stdbool.h>

#include "base/diag.h"
#include "layout/compose.h"
#include "zone.h"

#define LABEL_MARGIN_PX 1 /* at the edge where it stands */

/* What the label says of the item: item->label is made (NULL: it says nothing), item->named tells
 * whether it names the speaker. It stands where its own letters begin to be read, or where those of
 * the item's strip do where that is made. */
void label_make(const struct layout_zones *zones, const struct layout_zone *from,
                struct compose_item *item);

/* The time into the scene, at the far side of the label (NULL: where that would stand), if there is
 * room. */
void label_add_clock(const struct layout_zones *zones, const struct layout_zone *from,
                     struct scene *scene, const struct strip *label, int64_t wall_ms);

/* The label of the item at wall_ms, into the scene. */
void label_add(const struct layout_zones *zones, const struct layout_zone *from,
               struct scene *scene, const struct compose_item *item, int64_t wall_ms);

/* Whether a label of the zone shows the time. */
bool label_has_clock(const struct layout_zones *zones, const struct layout_zone *from);

#endif
