#include "app/candidates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static int64_t max_i64(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static void keep_history(struct candidate *item, const struct candidate *old)
{
    struct store_row *row = &item->row;
    row->last_aired_ms = max_i64(row->last_aired_ms, old->row.last_aired_ms);
    row->airings = max_i64(row->airings, old->row.airings);
    item->run_airings = old->run_airings;
    item->refused = old->refused && strcmp(row->snippet.text, old->row.snippet.text) == 0;
}

bool candidates_load(struct candidates *candidates, struct store *store, int64_t now_ms,
                     struct diag *diag)
{
    struct store_row *rows = NULL;
    size_t count = 0;
    if (!store_due(store, now_ms, &rows, &count, diag))
        return false;
    struct candidates fresh = {memory_alloc(count, sizeof(struct candidate)), count};
    for (size_t i = 0; i < count; i++) {
        fresh.items[i].row = rows[i];
        const struct candidate *old = candidates_find(candidates, rows[i].snippet.id);
        if (old)
            keep_history(&fresh.items[i], old);
    }
    free(rows); /* what was in them has moved */
    candidates_finish(candidates);
    *candidates = fresh;
    return true;
}

void candidates_finish(struct candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++)
        store_row_finish(&candidates->items[i].row);
    free(candidates->items);
    *candidates = (struct candidates){0};
}

struct candidate *candidates_find(struct candidates *candidates, int64_t id)
{
    size_t low = 0;
    size_t high = candidates->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (candidates->items[middle].row.snippet.id < id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < candidates->count && candidates->items[low].row.snippet.id == id)
        return &candidates->items[low];
    return NULL;
}

static bool is_due(const struct candidate *item, int64_t now_ms)
{
    const struct snippet *snippet = &item->row.snippet;
    return !item->refused && snippet->not_before_ms <= now_ms &&
           (snippet->expires_ms == 0 || snippet->expires_ms > now_ms);
}

static struct rota_item rota_item_of(const struct candidate *item)
{
    const struct snippet *snippet = &item->row.snippet;
    return (struct rota_item){
        .id = snippet->id,
        .article_id = snippet->article_id,
        .priority = snippet->priority,
        .weight = snippet->weight,
        .created_ms = snippet->created_ms,
        .last_aired_ms = item->row.last_aired_ms,
        .airings = item->row.airings,
    };
}

struct candidate *candidates_choose(struct candidates *candidates, int64_t last_id, int64_t now_ms,
                                    uint64_t seed, char reason[ROTA_REASON_SIZE])
{
    struct rota_item *items = memory_alloc(candidates->count, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < candidates->count; i++)
        if (is_due(&candidates->items[i], now_ms))
            items[count++] = rota_item_of(&candidates->items[i]);
    struct rota_choice choice;
    struct candidate *chosen = NULL;
    if (rota_next(items, count, last_id, now_ms, seed, &choice)) {
        chosen = candidates_find(candidates, items[choice.index].id);
        snprintf(reason, ROTA_REASON_SIZE, "%s", choice.reason);
    }
    free(items);
    return chosen;
}

bool candidates_round_done(const struct candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (!candidates->items[i].refused && candidates->items[i].run_airings == 0)
            return false;
    return true;
}
