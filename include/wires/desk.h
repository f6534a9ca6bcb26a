/* When each feed is asked again, and what its answer means for that: one state machine a feed.
 * Pure: no clock of its own, no network; whoever fetches tells what came.
 *
 * Times are monotonic ns, but for those that outlive the process, which are wall ms.
 */
#ifndef WIRES_DESK_H
#define WIRES_DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

/* The longest that a feed is left alone, whatever it or its faults say. */
#define DESK_LONGEST_NS (INT64_C(86400) * CLOCK_NS_PER_S)
/* The first round is spread over this, so that a boot asks nobody for everything at once. */
#define DESK_SPREAD_NS (INT64_C(60) * CLOCK_NS_PER_S)
/* Two requests of one host are this far apart at least. */
#define DESK_HOST_GAP_NS CLOCK_NS_PER_S
/* A move for good is believed when it was told twice, so far apart: the login page of a network
 * tells it, too, and is over by then. */
#define DESK_MOVE_MS (INT64_C(3600) * CLOCK_MS_PER_S)

/* What came of a request. Texts are the caller's. */
struct desk_answer {
    int status;                  /* of HTTP; 0: there was none */
    bool read;                   /* the document was read as a feed */
    bool known;                  /* ... with an item that was known of it, or it has none */
    const char *etag, *modified; /* validators of a 200, NULL where it has none */
    int64_t retry_after_s;       /* 0: not told */
    int64_t max_age_s;           /* of Cache-Control, or as the feed itself asks; 0: not told */
    const char *moved;           /* where permanent redirects led, from the first on; NULL */
    const char *fault;           /* in words; NULL: none */
};

/* A feed as the desk knows it. What is marked with * outlives the process. */
struct desk_feed {
    char *name, *url; /* as configured */
    char *host;       /* "host:port" of where it is asked now */
    int64_t every_ns;
    char *etag, *modified; /* * a pair, of the last 200 that was read */
    char *moved;           /* * where it says that it has moved */
    int64_t moved_ms;      /* * when that was first told; 0: never */
    bool moved_for_good;   /* * told twice: it is asked there */
    int failures;          /* * in a row */
    bool gone;             /* * 410: not asked again by itself */
    int64_t last_ms;       /* * when it was last asked, 0: never */
    int64_t good_ms;       /* * when it last answered well */
    int64_t next_ms;       /* * when it is due */
    char *fault;           /* * of the last answer, in words */
    int64_t due_ns;
    int64_t asked_ns; /* when it was last asked; INT64_MIN: not since the process began */
    bool busy;        /* asked, and has not answered */
    uint64_t dice;
};

/* A feed that is due within the first minute, or when its stored next_ms says so. The desk owns
 * copies; every_ns > 0. */
void desk_feed_init(struct desk_feed *feed, const char *name, const char *url, int64_t every_ns);

/* After what outlives the process was filled in. */
void desk_feed_start(struct desk_feed *feed, int64_t now_ns, int64_t now_ms);

/* Frees what it owns and zeroes it. */
void desk_feed_finish(struct desk_feed *feed);

/* Where it is asked: its url, or where it has moved for good. */
const char *desk_feed_address(const struct desk_feed *feed);

/* It is due now, also where it was gone. */
void desk_feed_refresh(struct desk_feed *feed, int64_t now_ns);

/* The next document counts as never read: it comes whole, changed or not. */
void desk_feed_read_anew(struct desk_feed *feed);

/* The feed that may be asked now: due, its host not asked by another one, nor within
 * DESK_HOST_GAP_NS. SIZE_MAX: none; *when_ns is then the next instant at which one may be,
 * INT64_MAX where only an answer changes that. */
size_t desk_next(const struct desk_feed *feeds, size_t count, int64_t now_ns, int64_t *when_ns);

/* It is asked now. */
void desk_feed_begin(struct desk_feed *feed, int64_t now_ns, int64_t now_ms);

/* It has answered. */
void desk_feed_end(struct desk_feed *feed, const struct desk_answer *answer, int64_t now_ns,
                   int64_t now_ms);

#endif
