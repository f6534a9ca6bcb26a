/* A colour, as it stands in the configuration and on the wall. */
#ifndef CONFIG_COLOUR_H
#define CONFIG_COLOUR_H

#include <stdint.h>

struct config_colour {
    uint8_t r, g, b; /* sRGB-like 8-bit values, `"#rrggbb"` in the file */
};

#endif
