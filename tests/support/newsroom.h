/* A newsroom: the whole ticker under the simulated clock, with a store on disk, an
 * editor's desk (a connection of its own) and a wall that keeps every picture. */
#ifndef SUPPORT_NEWSROOM_H
#define SUPPORT_NEWSROOM_H

#include <stdbool.h>
#include <stdint.h>

#include "config/config.h"
#include "control/request.h"
#include "control/state.h"
#include "display/frame.h"
#include "player/player.h"

#define NEWSROOM_WIDTH 64
#define NEWSROOM_HEIGHT 32

/* A picture that differs from the one before, from t_ns on. */
struct wall_picture {
    int64_t t_ns;
    uint8_t *rgb;
};

/* An output that draws every step. `keep`: pictures, else only the count is kept. */
struct glass {
    struct output output;
    const struct clock *clock;
    struct scene *scene;
    struct frame frame;
    int64_t due_ns;
    bool keep;
    struct wall_picture *pictures;
    size_t count;
};

/* What draws: the configuration, its fonts, its zones. */
struct studio {
    struct config config;
    struct fonts *fonts;
    struct layout_zones *zones; /* NULL: refused, and diag says why */
    struct diag diag;
};

/* A configuration that is read again. */
struct newsroom_change {
    struct newsroom *room;
    struct studio studio; /* the fresh one; what was before once it is taken over */
    int taken;            /* how often it was taken over: once, or never */
    struct newsroom_change *next;
};

struct newsroom {
    char folder[48];
    char *path; /* of the store */
    struct studio studio;
    struct clock clock;
    struct loop *loop;
    struct loop_timer *bell;
    struct store *store, *desk;
    struct glass glass;
    struct player *player;
    struct newsroom_change *changes;
    struct player_setup setup; /* to be changed before newsroom_start */
    struct diag diag;
};

/* A 64x32 wall, a 13 px bitmap face and one item after the other; `settings` as of --set, up to
 * NULL. Fails the test where the settings or the fonts are no good. */
void studio_open(struct studio *studio, const char *const *settings);
void studio_close(struct studio *studio);

/* A 64x32 wall at wall_ms; `settings` as of --set, up to NULL. The wall keeps its
 * pictures and history is written. Fails the test where something can't be opened. */
void newsroom_open(struct newsroom *room, const char *const *settings, int64_t wall_ms);
void newsroom_close(struct newsroom *room);

/* Lets the ticker begin. */
void newsroom_start(struct newsroom *room);

/* The ticker ends, as by a signal; what it wrote is in the store. */
void newsroom_stop(struct newsroom *room);

/* Until so many ms after the beginning. */
void newsroom_run_to_ms(struct newsroom *room, int64_t ms);

/* Adds a line with an id of its own and gives it. */
int64_t newsroom_add(struct newsroom *room, struct snippet snippet);

/* Asks the ticker, and gives its state then. Fails the test where it refuses. */
struct state newsroom_ask(struct newsroom *room, struct request request);

/* The ticker reads its configuration again, which is the usual one with these settings. What is
 * returned is the room's. */
const struct newsroom_change *newsroom_reload(struct newsroom *room, const char *const *settings);

#endif
