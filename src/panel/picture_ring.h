/* A ring of pictures between the loop's thread, which makes them ahead of their
 * time, and the refresh thread, which shows each from its instant on. No lock:
 * one writer, one reader.
 *
 * The ring holds pointers; the reader exchanges the picture that it has shown for the
 * next one, so that pictures which nobody shall see can be dropped beside it.
 */
#ifndef PANEL_PICTURE_RING_H
#define PANEL_PICTURE_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "picture_ahead.h"

#define PICTURES_AHEAD 16 /* at 120 steps a second 125 ms ahead */
#define LIT_MOST 64       /* pictures that were lit and are not counted yet: most of a second */

/* A picture whose first refresh has begun. */
struct picture_lit {
    uint32_t sum;
    unsigned show;
    bool fresh;
};

struct picture_ring {
    struct picture_ahead pictures[PICTURES_AHEAD + 1];
    struct picture_ahead *places[PICTURES_AHEAD]; /* from tail on the reader's, else the writer's */
    atomic_uint head;                             /* pictures written */
    atomic_uint tail;                             /* pictures taken */
    atomic_uint generation;                       /* older pictures are dropped unseen */
    unsigned pushed;                              /* the writer's: generation of the last picture */
    struct picture_ahead *held;                   /* the reader's: not in the ring */
    bool holds;                                   /* whether it is to be shown */
    bool stale;                                   /* it was out of date a refresh ago already */
    bool told;                                    /* that the held one was lit */
    struct picture_lit lit[LIT_MOST];             /* written by the reader, read by the writer */
    atomic_uint lit_head;                         /* the reader's */
    atomic_uint lit_tail;                         /* the writer's */
};

/* An empty ring for pictures of an open wall; picture_ring_finish frees what it holds. */
void picture_ring_init(struct picture_ring *ring, const struct scanned_wall *wall);
void picture_ring_finish(struct picture_ring *ring);

/* Of the writer. The place for the next picture, NULL while the ring is full; what
 * was written there is handed over by picture_ring_push. A last place is kept for the
 * first picture after picture_ring_outdate. */
struct picture_ahead *picture_ring_next(struct picture_ring *ring);
void picture_ring_push(struct picture_ring *ring);

/* Of the writer: what it has handed over so far must not be shown any more, but for
 * the refresh that is under way and one that may have begun meanwhile. */
void picture_ring_outdate(struct picture_ring *ring);

/* Of the reader, for each refresh: the newest picture whose time has come; the one
 * taken before while there is none; NULL (dark) where there was none, or where it has
 * been out of date for a refresh. It stays whole until the next take. */
struct picture_ahead *picture_ring_take(struct picture_ring *ring, int64_t now_ns);

/* Of the reader: the picture that was taken is scanned now. */
void picture_ring_tell_lit(struct picture_ring *ring);

/* Of the writer: the next picture that was lit, in order, each once. False: none is left. */
bool picture_ring_next_lit(struct picture_ring *ring, struct picture_lit *lit);

/* While there is no reader: the next one starts dark. */
void picture_ring_forget(struct picture_ring *ring);

#endif
