/* A colour, as it stands in the configuration and on the wall. */
#ifndef CONFIG_COLOUR_H
#define CONFIG_COLOUR_H

#include <stdbool.h>
#include <stdint.h>

struct config_colour {
    uint8_t r, g, b; /* sRGB-like 8-bit values, `"#rrggbb"` in the file */
};

/* "#rrggbb" or a name as they stand in the file (amber, white, red, ...). False, and *colour as it
 * was, for anything else. */
bool colour_parse(const char *text, struct config_colour *colour);

#endif
