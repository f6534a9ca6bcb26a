/* What may air, in memory: the store's due snippets with their history, so that
 * the picture never waits for a disk. */
#ifndef APP_CANDIDATES_H
#define APP_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/pending.h"
#include "app/timetable.h"
#include "schedule/rota.h"
#include "store/store.h"

struct candidate {
    struct store_row row;
    int64_t run_airings; /* since this program started */
    int daypart;         /* into the timetable's spans; -1: always */
    int64_t duration_ns; /* of its airings, once it was on air; 0: not known */
    bool refused;        /* can't be shown as it stands: skipped until its text changes */
};

/* In order of id. Zero-initialised is empty. */
struct candidates {
    struct candidate *items;
    size_t count;
    struct rota_item *due; /* what may air now, with the index of its candidate */
    size_t *due_index;
    size_t due_count;
    int64_t seen_ms;             /* when that was so */
    int64_t next_change_ms;      /* until then it stays so */
    bool house_only;             /* the time is not known */
    struct pending pending;      /* laid over what the store gives */
    struct timetable *timetable; /* outlives the candidates */
    struct rota_history history;
};

/* Takes what the store gives at now_ms and keeps what this run knows of each.
 * On an error everything stays as it was, but what is pending holds. */
bool candidates_load(struct candidates *candidates, struct store *store, int64_t now_ms,
                     struct diag *diag);
void candidates_finish(struct candidates *candidates);

/* Writes what is pending, if anything is. */
bool candidates_write_pending(struct candidates *candidates, struct store *store,
                              void (*moved)(void *user, int64_t from, int64_t to), void *user,
                              struct diag *diag);

/* NULL when it is not (or no longer) there. */
struct candidate *candidates_find(struct candidates *candidates, int64_t id);

/* The rota's choice among those not refused and due at now_ms; NULL when there
 * is none. */
struct candidate *candidates_choose(struct candidates *candidates, int64_t now_ms, uint64_t seed,
                                    struct rota_choice *choice);

/* The house line whose turn it is, for an idle wall. */
struct candidate *candidates_choose_house(struct candidates *candidates, int64_t now_ms,
                                          struct rota_choice *choice);

/* Notes that the choice goes on air now. */
void candidates_air(struct candidates *candidates, struct candidate *item,
                    const struct rota_choice *choice, int64_t now_ms);

/* The refused one is chosen no more. */
void candidates_refuse(struct candidates *candidates, struct candidate *item);

/* Whether that one may air now: the choice, if it does. */
bool candidates_choose_this(struct candidates *candidates, const struct candidate *item,
                            int64_t now_ms, struct rota_choice *choice);

/* The airing just now was cut and does not count. */
void candidates_uncount(struct candidates *candidates, int64_t id);

/* Whether anything may air. */
bool candidates_any(struct candidates *candidates, uint64_t seed, int64_t now_ms);

/* The highest level of a take-over that may air at now_ms; 0: none. */
int candidates_breaking(struct candidates *candidates, int64_t now_ms);

/* Whether it may air at now_ms (its text may have changed). */
bool candidates_is_due(struct candidates *candidates, const struct candidate *item, int64_t now_ms);

/* Whether each one that can be shown has been on air in this run. */
bool candidates_round_done(struct candidates *candidates, int64_t now_ms);

#endif
