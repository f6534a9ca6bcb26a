#include "picture_ring.h"

_Static_assert((STAGES & (STAGES - 1)) == 0, "the counters may wrap: a power of two");
_Static_assert((LIT_MOST & (LIT_MOST - 1)) == 0, "these, too");

void stage_ring_init(struct stage_ring *ring, const struct wall *wall)
{
    for (int i = 0; i <= STAGES; i++)
        stage_init(&ring->stages[i], wall);
    for (int i = 0; i < STAGES; i++)
        ring->places[i] = &ring->stages[i];
    ring->held = &ring->stages[STAGES];
}

void stage_ring_finish(struct stage_ring *ring)
{
    for (int i = 0; i <= STAGES; i++)
        stage_finish(&ring->stages[i]);
}

struct stage *stage_ring_next(struct stage_ring *ring)
{
    unsigned head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    unsigned count = head - atomic_load_explicit(&ring->tail, memory_order_acquire);
    unsigned generation = atomic_load_explicit(&ring->generation, memory_order_relaxed);
    if (count >= STAGES || (count == STAGES - 1 && ring->pushed == generation))
        return NULL;
    struct stage *stage = ring->places[head % STAGES];
    stage->generation = generation;
    return stage;
}

void stage_ring_push(struct stage_ring *ring)
{
    unsigned head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    ring->pushed = ring->places[head % STAGES]->generation;
    atomic_store_explicit(&ring->head, head + 1, memory_order_release);
}

void stage_ring_outdate(struct stage_ring *ring)
{
    atomic_fetch_add_explicit(&ring->generation, 1, memory_order_release);
}

static bool outdated(const struct stage *stage, unsigned newest)
{
    return (int32_t)(stage->generation - newest) < 0;
}

/* What became out of date while its refresh ran may have begun once more. */
static void drop_stale(struct stage_ring *ring, unsigned newest)
{
    bool stale = ring->holds && outdated(ring->held, newest);
    if (stale && ring->stale)
        ring->holds = false;
    ring->stale = stale;
}

/* The head is read before the generation: who sees a new stage sees that those
 * before it are out of date. */
struct stage *stage_ring_take(struct stage_ring *ring, int64_t now_ns)
{
    unsigned head = atomic_load_explicit(&ring->head, memory_order_acquire);
    unsigned newest = atomic_load_explicit(&ring->generation, memory_order_acquire);
    unsigned tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    for (; tail != head; tail++) {
        struct stage **place = &ring->places[tail % STAGES];
        struct stage *next = *place;
        if (outdated(next, newest))
            continue;
        if (next->from_ns > now_ns + STEP_ROUNDING_NS)
            break;
        *place = ring->held;
        ring->held = next;
        ring->holds = true;
        ring->told = false;
    }
    atomic_store_explicit(&ring->tail, tail, memory_order_release);
    drop_stale(ring, newest);
    return ring->holds ? ring->held : NULL;
}

void stage_ring_tell_lit(struct stage_ring *ring)
{
    unsigned head = atomic_load_explicit(&ring->lit_head, memory_order_relaxed);
    unsigned tail = atomic_load_explicit(&ring->lit_tail, memory_order_acquire);
    if (ring->told || ring->held->show == 0 || head - tail >= LIT_MOST)
        return; /* where there is no room it is told after the next refresh */
    ring->lit[head % LIT_MOST] =
        (struct stage_lit){ring->held->sum, ring->held->show, ring->held->fresh};
    atomic_store_explicit(&ring->lit_head, head + 1, memory_order_release);
    ring->told = true;
}

bool stage_ring_next_lit(struct stage_ring *ring, struct stage_lit *lit)
{
    unsigned tail = atomic_load_explicit(&ring->lit_tail, memory_order_relaxed);
    if (tail == atomic_load_explicit(&ring->lit_head, memory_order_acquire))
        return false;
    *lit = ring->lit[tail % LIT_MOST];
    atomic_store_explicit(&ring->lit_tail, tail + 1, memory_order_release);
    return true;
}

void stage_ring_forget(struct stage_ring *ring)
{
    ring->holds = false;
}
