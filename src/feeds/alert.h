/* CAP: alerts (OASIS, Common Alerting Protocol 1.2). */
#ifndef FEEDS_ALERT_H
#define FEEDS_ALERT_H

#include <stdbool.h>

#include "build.h"
#include "xml.h"

/* Fills the item from <alert> and its <info>, which may be the same element (an entry of an index
 * has both in one), or NULL (a cancellation needs none). Its title is the headline, else the event
 * and the area, where nothing is in its place yet. */
void alert_fill(struct source *source, const struct xml_node *alert, const struct xml_node *info,
                struct feed_item *item);

/* Whether elements of CAP stand in an entry of Atom: an index of alerts. */
bool alert_is_in(const struct xml_node *entry);

/* The whole document: <alert>, alone or in a distribution (EDXL); false where the root is another.
 */
bool alert_read(struct source *source, const struct xml *xml);

#endif
