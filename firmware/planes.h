/* Bit planes: a picture as the patterns that the scan plays, a byte (bits R1 G1 B1 R2 G2 B2 from
 * bit 0) for each place in the registers: scan row, plane (0 is the dimmest), column.
 *
 * Of a configured wall. Light is CIE 1976 lightness made linear: display/luminance.h.
 */
#ifndef FIRMWARE_PLANES_H
#define FIRMWARE_PLANES_H

#include <stdint.h>

#include "device_wall.h"

#define PLANES_PLACES 4 /* made at a time: a word of each plane; divides the columns of a chain */

/* The tables for the panel's planes and its order of colours. */
void planes_prepare(struct device_wall *wall);

/* From now on a colour's number on the canvas, 0 to DEVICE_COLOURS - 1, stands for it. */
void planes_know_colour(struct device_wall *wall, int number, const uint8_t rgb[3]);

/* Of the canvas, into a frame of wall->frame_size bytes. */
void planes_make(const struct device_wall *wall, uint8_t *frame);

/* One place of a plain frame, its pixel of the upper half and that of the lower one; place:
 * scan row x columns + column. */
void planes_put_place(const struct device_wall *wall, uint32_t place, const uint8_t rgb[2][3],
                      uint8_t *frame);

#endif
