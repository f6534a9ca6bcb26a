/* Linear light in the connector's order: what each LED shall give.
 *
 * From the frame's 8-bit lightness (CIE 1976 L*, CIE 15:2004, 8.2.1.1; see
 * display/lightness.h) to 11 bits, 0 to LIGHT_FULL, rounded.
 */
#ifndef HUB75_LIGHT_H
#define HUB75_LIGHT_H

#include <stdint.h>

#include "display/frame.h"
#include "hub75/panel.h"

#define LIGHT_BITS 11
#define LIGHT_FULL ((1 << LIGHT_BITS) - 1)
#define LIGHT_CHANNELS 6 /* of a lane: R1 G1 B1 R2 G2 B2 */

/* scan rows x columns x lanes x 6 channels. */
struct light {
    int scan_rows, columns, lanes;
    uint16_t *values; /* owned */
};

void light_init(struct light *light, const struct panel *panel); /* dark */
void light_finish(struct light *light);

/* The 11-bit light of a picture value. */
uint16_t light_of_value(uint8_t value);

/* Fills in a frame of the wall's size (assert). */
void light_from_frame(struct light *light, const struct panel *panel, const struct frame *frame);

/* The channels of one place: LIGHT_CHANNELS values. */
static inline uint16_t *light_at(const struct light *light, int row, int column, int lane)
{
    size_t place = ((size_t)row * (size_t)light->columns + (size_t)column) * (size_t)light->lanes +
                   (size_t)lane;
    return light->values + place * LIGHT_CHANNELS;
}

#endif
