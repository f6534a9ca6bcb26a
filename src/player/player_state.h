/* What the player's files share: player.c (its life), airing.c (on the air and
 * off), choosing.c (what comes next), watching.c (what may stay), remote.c (commands),
 * edits.c (kill, breaking, clear on a full disk). */
#ifndef PLAYER_PLAYER_STATE_H
#define PLAYER_PLAYER_STATE_H

#include "asrun/airings.h"
#include "layout/compose.h"
#include "player/candidates.h"
#include "player/player.h"

/* What is on air on a place. */
struct airing {
    struct snippet snippet; /* a copy: the store may change under it; id 0: the place is idle */
    char *written;          /* its text as it is stored: the fonts may have wanted replacements */
    char reason[ROTA_REASON_SIZE];
    int64_t start_ms;
    int64_t end_ns;
    bool on; /* something is, be it the idle wall's clock or nothing */
};

struct player {
    struct player_setup setup;
    struct loop_timer *wake;
    struct loop_timer *poll;
    struct timetable timetable;
    struct candidates candidates;
    struct airing air[COMPOSE_PLACES_MAX];
    struct compose_item items[COMPOSE_PLACES_MAX]; /* of what is on air */
    int64_t resume_id[COMPOSE_PLACES_MAX];         /* what a take-over interrupted; 0: nothing */
    char *next_text[COMPOSE_PLACES_MAX];           /* what comes next; NULL: nothing */
    size_t places;
    struct scene *scene;     /* what the output has; NULL: nobody looks */
    bool changed;            /* ... and it is not the wall any more */
    int64_t change_ms;       /* wall time at which it is another (a clock's minute) */
    struct journal *journal; /* NULL: no history is written */
    int brightness;          /* percent, as shown */
    bool time_known;
    int64_t last_aired_ms; /* at the start: the clock must not be before it */
    int64_t store_version;
    int64_t offset_ms; /* of the wall clock to the monotonic one */
    int64_t start_ns;
    int64_t write_ns; /* when what the store did not take is tried again */
    int64_t pause_ns; /* when the pause began, -1: not paused */
    bool begun;       /* something was put on air */
    bool stopped;
};

/* airing.c */

/* What goes wrong is said, and the show goes on with what is in memory. */
void player_report(struct diag *diag);

/* The item (whose snippet is `snippet`, or NULL: an empty place) goes on air. The
 * player takes the item's strip and a copy of the snippet. */
void player_air(struct player *player, size_t place, const struct snippet *snippet,
                const struct compose_item *item, int64_t end_ns, const char *reason);

/* What is on air on the place ends. cut: why before its end, NULL: it is over.
 * uncounted: that was no airing. */
void player_end_airing(struct player *player, size_t place, const char *cut, bool uncounted);

/* The wall as it is now goes to the output. */
void player_show(struct player *player, int64_t now_ns);

/* The scene as it stands, held still; and on from there, later by the pause. */
void player_freeze(struct player *player, int64_t now_ns);
void player_unfreeze(struct player *player, int64_t now_ns);

/* choosing.c */

/* Puts something on each place that is empty, and a take-over on the wall. */
void player_fill(struct player *player, int64_t now_ns);
void player_foresee(struct player *player, size_t place);

/* watching.c */

void player_load(struct player *player);

/* Told once: without the time nothing airs that depends on it. */
void player_look_at_clock(struct player *player);

/* Takes off what may not stay, or what a take-over hides; player_fill goes on. */
void player_look_at_schedule(struct player *player);
int player_scheduled_brightness(const struct player *player);

/* Whether somebody set the clock since the last look; and what shows a clock shows it. */
bool player_clock_jumped(struct player *player);
void player_follow_clock(struct player *player);

/* Something else breaks in: ends a pause, too. */
void player_cut(struct player *player, size_t place, const char *why, bool uncounted);

/* edits.c */

bool player_is_edit(const char *command);

/* One that the store did not take; an error for people, NULL: it is done. */
const char *player_take_edit(struct player *player, const char *command, const json_t *request);

/* Tries now and then to write what waits. */
void player_try_pending(struct player *player, int64_t now_ns);

/* player.c */

/* Fills, shows, and sets the timer: after everything that changes the wall. */
void player_go_on(struct player *player, int64_t now_ns);

static inline int64_t player_now(const struct player *player)
{
    return clock_monotonic_ns(player->setup.clock);
}

static inline int64_t player_wall_ms(const struct player *player)
{
    return clock_wall_ms(player->setup.clock);
}

#endif
