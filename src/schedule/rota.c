#include "schedule/rota.h"

#include <stdio.h>

/* Freshness: news that came in within the hour airs as if it weighed half as
 * much again. */
#define FRESH_MS (INT64_C(3600) * 1000)
#define FRESH_NUMERATOR 3
#define FRESH_DENOMINATOR 2

static bool is_fresh(const struct rota_item *item, int64_t now_ms)
{
    return now_ms - item->created_ms < FRESH_MS;
}

static int64_t weight_of(const struct rota_item *item, int64_t now_ms)
{
    int64_t weight = item->weight > 0 ? item->weight : 1;
    return is_fresh(item, now_ms) ? weight * FRESH_NUMERATOR : weight * FRESH_DENOMINATOR;
}

/* Ties fall differently with another seed: the finaliser of SplitMix64
 * (Steele, Lea, Flood 2014). */
static uint64_t scatter(uint64_t seed, int64_t id)
{
    uint64_t z = seed + (uint64_t)id * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* How long it has waited, in units in which a heavier one waits faster: among
 * equals this is round robin, and twice the weight airs about twice as often,
 * however long either has been here. */
static int64_t waited(const struct rota_item *item, int64_t now_ms)
{
    int64_t wait_ms = now_ms - item->last_aired_ms;
    return (wait_ms > 0 ? wait_ms : 0) * weight_of(item, now_ms);
}

/* Of two that have never been on air: the newer article first, its snippets in
 * its own order. */
static bool newer(const struct rota_item *a, const struct rota_item *b)
{
    if (a->created_ms != b->created_ms)
        return a->created_ms > b->created_ms;
    return a->article_id != b->article_id ? a->article_id > b->article_id : a->id < b->id;
}

/* Whether a must air before b. */
static bool before(const struct rota_item *a, const struct rota_item *b, int64_t now_ms,
                   uint64_t seed)
{
    bool new_a = a->airings == 0;
    bool new_b = b->airings == 0;
    if (new_a != new_b)
        return new_a;
    if (new_a)
        return newer(a, b);
    int64_t waited_a = waited(a, now_ms);
    int64_t waited_b = waited(b, now_ms);
    if (waited_a != waited_b)
        return waited_a > waited_b;
    uint64_t scatter_a = scatter(seed, a->id);
    uint64_t scatter_b = scatter(seed, b->id);
    return scatter_a != scatter_b ? scatter_a < scatter_b : a->id < b->id;
}

static int top_priority(const struct rota_item *items, size_t count)
{
    int top = items[0].priority;
    for (size_t i = 1; i < count; i++)
        top = items[i].priority > top ? items[i].priority : top;
    return top;
}

static void explain(const struct rota_item *chosen, size_t rivals, int64_t now_ms,
                    struct rota_choice *choice)
{
    if (chosen->airings == 0)
        snprintf(choice->reason, sizeof choice->reason, "new");
    else if (rivals == 1)
        snprintf(choice->reason, sizeof choice->reason, "the only one");
    else
        snprintf(choice->reason, sizeof choice->reason, "its turn among %zu%s", rivals,
                 is_fresh(chosen, now_ms) ? ", fresh" : "");
}

bool rota_next(const struct rota_item *items, size_t count, int64_t last_id, int64_t now_ms,
               uint64_t seed, struct rota_choice *choice)
{
    if (count == 0)
        return false;
    int priority = top_priority(items, count);
    size_t rivals = 0;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (items[i].priority != priority)
            continue;
        rivals++;
        bool better = best == SIZE_MAX || items[best].id == last_id ||
                      (items[i].id != last_id && before(&items[i], &items[best], now_ms, seed));
        if (better)
            best = i;
    }
    choice->index = best;
    explain(&items[best], rivals, now_ms, choice);
    return true;
}
