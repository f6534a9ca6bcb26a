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

/* An empty (all background) scene; the caller fills it in and then shows it. */
struct scene *scene_create(int width, int height, int64_t valid_from_ns);
struct scene *scene_ref(struct scene *scene);
void scene_unref(struct scene *scene); /* unrefs its strips with the last one */

/* One that the caller may change and unrefs; the strips are the same. */
struct scene *scene_copy(const struct scene *scene);

/* The scene as it stands at now_ns, held still from then on. */
struct scene *scene_frozen(const struct scene *scene, int64_t now_ns);

/* Adds a zone that takes a reference of its own to the strip. The zone must lie
 * inside of the frame (assert). */
struct zone *scene_add_zone(struct scene *scene, int x, int y, int width, int height,
                            struct strip *strip);

/* The colours of each role, and the background, as configured. */
void zone_set_colours(struct zone *zone, const struct config_colours *colours);

/* All colours and pictures at that percentage of their light; before the scene is shown. */
void zone_dim(struct zone *zone, int percent);
void scene_dim(struct scene *scene, int percent);

/* A px of a picture in the zone's strip (RGBA; its alpha is not looked at) as it is shown. */
struct config_colour zone_image_colour(const struct zone *zone, const uint8_t *rgba);

/* The picture at t_ns. frame has the scene's size. Coverage blends the role's
 * colour over the zone's background in linear light where it is partial. */
void scene_draw(const struct scene *scene, int64_t t_ns, struct frame *frame);

/* The colour that partial coverage (0 to 255) of `over` gives above `under`. */
struct config_colour scene_mix(struct config_colour over, struct config_colour under,
                               uint8_t coverage);

/* The first instant after t_ns at which scene_draw differs; INT64_MAX: never. */
int64_t scene_next_step(const struct scene *scene, int64_t t_ns);

#endif
