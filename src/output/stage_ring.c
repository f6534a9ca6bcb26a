#include "stage_ring.h"

void stage_ring_init(struct stage_ring *ring, const struct wall *wall)
{
    for (int i = 0; i < STAGES; i++)
        stage_init(&ring->stages[i], wall);
}

void stage_ring_finish(struct stage_ring *ring)
{
    for (int i = 0; i < STAGES; i++)
        stage_finish(&ring->stages[i]);
}

struct stage *stage_ring_next(struct stage_ring *ring)
{
    unsigned head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    if (head - atomic_load_explicit(&ring->tail, memory_order_acquire) >= STAGES)
        return NULL;
    struct stage *stage = &ring->stages[head % STAGES];
    stage->generation = atomic_load_explicit(&ring->generation, memory_order_relaxed);
    return stage;
}

void stage_ring_push(struct stage_ring *ring)
{
    unsigned head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    atomic_store_explicit(&ring->head, head + 1, memory_order_release);
}

void stage_ring_outdate(struct stage_ring *ring)
{
    atomic_fetch_add_explicit(&ring->generation, 1, memory_order_release);
}

static bool outdated(struct stage_ring *ring, const struct stage *stage)
{
    unsigned newest = atomic_load_explicit(&ring->generation, memory_order_acquire);
    return (int32_t)(stage->generation - newest) < 0;
}

/* The one being shown stays in the ring (its place is not free) until there is a
 * later one: it stands at the tail. */
struct stage *stage_ring_take(struct stage_ring *ring, struct stage *shown, int64_t now_ns)
{
    unsigned head = atomic_load_explicit(&ring->head, memory_order_acquire);
    unsigned tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    unsigned kept = shown != NULL;
    while (tail + kept != head) {
        struct stage *next = &ring->stages[(tail + kept) % STAGES];
        if (next->from_ns > now_ns + STEP_ROUNDING_NS && !outdated(ring, next))
            break;
        tail += kept;
        kept = 1;
        shown = next;
    }
    atomic_store_explicit(&ring->tail, tail, memory_order_release);
    return shown;
}
