/* A zone as it is on this wall, and all of them; for zones.c and compose.c. */
#ifndef LAYOUT_ZONE_H
#define LAYOUT_ZONE_H

#include "config/zone_keys.h"
#include "layout/zones.h"
#include "text/strip.h"

enum label_kind {
    LABEL_NONE,
    LABEL_BAR,  /* rows in the item's colour, too low for letters */
    LABEL_BAND, /* a line of letters above the words */
};

struct label_place {
    enum label_kind kind;
    int y, height;       /* on the wall; as wide as the zone */
    struct fonts *fonts; /* owned; NULL: none */
    bool bold;           /* those have strokes of two px */
};

struct layout_zone {
    struct config_zone config; /* zeros filled in */
    struct fonts *fonts;       /* the general ones, or: */
    struct fonts *own;         /* of another size; NULL */
    int room_px;               /* for a line of them; 0: as many as it needs */
    int size_px, scale;        /* asked of them; 0: as configured */
    struct fonts *small;       /* for pages whose words are too wide; owned; NULL: none */
    struct fonts *idle;        /* for the time when nothing else is on; owned; NULL: none */
    struct label_place label;  /* config is what is left of the rectangle */
    struct strip *logo;
    struct strip *mark;   /* between the items of a ribbon; owned */
    int32_t advance_26_6; /* mean, of its letters */
};

struct layout_zones {
    const struct config *config;
    int width, height;                        /* of the wall */
    struct layout_zone all[CONFIG_ZONES_MAX]; /* clocks and logos, too */
    size_t all_count;
    struct layout_zone wall; /* for take-overs */
    bool has_wall;
    const struct layout_zone *news[ZONES_MAX]; /* those in which snippets air */
    char *names[ZONES_MAX];                    /* of those; NULL: none */
    size_t count;
};

/* Whether snippets air in it. */
bool layout_zone_has_news(const struct layout_zone *zone);

/* How its words move. */
enum config_mode layout_zone_mode(const struct layout_zones *zones, const struct layout_zone *from);

/* What its clock shows at that wall time. NULL with an error. The caller unrefs. */
struct strip *layout_zone_clock(const struct layout_zone *zone, int64_t wall_ms, struct diag *diag);

#endif
