/* Pages: which of a strip's pages a zone shows, and how far it has moved. Zones here have a
 * strip and MOTION_PAGES (display/zone.h).
 */
#ifndef DISPLAY_PAGES_H
#define DISPLAY_PAGES_H

#include "display/zone.h"

/* When the last page has gone. */
int64_t zone_pages_end_ns(const struct zone *zone);

/* The first instant after t_ns at which zone_pages_parts differ; INT64_MAX: never. */
int64_t zone_pages_next_ns(const struct zone *zone, int64_t t_ns);

/* As zone_parts; how many parts, at most ZONE_PARTS_MAX. */
size_t zone_pages_parts(const struct zone *zone, int64_t t_ns,
                        struct zone_part parts[ZONE_PARTS_MAX]);

#endif
