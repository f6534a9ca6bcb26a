/* The rota: (candidates with their history, now) -> the next snippet, and why.
 *
 * Pure: no clock, no store, no state of its own. The same arguments give the
 * same choice.
 */
#ifndef SCHEDULE_ROTA_H
#define SCHEDULE_ROTA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rota_item {
    int64_t id;
    int64_t article_id; /* 0: none */
    int priority;       /* higher airs first */
    int weight;         /* 1 to 100; twice the weight airs twice as often */
    int64_t created_ms;
    int64_t last_aired_ms; /* 0: never */
    int64_t airings;       /* since it came in */
};

#define ROTA_REASON_SIZE 96

struct rota_choice {
    size_t index;                  /* into the items */
    char reason[ROTA_REASON_SIZE]; /* for a person: "new", "waited longest (3 of 12)", ... */
};

/* What airs next. Never the item `last_id` (what is on air, 0: nothing) while
 * there is another of the same priority; ties are broken by `seed`, then by id.
 * False when there is no item. */
bool rota_next(const struct rota_item *items, size_t count, int64_t last_id, int64_t now_ms,
               uint64_t seed, struct rota_choice *choice);

#endif
