/* Composing: what airs becomes a scene. Pure: the same items and instants give the same scene, so a
 * replay composes what was on the wall.
 */
#ifndef LAYOUT_COMPOSE_H
#define LAYOUT_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "display/scene.h"
#include "layout/shown.h"
#include "layout/zones.h"
#include "news/snippet.h"

/* What airs in a zone. Zero-initialised: nothing. */
struct compose_item {
    const struct snippet *snippet; /* NULL: nothing */
    const struct shown *shown;     /* its words here; NULL: as they are stored */
    int64_t start_ns;              /* monotonic: when it began; later by each pause */
    int64_t end_ns;                /* written: when the zone is empty again */
    struct strip *strip;           /* written: the letters, kept for the next scene. NULL: not made
                                      yet */
    struct strip *label;           /* written with them: above the words; NULL: none */
    /* A ribbon, in which items follow each other before the zone is empty (crawl.ribbon). */
    struct compose_item *before; /* what leaves the zone before it, the caller's; NULL: nothing */
    int64_t turn_ns;             /* written: when the next item may follow; else end_ns */
    int64_t origin_ns;           /* written: when its words' front stood at place_px, told from */
    int place_px;                /* the edge at which they leave; a ribbon has one origin */
    int label_px;                /* written: how wide the label's letters are */
    bool still;                  /* stands in the middle (where it fits), without an end */
    bool behind;                 /* something is before it that nobody has laid out */
    bool named;                  /* written: it names the speaker, and the words do not */
    bool noted;                  /* written: it tells the note, and the words do not */
    bool rides;                  /* written: it is in a ribbon */
    bool placed;                 /* written: place_px and origin_ns are */
    bool follows;                /* written: a mark stands before it */
};

/* It goes on later by so many ns, 0 or more: after a pause. What leaves before it is not moved. */
void compose_item_delay(struct compose_item *item, int64_t ns);

/* So many items may leave a zone's ribbon before the one that is on air there. */
size_t compose_ribbon_room(const struct layout_zones *zones);

/* Lets go of the letters; they may be made again. */
void compose_item_finish(struct compose_item *item);

/* Makes the strip of the item's snippet where there is none, and tells the end. Where it rides it
 * is placed behind what leaves `before` it, whose places are then told from another origin. False,
 * with what is wrong, when the snippet can't be shown there as it is written. */
bool compose_lay_out(const struct layout_zones *zones, size_t zone, struct compose_item *item,
                     struct diag *diag);

/* The wall from now_ns on (wall time wall_ms), one item a zone (an array of
 * ZONES_MAX is always long enough), laid out where they are not. NULL,
 * with what is wrong, when a snippet can't be shown. The caller unrefs. */
struct scene *compose_scene(const struct layout_zones *zones, struct compose_item *items,
                            int64_t now_ns, int64_t wall_ms, struct diag *diag);

/* The next wall time at which compose_scene gives another scene for the same
 * items (a clock shows another minute); INT64_MAX: never. */
int64_t compose_next_change_ms(const struct layout_zones *zones, int64_t wall_ms);

/* The same by the monotonic clock: a take-over's words come after the dark that announces them, a
 * label of a ribbon stands, or goes on. */
int64_t compose_next_change_ns(const struct layout_zones *zones, const struct compose_item *items,
                               int64_t now_ns);

#endif
