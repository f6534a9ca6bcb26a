#include "picture_ring.h"

_Static_assert((PICTURES_AHEAD & (PICTURES_AHEAD - 1)) == 0,
               "the counters may wrap: a power of two");
_Static_assert((LIT_MOST & (LIT_MOST - 1)) == 0, "these, too");

void picture_ring_init(struct picture_ring *ring, const struct scanned_wall *wall)
{
    for (int i = 0; i <= PICTURES_AHEAD; i++)
        picture_ahead_init(&ring->pictures[i], wall);
    for (int i = 0; i < PICTURES_AHEAD; i++)
        ring->places[i] = &ring->pictures[i];
    ring->held = &ring->pictures[PICTURES_AHEAD];
}

void picture_ring_finish(struct picture_ring *ring)
{
    for (int i = 0; i <= PICTURES_AHEAD; i++)
        picture_ahead_finish(&ring->pictures[i]);
}

struct picture_ahead *picture_ring_next(struct picture_ring *ring)
{
    unsigned head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    unsigned count = head - atomic_load_explicit(&ring->tail, memory_order_acquire);
    unsigned generation = atomic_load_explicit(&ring->generation, memory_order_relaxed);
    if (count >= PICTURES_AHEAD || (count == PICTURES_AHEAD - 1 && ring->pushed == generation))
        return NULL;
    struct picture_ahead *picture = ring->places[head % PICTURES_AHEAD];
    picture->generation = generation;
    return picture;
}

void picture_ring_push(struct picture_ring *ring)
{
    unsigned head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    ring->pushed = ring->places[head % PICTURES_AHEAD]->generation;
    atomic_store_explicit(&ring->head, head + 1, memory_order_release);
}

void picture_ring_outdate(struct picture_ring *ring)
{
    atomic_fetch_add_explicit(&ring->generation, 1, memory_order_release);
}

static bool outdated(const struct picture_ahead *picture, unsigned newest)
{
    return (int32_t)(picture->generation - newest) < 0;
}

/* What became out of date while its refresh ran may have begun once more. */
static void drop_stale(struct picture_ring *ring, unsigned newest)
{
    bool stale = ring->holds && outdated(ring->held, newest);
    if (stale && ring->stale)
        ring->holds = false;
    ring->stale = stale;
}

/* The head is read before the generation: who sees a new picture sees that those
 * before it are out of date. */
struct picture_ahead *picture_ring_take(struct picture_ring *ring, int64_t now_ns)
{
    unsigned head = atomic_load_explicit(&ring->head, memory_order_acquire);
    unsigned newest = atomic_load_explicit(&ring->generation, memory_order_acquire);
    unsigned tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    for (; tail != head; tail++) {
        struct picture_ahead **place = &ring->places[tail % PICTURES_AHEAD];
        struct picture_ahead *next = *place;
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

void picture_ring_tell_lit(struct picture_ring *ring)
{
    unsigned head = atomic_load_explicit(&ring->lit_head, memory_order_relaxed);
    unsigned tail = atomic_load_explicit(&ring->lit_tail, memory_order_acquire);
    if (ring->told || ring->held->show == 0 || head - tail >= LIT_MOST)
        return; /* where there is no room it is told after the next refresh */
    ring->lit[head % LIT_MOST] =
        (struct picture_lit){ring->held->sum, ring->held->show, ring->held->fresh};
    atomic_store_explicit(&ring->lit_head, head + 1, memory_order_release);
    ring->told = true;
}

bool picture_ring_next_lit(struct picture_ring *ring, struct picture_lit *lit)
{
    unsigned tail = atomic_load_explicit(&ring->lit_tail, memory_order_relaxed);
    if (tail == atomic_load_explicit(&ring->lit_head, memory_order_acquire))
        return false;
    *lit = ring->lit[tail % LIT_MOST];
    atomic_store_explicit(&ring->lit_tail, tail + 1, memory_order_release);
    return true;
}

void picture_ring_forget(struct picture_ring *ring)
{
    ring->holds = false;
}
