/* A scene: what is on the wall as a function of time.
 *
 * Zones, each with a strip and its motion, later zones over earlier ones. A
 * scene never changes once it is shown; outputs hold a reference and draw it by
 * their own clock. All instants are monotonic ns (base/clock.h).
 */
#ifndef DISPLAY_SCENE_H
#define DISPLAY_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/colour.h"
#include "display/frame.h"
#include "display/zone.h"

struct config_colours;

#define SCENE_ZONES_MAX 32 /* a panel number on each panel of the largest chain we draw */

struct scene {
    int references;
    int64_t valid_from_ns;
    int64_t still_from_ns; /* nothing moves from then on; INT64_MAX: it never stops */
    int width, height;     /* of the frames it draws */
    struct config_colour background;
    struct zone zones[SCENE_ZONES_MAX];
    size_t zone_count;
};

/* An empty (all background) scene of width x height px; the caller fills it in, shows it and
 * unrefs. */
struct scene *scene_create(int width, int height, int64_t valid_from_ns);

/* One reference more, which the caller unrefs; the same scene. */
struct scene *scene_ref(struct scene *scene);

/* One less; with the last one its strips are unreffed, too, and it is freed. NULL is fine. */
void scene_unref(struct scene *scene);

/* One that the caller may change and unrefs; the strips are the same. */
struct scene *scene_copy(const struct scene *scene);

/* The scene as it stands at now_ns, held still from then on. The caller unrefs. */
struct scene *scene_frozen(const struct scene *scene, int64_t now_ns);

/* Adds a zone that takes a reference of its own to the strip. The zone must lie
 * inside of the frame. It is the scene's; the caller fills in the rest before the scene is shown.
 */
struct zone *scene_add_zone(struct scene *scene, int x, int y, int width, int height,
                            struct strip *strip);

/* The colours of each role, and the background, as configured. */
void zone_set_colours(struct zone *zone, const struct config_colours *colours);

/* Its colours and pictures at 0 to 100 percent of their light; before the scene is shown. */
void zone_dim(struct zone *zone, int percent);

/* A px of a picture in the zone's strip (R, G, B of 0 to 255, then alpha, which is not looked at)
 * as it is shown. */
struct config_colour zone_image_colour(const struct zone *zone, const uint8_t *rgba);

/* All colours and pictures at 0 to 100 percent of their light; before the scene is shown. */
void scene_dim(struct scene *scene, int percent);

/* The picture at t_ns. frame has the scene's size. Coverage blends the role's
 * colour over the zone's background in linear light where it is partial. */
void scene_draw(const struct scene *scene, int64_t t_ns, struct frame *frame);

/* The first instant after t_ns at which scene_draw differs; INT64_MAX: never. */
int64_t scene_next_step(const struct scene *scene, int64_t t_ns);

#endif
