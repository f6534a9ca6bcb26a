/* The ribbon: items that crawl through a zone one behind the other. An item has a lead, in which
 * the mark between it and the one before stands, its words, and a tail; its label comes above its
 * first letter, stands at the zone's edge and leaves before the next one's. Places are told from
 * the edge at which words leave, so that they fall, whichever way the words run.
 */
#ifndef LAYOUT_RIBBON_H
#define LAYOUT_RIBBON_H

#include <stdbool.h>

#include "layout/compose.h"
#include "zone.h"

/* Whether the item, whose strip is made for a zone that crawls, is one of a ribbon. */
bool ribbon_takes(const struct layout_zones *zones, const struct compose_item *item);

/* Gives it a place, once: behind what is before it, or at the edge where words come in. */
void ribbon_place(const struct layout_zone *from, int32_t speed_mpx_s, struct compose_item *item);

/* When it is its turn no more, and when it has gone. */
void ribbon_times(const struct layout_zone *from, int32_t speed_mpx_s, struct compose_item *item);

/* Its words, what stands before them and its label, into the scene, over what is there. */
void ribbon_add(const struct layout_zones *zones, const struct layout_zone *from,
                int32_t speed_mpx_s, struct scene *scene, const struct compose_item *item);

/* When its label stands at the edge. */
int64_t ribbon_docks_ns(const struct layout_zone *from, int32_t speed_mpx_s,
                        const struct compose_item *item);

/* When the scene of it is another one: a name in pages takes its turns while it stands. */
int64_t ribbon_next_change_ns(const struct layout_zone *from, int32_t speed_mpx_s,
                              const struct compose_item *item, int64_t now_ns);

/* The mark between two items of a line of that height. The caller unrefs. */
struct strip *ribbon_mark(int line_px);

#endif
