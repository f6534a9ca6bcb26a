/* Composing: what airs becomes a scene.
 *
 * The wall has places on which snippets air one after the other; without
 * configured zones there is one, the whole wall. Pure: the same items and
 * instants give the same scene, so a replay composes what was on the wall.
 */
#ifndef APP_COMPOSE_H
#define APP_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "config/config.h"
#include "display/scene.h"
#include "news/snippet.h"
#include "text/font.h"

struct composer;

/* Both arguments outlive it. NULL with an error. */
struct composer *composer_create(const struct config *config, struct fonts *fonts, int wall_width,
                                 int wall_height, struct diag *diag);
void composer_destroy(struct composer *composer);

/* How many places there are: at least 1. */
size_t composer_places(const struct composer *composer);

/* Whether snippets of the kind air on the place (0 is the first). */
bool composer_takes(const struct composer *composer, size_t place, enum snippet_kind kind);

#define COMPOSE_PLACES_MAX CONFIG_ZONES_MAX

/* What airs on a place. */
struct compose_item {
    const struct snippet *snippet; /* NULL: nothing */
    int64_t start_ns;              /* monotonic: when it began; later by each pause */
    int64_t end_ns;                /* compose_scene writes: when the place is empty again */
};

/* The wall from now_ns on (wall time wall_ms), one item a place (an array of
 * COMPOSE_PLACES_MAX is always long enough). NULL, with what
 * is wrong, when a snippet can't be shown as it is written. The caller unrefs. */
struct scene *compose_scene(const struct composer *composer, struct compose_item *items,
                            int64_t now_ns, int64_t wall_ms, struct diag *diag);

/* The next wall time at which compose_scene gives another scene for the same
 * items (a clock shows another minute); INT64_MAX: never. */
int64_t composer_next_change_ms(const struct composer *composer, int64_t wall_ms);

#endif
