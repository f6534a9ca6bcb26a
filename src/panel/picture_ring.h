/* A ring of pictures between the loop's thread, which makes them ahead of their
 * time, and the refresh thread, which shows each from its instant on. No lock:
 * one writer, one reader.
 *
 * The ring holds pointers; the reader exchanges the stage that it has shown for the
 * next one, so that stages which nobody shall see can be dropped beside it.
 */
#ifndef PANEL_PICTURE_RING_H
#define PANEL_PICTURE_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "scanned_wall.h"

#define STAGES 16   /* at 120 steps a second 125 ms ahead */
#define LIT_MOST 64 /* pictures that were lit and are not counted yet: most of a second */

/* A picture whose first refresh has begun. */
struct stage_lit {
    uint32_t sum;
    unsigned show;
    bool fresh;
};

struct stage_ring {
    struct stage stages[STAGES + 1];
    struct stage *places[STAGES]; /* from tail on the reader's, else the writer's */
    atomic_uint head;             /* stages written */
    atomic_uint tail;             /* stages taken */
    atomic_uint generation;       /* older stages are dropped unseen */
    unsigned pushed;              /* the writer's: generation of the last stage */
    struct stage *held;           /* the reader's: not in the ring */
    bool holds;                   /* whether it is to be shown */
    bool stale;                   /* it was out of date a refresh ago already */
    bool told;                    /* that the held one was lit */
    struct stage_lit lit[LIT_MOST];
    atomic_uint lit_head; /* the reader's */
    atomic_uint lit_tail; /* the writer's */
};

void stage_ring_init(struct stage_ring *ring, const struct wall *wall);
void stage_ring_finish(struct stage_ring *ring);

/* Of the writer. The place for the next stage, NULL while the ring is full; what
 * was written there is handed over by stage_ring_push. A last place is kept for the
 * first stage after stage_ring_outdate. */
struct stage *stage_ring_next(struct stage_ring *ring);
void stage_ring_push(struct stage_ring *ring);

/* Of the writer: what it has handed over so far must not be shown any more, but for
 * the refresh that is under way and one that may have begun meanwhile. */
void stage_ring_outdate(struct stage_ring *ring);

/* Of the reader, for each refresh: the newest stage whose time has come; the one
 * taken before while there is none; NULL (dark) where there was none, or where it has
 * been out of date for a refresh. It stays whole until the next take. */
struct stage *stage_ring_take(struct stage_ring *ring, int64_t now_ns);

/* Of the reader: the stage that was taken is scanned now. */
void stage_ring_tell_lit(struct stage_ring *ring);

/* Of the writer: the next picture that was lit, in order, each once. False: none is left. */
bool stage_ring_next_lit(struct stage_ring *ring, struct stage_lit *lit);

/* While there is no reader: the next one starts dark. */
void stage_ring_forget(struct stage_ring *ring);

#endif
