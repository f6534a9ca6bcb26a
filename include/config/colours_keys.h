/* colours: of the words and behind them. */
#ifndef CONFIG_COLOURS_KEYS_H
#define CONFIG_COLOURS_KEYS_H

#include "config/colour.h"

struct config_colours {
    struct config_colour text;
    struct config_colour headline;
    struct config_colour speaker;
    struct config_colour background;
};

#endif
