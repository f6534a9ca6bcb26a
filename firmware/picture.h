/* The picture of a scene that was told, as numbers of colours on the canvas: zones with strips that
 * move by themselves, by the arithmetic of display/zone.h.
 *
 * Colour 0 is the background, and a zone's WIRE_COLOURS follow those of the zone before it.
 */
#ifndef FIRMWARE_PICTURE_H
#define FIRMWARE_PICTURE_H

#include <stdint.h>

#include "device_wall.h"

/* Draws the scene as it is at t_us onto the canvas. Columns that are not there are left out and
 * counted (wall->missing). */
void picture_draw(struct device_wall *wall, const struct told_scene *scene, int64_t t_us);

/* The first instant after t_us at which the picture differs; DEVICE_NEVER: it stands. */
int64_t picture_next_us(const struct told_scene *scene, int64_t t_us);

/* The first column of a zone's strip that may still be seen at t_us or later. */
uint32_t picture_needed_from(const struct told_zone *told, int64_t t_us);

#endif
