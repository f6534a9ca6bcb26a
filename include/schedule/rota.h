/* The rota: (candidates with their history, configuration, now) -> the next
 * snippet, and why.
 *
 * Pure: no clock, no store, no state of its own; what it must know of the past
 * stands in struct rota_history. The same arguments give the same choice. In this
 * order:
 *   1. take-overs: the highest level; equal ones in turn, the longest waiting first;
 *   2. the next page of a quotation whose page was on air;
 *   3. a house line after every `house_every` others;
 *   4. smooth weighted round robin across categories (each gains its weight, the
 *      richest airs and pays what all have gained), and inside of one: what has
 *      never aired first, by priority, then the newest; else the one whose wait
 *      times share is greatest. The share is weight times (1 + priority), half as
 *      much again in its first hour.
 * The weight of a category for which nobody asked is bounded by its size: none of its shares airs
 * more often than one of the category that has the least weight for its shares. So a line alone in
 * a category does not get half of the wall.
 * No snippet airs again within its gap, or more often than its limit. Two quotations of
 * one article, or of one speaker within speaker_spacing airings, follow each other only
 * where nothing else can air.
 *
 * Spacing gives way to what has waited (times its share) three times as long as who would
 * air instead, and to a category that is owed three rounds.
 *
 * Nobody starves. Between two airings of a snippet that may air all the time, its
 * category airs at most 2 (n + 3 S/s) others of those that were there already: n snippets in
 * the category, S the sum of their shares, s its own. (In the second half of a wait T of i, j
 * airs at most 1 + 3 s_j/s_i times, since it must have waited a third of s_i/s_j of what i has by
 * then; the sum over all j is T/2.) Two airings of a category of weight w among a sum of weights
 * W lie at most 5 (1 + W/w) airings apart.
 */
#ifndef SCHEDULE_ROTA_H
#define SCHEDULE_ROTA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROTA_CATEGORIES 32
#define ROTA_HOUSE 0 /* the category of house lines */
#define ROTA_SPACING_MAX 8

struct rota_item {
    int64_t id;
    int64_t article_id; /* 0: none */
    int64_t group;      /* of pages: the first page's id; 0: not paged */
    int page;           /* 1, 2, ...; 0: not paged */
    int category;       /* below ROTA_CATEGORIES */
    uint64_t speaker;   /* a hash of the name; 0: nobody */
    int breaking;       /* level; 0: none */
    int priority;       /* 0 to 9 */
    int weight;         /* 1 to 100 */
    bool elsewhere;     /* on air in another zone: not in this one now */
    int64_t created_ms;
    int64_t gap_ms;        /* 0: the configuration's */
    int64_t most_airings;  /* 0: no limit */
    int64_t last_aired_ms; /* 0: never */
    int64_t airings;       /* since it came in */
};

/* What a choice among thousands looks at first of an item: kept by rota_list_add and
 * rota_list_changed. */
struct rota_key {
    uint64_t turn;        /* of one that never aired: the greatest airs first; equal ones are
                             compared whole. Of any other the greatest number */
    uint32_t id, article; /* their lower bits */
    uint32_t speaker;     /* of the hash */
    uint16_t share;       /* of its category's; 0: none */
    uint8_t category;
    uint8_t state; /* enum in rota.c */
};

/* The candidates of a zone. Zero-initialised is empty; rota_list_finish frees. */
struct rota_list {
    struct rota_item *items;
    struct rota_key *keys;
    size_t count, room;
    size_t breaking;                 /* take-overs among them */
    int64_t shares[ROTA_CATEGORIES]; /* of all that have any left */
};

struct rota_config {
    int weights[ROTA_CATEGORIES];  /* 1 to 100 each */
    bool bounded[ROTA_CATEGORIES]; /* ... at most: nobody asked for that share */
    int64_t gap_ms;
    int speaker_spacing; /* 0 to ROTA_SPACING_MAX */
    int house_every;     /* 0: house lines only where they are asked for */
};

/* Zero-initialised: nothing has aired yet. */
struct rota_history {
    int64_t credits[ROTA_CATEGORIES];
    struct rota_aired {
        int64_t id;
        int64_t article_id;
        uint64_t speaker;
    } recent[ROTA_SPACING_MAX]; /* the last one first */
    int64_t group;              /* of the page that was on air; 0: none */
    int page;
    int64_t begun_ms; /* the first airing */
    int since_house;  /* airings since the last house line */
};

#define ROTA_REASON_SIZE 96

struct rota_choice {
    size_t index;                  /* into the items */
    char reason[ROTA_REASON_SIZE]; /* for a person: "new", "its turn among 12", ... */
    int64_t credits[ROTA_CATEGORIES];
    int64_t now_ms;
};

/* Leaves none in the list; its memory stays. */
void rota_list_clear(struct rota_list *list);
void rota_list_finish(struct rota_list *list);

/* Adds an item; where there is no room more, room for `room` in all is made, more than there are
 * (assert). */
void rota_list_add(struct rota_list *list, size_t room, const struct rota_item *item);

/* To be called after last_aired_ms, airings or elsewhere of an item were changed. */
void rota_list_changed(struct rota_list *list, size_t index);

/* What airs next; ties are broken by `seed`, then by id. False when nothing may. */
bool rota_next(const struct rota_config *config, const struct rota_list *list,
               const struct rota_history *history, int64_t now_ms, uint64_t seed,
               struct rota_choice *choice);

/* The house line whose turn it is; false when there is none. */
bool rota_next_house(const struct rota_config *config, const struct rota_list *list, int64_t now_ms,
                     struct rota_choice *choice);

/* Notes that the choice airs. Its item's last_aired_ms and airings are the caller's to change. */
void rota_note(struct rota_history *history, const struct rota_item *item,
               const struct rota_choice *choice);

#endif
