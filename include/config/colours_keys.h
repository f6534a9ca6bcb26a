/* colours: of the words and behind them. */
#ifndef CONFIG_COLOURS_KEYS_H
#define CONFIG_COLOURS_KEYS_H

#include "config/colour.h"

struct config_colours {
    struct config_colour text;     /* somebody's exact words, their marks included */
    struct config_colour headline; /* the house's words: headlines, a reporter's sentence */
    struct config_colour line;     /* what an editor typed */
    struct config_colour speaker;  /* who said it, and separators */
    struct config_colour label;
    struct config_colour breaking; /* the field behind a take-over's label */
    struct config_colour breaking_text;
    struct config_colour background;
    char *categories; /* "sport green; weather sky": the words of those; "": as ever */
};

#endif
