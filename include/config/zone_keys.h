/* zones: rectangles of the wall. */
#ifndef CONFIG_ZONE_KEYS_H
#define CONFIG_ZONE_KEYS_H

#include <stdbool.h>

#include "config/colour.h"
#include "config/layout_keys.h"

enum config_shows {
    CONFIG_SHOWS_NEWS, /* every snippet */
    CONFIG_SHOWS_HEADLINES,
    CONFIG_SHOWS_QUOTES, /* and lines */
    CONFIG_SHOWS_CLOCK,
    CONFIG_SHOWS_LOGO,
};

#define CONFIG_ZONES_MAX 8

/* A rectangle of the wall and what it shows. Zeros follow the general keys. */
struct config_zone {
    char *name;              /* "": what it shows */
    int x, y, width, height; /* px; width, height 0: up to the edge */
    enum config_shows shows;
    enum config_mode mode;
    char *categories;             /* "sport; weather"; "": all */
    double characters_per_second; /* of a crawl; 0: as crawl. says */
    int size_px, scale;           /* of its letters; of a logo's px */
    char *file;                   /* of a logo: a PNG */
    char *format;                 /* of a clock: as of strftime */
    struct config_colour colour;  /* of a clock */
    bool label;                   /* above its news */
    int line;                     /* of the file, for messages; 0: not known */
};

#endif
