/* Pages: which of a strip's pages a zone of MOTION_PAGES shows, and how far it has moved. The
 * zone has a strip with at least one page. */
#ifndef DISPLAY_PAGES_H
#define DISPLAY_PAGES_H

#include "display/zone.h"

/* As zone_parts. */
size_t zone_pages_parts(const struct zone *zone, int64_t t_ns, struct zone_part *parts);

/* The first instant after t_ns at which the parts differ; INT64_MAX: never. */
int64_t zone_pages_next_ns(const struct zone *zone, int64_t t_ns);

/* When the last page has gone. */
int64_t zone_pages_end_ns(const struct zone *zone);

#endif
