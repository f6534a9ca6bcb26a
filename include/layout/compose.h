/* Composing: what airs becomes a scene.
 *
 * The wall has places on which snippets air one after the other: the zones that
 * show news, in their order, or without zones the whole wall. Where there are
 * zones and layout.breaking says so, a last place, the wall, is there for
 * take-overs; what airs on it hides everything else. Pure: the same items and
 * instants give the same scene, so a replay composes what was on the wall.
 */
#ifndef LAYOUT_COMPOSE_H
#define LAYOUT_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "display/scene.h"
#include "layout/shown.h"
#include "news/snippet.h"
#include "text/font.h"

struct config;
struct composer;

/* Both arguments outlive it. NULL with an error. */
struct composer *composer_create(const struct config *config, struct fonts *fonts, int wall_width,
                                 int wall_height, struct diag *diag);
void composer_destroy(struct composer *composer);

#define COMPOSE_PLACES_MAX 9 /* CONFIG_ZONES_MAX zones, and the wall */

/* How many places there are, the wall among them: at least 1. */
size_t composer_places(const struct composer *composer);

/* Whether the place is the wall that take-overs have. */
bool composer_is_wall(const struct composer *composer, size_t place);

/* What the place is called: its configured name, or what it shows; "wall". NULL where
 * there is only one and it has no name. Valid as long as the composer. */
const char *composer_place_name(const struct composer *composer, size_t place);

/* Whether a snippet of its kind, category and level airs on the place. */
bool composer_takes(const struct composer *composer, size_t place, const struct snippet *snippet);

/* The fonts of the place. */
struct fonts *composer_fonts(const struct composer *composer, size_t place);

/* What airs on a place. Zero-initialised: nothing. */
struct compose_item {
    const struct snippet *snippet; /* NULL: nothing */
    const struct shown *shown;     /* its words here; NULL: as they are stored */
    bool still;                    /* stands in the middle (where it fits), without an end */
    int64_t start_ns;              /* monotonic: when it began; later by each pause */
    int64_t end_ns;                /* written: when the place is empty again */
    struct strip *strip;           /* written: the letters, kept for the next scene; the caller
                                      unrefs it. NULL: not made yet */
};

/* Makes the strip where there is none, and tells the end. False, with what is
 * wrong, when the snippet can't be shown there as it is written. */
bool compose_lay_out(const struct composer *composer, size_t place, struct compose_item *item,
                     struct diag *diag);

/* The wall from now_ns on (wall time wall_ms), one item a place (an array of
 * COMPOSE_PLACES_MAX is always long enough), laid out where they are not. NULL,
 * with what is wrong, when a snippet can't be shown. The caller unrefs. */
struct scene *compose_scene(const struct composer *composer, struct compose_item *items,
                            int64_t now_ns, int64_t wall_ms, struct diag *diag);

/* The next wall time at which compose_scene gives another scene for the same
 * items (a clock shows another minute); INT64_MAX: never. */
int64_t composer_next_change_ms(const struct composer *composer, int64_t wall_ms);

#endif
