/* Colours of LEDs, mixed and dimmed in linear light (display/lightness.h). */
#ifndef DISPLAY_COLOUR_H
#define DISPLAY_COLOUR_H

#include <stdint.h>

#include "config/colour.h"

/* One channel of what partial coverage (0 to 255) of `over` gives above `under`. */
uint8_t colour_blend(uint8_t over, uint8_t under, unsigned coverage);

/* The colour that partial coverage (0 to 255) of `over` gives above `under`. */
struct config_colour colour_mix(struct config_colour over, struct config_colour under,
                                uint8_t coverage);

/* The colour at 0 to 100 percent of its light. */
struct config_colour colour_dim(struct config_colour colour, int percent);

#endif
