/* A ring of pictures between the loop's thread, which makes them ahead of their
 * time, and the refresh thread, which shows each from its instant on. No lock:
 * one writer, one reader.
 */
#ifndef OUTPUT_STAGE_RING_H
#define OUTPUT_STAGE_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "panel_stage.h"

#define STAGES 8 /* at 60 steps a second 130 ms ahead */

struct stage_ring {
    struct stage stages[STAGES];
    atomic_uint head;       /* stages written */
    atomic_uint tail;       /* stages taken */
    atomic_uint generation; /* older stages are dropped unseen */
};

void stage_ring_init(struct stage_ring *ring, const struct wall *wall);
void stage_ring_finish(struct stage_ring *ring);

/* Of the writer. The place for the next stage, NULL while the ring is full; what
 * was written there is handed over by stage_ring_push. */
struct stage *stage_ring_next(struct stage_ring *ring);
void stage_ring_push(struct stage_ring *ring);

/* Of the writer: what it has handed over so far need not be shown any more. */
void stage_ring_outdate(struct stage_ring *ring);

/* Of the reader: the newest stage whose time has come, `shown` (the one taken
 * before, or NULL) while there is none. It stays whole until the next take. */
struct stage *stage_ring_take(struct stage_ring *ring, struct stage *shown, int64_t now_ns);

#endif
