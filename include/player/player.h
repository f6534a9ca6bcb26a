/* The player: the store's due snippets, chosen by the rota, laid out as strips,
 * shown as scenes on one output. Wiring only: every decision is a lower stage's.
 */
#ifndef PLAYER_PLAYER_H
#define PLAYER_PLAYER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/loop.h"
#include "control/request.h"
#include "control/state.h"
#include "kiosk/store_care.h"
#include "layout/zones.h"
#include "output/output.h"
#include "player/timetable.h"
#include "store/store.h"

struct config;
struct player;

/* Everything in it outlives the player. */
struct player_setup {
    struct loop *loop;
    const struct clock *clock;
    const struct config *config;
    struct store *store;
    const char *store_note;                          /* what was wrong with it; NULL: nothing */
    const struct store_care *care;                   /* of it; NULL: none */
    const struct state_configuration *configuration; /* of config; NULL: no file was read */
    /* Reads the configuration again; false with an error. NULL: that is not done here. */
    bool (*reload)(void *user, struct diag *diag);
    /* Lays settings over it (config/laid.h); false with an error, and nothing has changed. NULL:
     * that is not done here. */
    bool (*lay)(void *user, const char *settings, struct diag *diag);
    void *reload_user; /* of both */
    struct layout_zones *zones;
    struct output *output;
    int width, height; /* of the wall, px */
    uint64_t seed;     /* of the rota's ties */
    int64_t end_ns;    /* stop then; INT64_MAX: never */
    bool one_round;    /* stop when every snippet that a zone takes was on air once */
    bool unseen; /* nobody looks: nothing is drawn, a snippet is laid out once for its length */
    bool hurry;  /* of thousands the newest are read, then the first scene shown, then the others
                    read; else one of all of them airs first */
    bool write_history; /* tell the store what has aired */
    bool watch_store;   /* look for what other programs change, within 100 ms */
    /* Called as each snippet goes on air, with its words as they are shown, on the zone of that
     * name (NULL: there is only one); may be NULL. */
    void (*on_air)(void *user, int64_t now_ns, const char *zone, const struct snippet *snippet,
                   const char *text, const char *reason);
    /* Called as a zone becomes idle (each minute again where a clock is shown); may be NULL. */
    void (*on_idle)(void *user, const char *zone, const char *reason);
    /* Called with each scene as it is handed to the output, NULL when that goes dark; may be
     * NULL. */
    void (*on_scene)(void *user, struct scene *scene);
    void *user;
};

/* Shows the first scene as soon as the loop runs; calls loop_stop at the end. NULL with
 * an error where the rota or the schedule is not understood. */
struct player *player_create(const struct player_setup *setup, struct diag *diag);
void player_destroy(struct player *player);

/* What a player goes over to when its configuration was read again. */
struct player_change {
    struct timetable timetable; /* the player's from then on */
    struct layout_zones *zones; /* outlive the player; NULL: as they are, and what is on air too */
    void (*taken)(void *user);  /* called as it does: setup.config may change within, and the zones
                                   before may go */
    void *user;
};

/* Goes over as soon as no item is in its middle: at once, or when the next one ends; what other
 * zones show then airs again from its start. A change that waited before is given up. */
void player_go_over(struct player *player, const struct player_change *change);

/* Looks whether the store or the clock was changed by somebody else, and does what follows
 * from it. With watch_store the player does it by itself (kiosk/store_watch.h). */
void player_look(struct player *player);

#endif
