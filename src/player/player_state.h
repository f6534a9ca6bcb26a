/* What the player's files share: each has its own header for what it does. */
#ifndef PLAYER_PLAYER_STATE_H
#define PLAYER_PLAYER_STATE_H

#include "asrun/journal.h"
#include "base/local.h"
#include "base/log.h"
#include "layout/compose.h"
#include "player/candidates.h"
#include "player/player.h"

/* What is on air on a zone. */
struct airing {
    struct snippet snippet; /* a copy: the store may change under it; id 0: the zone is idle */
    int64_t words;          /* its words' sum as of store_row */
    struct shown shown;     /* its words as they are on the wall; empty: as they are stored */
    char reason[ROTA_REASON_SIZE];
    int64_t start_ms;
    int64_t end_ns; /* of its turn */
    size_t place;   /* in the journal */
    bool on;        /* something is, be it the idle wall's clock or nothing */
};

/* What leaves a ribbon (leaving.h). */
struct leaving {
    struct airing air;
    struct compose_item item;
    struct leaving *older; /* NULL: it is the first that will have gone */
};

struct player {
    struct player_setup setup;
    struct loop_timer *wake;
    struct store_watch *watch; /* NULL: nobody else writes to the store */
    struct timetable timetable;
    struct candidates candidates;
    struct airing air[ZONES_MAX];
    struct compose_item items[ZONES_MAX]; /* of what is on air */
    struct leaving *leaving[ZONES_MAX];   /* before that, the newest first; owned */
    int64_t resume_id[ZONES_MAX];         /* what was interrupted and airs again; 0: nothing */
    int64_t corrected_id[ZONES_MAX];      /* what was cut by its own other words, and goes first */
    char *next_text[ZONES_MAX];           /* what comes next; NULL: nothing */
    size_t zones;
    struct scene *scene;     /* what the output has; NULL: nobody looks */
    bool changed;            /* ... and it is not the wall any more */
    int64_t change_ms;       /* wall time at which it is another (a clock's minute) */
    int64_t change_ns;       /* the same by the monotonic clock */
    struct journal *journal; /* NULL: no history is written */
    struct output *recorder; /* tells setup.on_scene; NULL: nobody asked */
    int brightness;          /* percent, as shown */
    bool time_known;
    int64_t last_aired_ms; /* at the start: the clock must not be before it */
    int64_t store_version;
    int64_t loaded_version;   /* up to which changes are in the candidates (store_changed) */
    bool partly;              /* the candidates are the newest of the store's, no more */
    char *store_place;        /* the store's path, absolute: who asks may stand in another folder */
    struct state_taken taken; /* what became of the edit that was taken last */
    int room_percent;         /* as the room's light wants it; 0: nobody measures it */
    int wanted_percent;       /* of what the schedule gives, by hand; 0: all of it */
    bool dimmed_by_settings;  /* wanted_percent is theirs */
    bool away;                /* nobody is there: dark like in a dark daypart */
    int64_t offset_ms;        /* of the wall clock to the monotonic one */
    int64_t start_ns;
    int64_t write_ns;             /* when what the store did not take is tried again */
    int64_t pause_ns;             /* when the pause began, -1: not paused */
    bool blanked;                 /* by hand; nothing but a person ends that */
    bool notice;                  /* somebody's own scene stands in the wall's place */
    bool held;                    /* paused by hand, be it dark or not */
    struct player_change *change; /* waits for an item's end; NULL: none */
    char time_zone[LOCAL_ZONE_SIZE];
    bool begun; /* something was put on air */
    bool stopped;
};

/* The words on the wall. */
static inline const char *airing_text(const struct airing *air)
{
    return air->shown.text ? air->shown.text : air->snippet.text;
}

/* What goes wrong is said, and the show goes on with what is in memory. */
static inline void player_report(struct diag *diag)
{
    log_diag(diag);
    diag_finish(diag);
}

static inline int64_t player_now_ns(const struct player *player)
{
    return clock_monotonic_ns(player->setup.clock);
}

static inline int64_t player_wall_ms(const struct player *player)
{
    return clock_wall_ms(player->setup.clock);
}

#endif
