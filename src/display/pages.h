/* Pages: which of a strip's pages a zone shows, and how far it has moved. */
#ifndef DISPLAY_PAGES_H
#define DISPLAY_PAGES_H

#include "display/scene.h"

/* As zone_parts, and the first instant after t_ns at which they differ, for a
 * zone of MOTION_PAGES. */
size_t zone_pages_parts(const struct zone *zone, int64_t t_ns, struct zone_part *parts);
int64_t zone_pages_next_ns(const struct zone *zone, int64_t t_ns);

#endif
