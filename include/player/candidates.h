/* What may air, in memory: the store's due snippets with their history, so that
 * the picture never waits for a disk. Each zone of the wall has its own list of
 * what it takes, and its own rota. */
#ifndef PLAYER_CANDIDATES_H
#define PLAYER_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "layout/zones.h"
#include "player/candidate.h"
#include "player/timetable.h"
#include "player/unwritten_edits.h"
#include "schedule/rota.h"
#include "store/store.h"

/* What a zone takes of what is due, in order of id. */
struct candidates_list {
    struct rota_list due;
    uint32_t *index; /* of its candidate */
    size_t room;     /* for so many of them */
    struct rota_history history;
};

/* In order of id. Zero-initialised is empty, with one zone that takes everything. */
struct candidates {
    struct candidate *items;
    size_t count;
    char *words; /* of all that were loaded at once, one behind the other: thousands of small blocks
                    among what a load throws away would keep its pages from being given back */
    struct candidates_list lists[ZONES_MAX];
    const struct layout_zones *zones; /* says what each zone takes; outlives the candidates */
    size_t due_count;                 /* what may air now */
    int64_t seen_ms;                  /* when that was so */
    int64_t next_change_ms;           /* until then it stays so */
    int64_t next_embargo_ms;          /* when the store has one more that may air */
    bool house_only;                  /* the time is not known */
    struct unwritten unwritten;       /* laid over what the store gives */
    struct timetable *timetable;      /* outlives the candidates */
};

/* Takes items, in order of id, in place of those that there are, which are the caller's; an embargo
 * of what is not among them ends at next_embargo_ms. */
void candidates_take(struct candidates *candidates, struct candidate *items, size_t count,
                     int64_t next_embargo_ms, int64_t now_ms);

/* Frees all of it; it is empty and valid afterwards. */
void candidates_finish(struct candidates *candidates);

/* Writes the edits that wait, if any does. */
bool candidates_write_unwritten(struct candidates *candidates, struct store *store,
                                void (*moved)(void *user, int64_t from, int64_t to), void *user,
                                struct diag *diag);

/* NULL when it is not (or no longer) there. */
struct candidate *candidates_find(struct candidates *candidates, int64_t id);

/* The rota's choice for the zone among those that are due at now_ms, not refused
 * and not on air elsewhere; NULL when there is none. */
struct candidate *candidates_choose(struct candidates *candidates, size_t zone, int64_t now_ms,
                                    uint64_t seed, struct rota_choice *choice);

/* The house line whose turn it is, for an idle zone. */
struct candidate *candidates_choose_house(struct candidates *candidates, size_t zone,
                                          int64_t now_ms, struct rota_choice *choice);

/* Notes that the choice goes on air now. */
void candidates_air(struct candidates *candidates, size_t zone, struct candidate *item,
                    const struct rota_choice *choice, int64_t now_ms);

/* It is on air no more, if it is still there. uncounted: it was cut, and that was no airing. */
void candidates_end(struct candidates *candidates, int64_t id, bool uncounted);

/* An airing of it, which had ended before, was none. */
void candidates_uncount(struct candidates *candidates, int64_t id);

/* How long an airing of it takes in that zone, to be read and written; 0: not known. */
int64_t *candidates_duration_ns(struct candidate *item, size_t zone);

/* The refused one is chosen no more. */
void candidates_refuse(struct candidates *candidates, struct candidate *item);

/* Whether that one may air there now: the choice, if it does, for the reason given. */
bool candidates_choose_this(struct candidates *candidates, size_t zone,
                            const struct candidate *item, int64_t now_ms, const char *reason,
                            struct rota_choice *choice);

/* Whether anything may air there. */
bool candidates_any(struct candidates *candidates, size_t zone, uint64_t seed, int64_t now_ms);

/* The take-overs among what was loaded. */
size_t candidates_take_overs(const struct candidates *candidates);

/* The highest level of a take-over that may air there at now_ms; 0: none. */
int candidates_breaking(struct candidates *candidates, size_t zone, int64_t now_ms);

/* Whether it may air at now_ms (its text may have changed). */
bool candidates_is_due(struct candidates *candidates, const struct candidate *item, int64_t now_ms);

/* Whether each one that can be shown has been on air in this run, up to its end. */
bool candidates_round_done(struct candidates *candidates, int64_t now_ms);

#endif
