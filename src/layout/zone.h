/* What a composer is made of; for composer.c and compose.c. */
#ifndef LAYOUT_ZONE_H
#define LAYOUT_ZONE_H

#include "config/zone_keys.h"
#include "layout/compose.h"
#include "text/strip.h"

/* A zone as it is on this wall: zeros of the configuration filled in. */
struct part {
    struct config_zone zone;
    struct fonts *fonts; /* the general ones, or: */
    struct fonts *own;   /* of another size; NULL */
    int room_px;         /* for a line of them; 0: as many as it needs */
    struct strip *logo;
};

struct composer {
    const struct config *config;
    int width, height;
    struct part parts[CONFIG_ZONES_MAX];
    size_t count;
    struct part wall; /* for take-overs */
    bool has_wall;
    const struct part *places[COMPOSE_PLACES_MAX];
    char *names[COMPOSE_PLACES_MAX]; /* NULL: none */
    size_t place_count;
};

/* Whether snippets air there. */
bool part_is_news(enum config_shows shows);

/* What a clock shows at that wall time. NULL with an error. The caller unrefs. */
struct strip *part_clock(const struct part *part, int64_t wall_ms, struct diag *diag);

#endif
