#include "app/candidates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"

static int64_t max_i64(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t min_i64(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void keep_history(struct candidate *item, const struct candidate *old)
{
    struct store_row *row = &item->row;
    row->last_aired_ms = max_i64(row->last_aired_ms, old->row.last_aired_ms);
    row->airings = max_i64(row->airings, old->row.airings);
    item->run_airings = old->run_airings;
    if (strcmp(row->snippet.text, old->row.snippet.text) != 0)
        return;
    item->refused = old->refused;
    item->duration_ns = old->duration_ns;
}

/* A daypart that is not understood never holds: told, and the snippet waits. */
static void find_daypart(struct candidates *candidates, struct candidate *item)
{
    item->daypart = -1;
    if (!item->row.snippet.daypart)
        return;
    struct diag diag = {0};
    item->daypart = timetable_span(candidates->timetable, item->row.snippet.daypart, &diag);
    item->refused |= item->daypart < 0;
    log_diag(&diag);
    diag_finish(&diag);
}

static void free_items(struct candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++)
        store_row_finish(&candidates->items[i].row);
    free(candidates->items);
    free(candidates->due);
    free(candidates->due_index);
    candidates->items = NULL;
    candidates->due = NULL;
    candidates->due_index = NULL;
    candidates->count = candidates->due_count = 0;
}

void candidates_finish(struct candidates *candidates)
{
    free_items(candidates);
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

/* FNV-1a of a name; 0 for nobody. */
static uint64_t hash_of(const char *name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; name && *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
    return name ? hash : 0;
}

static bool in_its_time(const struct candidates *candidates, const struct candidate *item,
                        int64_t now_ms)
{
    const struct snippet *snippet = &item->row.snippet;
    if (item->refused || snippet->not_before_ms > now_ms ||
        (snippet->expires_ms != 0 && snippet->expires_ms <= now_ms))
        return false;
    return item->daypart < 0 || candidates->timetable->holds[item->daypart];
}

static bool is_house(const struct candidate *item)
{
    return item->row.snippet.category && strcmp(item->row.snippet.category, "house") == 0;
}

/* While the time is not known: nothing that depends on it but house lines. */
static bool may_without_time(const struct candidate *item)
{
    const struct snippet *snippet = &item->row.snippet;
    return is_house(item) || (snippet->not_before_ms == 0 && snippet->expires_ms == 0 &&
                              item->daypart < 0 && snippet->article_id == 0);
}

static struct rota_item rota_item_of(const struct candidates *candidates,
                                     const struct candidate *item)
{
    const struct snippet *snippet = &item->row.snippet;
    return (struct rota_item){
        .id = snippet->id,
        .article_id = snippet->article_id,
        .group = snippet->page_of ? snippet->page_of
                 : snippet->page  ? snippet->id
                                  : 0,
        .page = snippet->page,
        .category = timetable_category(candidates->timetable,
                                       snippet->category ? snippet->category : "news"),
        .speaker = hash_of(snippet->speaker),
        .breaking = snippet->breaking,
        .priority = snippet->priority,
        .weight = snippet->weight,
        .created_ms = snippet->created_ms,
        .gap_ms = snippet->gap_ms,
        .most_airings = snippet->most_airings,
        .last_aired_ms = item->row.last_aired_ms,
        .airings = item->row.airings,
    };
}

/* Makes the list of what is due anew, when its time has come or the clock went
 * back. The store is not asked. */
static void look_again(struct candidates *candidates, int64_t now_ms)
{
    if (now_ms >= candidates->seen_ms && now_ms < candidates->next_change_ms)
        return;
    timetable_look(candidates->timetable, now_ms);
    candidates->due_count = 0;
    candidates->seen_ms = now_ms;
    candidates->next_change_ms =
        min_i64(candidates->next_change_ms > now_ms ? candidates->next_change_ms : INT64_MAX,
                timetable_next_change(candidates->timetable, now_ms));
    for (size_t i = 0; i < candidates->count; i++) {
        const struct candidate *item = &candidates->items[i];
        const struct snippet *snippet = &item->row.snippet;
        if (snippet->not_before_ms > now_ms)
            candidates->next_change_ms =
                min_i64(candidates->next_change_ms, snippet->not_before_ms);
        if (!in_its_time(candidates, item, now_ms) ||
            (candidates->house_only && !may_without_time(item)))
            continue;
        if (snippet->expires_ms)
            candidates->next_change_ms = min_i64(candidates->next_change_ms, snippet->expires_ms);
        candidates->due_index[candidates->due_count] = i;
        candidates->due[candidates->due_count++] = rota_item_of(candidates, item);
    }
}

bool candidates_load(struct candidates *candidates, struct store *store, int64_t now_ms,
                     struct diag *diag)
{
    struct store_row *rows = NULL;
    size_t count = 0;
    int64_t next_ms;
    if (!store_due(store, now_ms, &rows, &count, diag))
        return false;
    if (!store_next_change(store, now_ms, &next_ms, diag))
        next_ms = now_ms + 1000;
    struct candidate *items = memory_alloc(count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i].row = rows[i];
        const struct candidate *old = candidates_find(candidates, rows[i].snippet.id);
        if (old)
            keep_history(&items[i], old);
        find_daypart(candidates, &items[i]);
    }
    free(rows); /* what was in them has moved */
    free_items(candidates);
    candidates->items = items;
    candidates->count = count;
    candidates->due = memory_alloc(count, sizeof *candidates->due);
    candidates->due_index = memory_alloc(count, sizeof *candidates->due_index);
    candidates->seen_ms = INT64_MAX;
    candidates->next_change_ms = next_ms;
    look_again(candidates, now_ms); /* a wall that is dark by the schedule asks for nothing else */
    return true;
}

struct candidate *candidates_choose(struct candidates *candidates, int64_t now_ms, uint64_t seed,
                                    struct rota_choice *choice)
{
    look_again(candidates, now_ms);
    if (!rota_next(&candidates->timetable->rota, candidates->due, candidates->due_count,
                   &candidates->history, now_ms, seed, choice))
        return NULL;
    return &candidates->items[candidates->due_index[choice->index]];
}

struct candidate *candidates_choose_house(struct candidates *candidates, int64_t now_ms,
                                          struct rota_choice *choice)
{
    look_again(candidates, now_ms);
    if (!rota_next_house(&candidates->timetable->rota, candidates->due, candidates->due_count,
                         now_ms, choice))
        return NULL;
    memcpy(choice->credits, candidates->history.credits, sizeof choice->credits);
    return &candidates->items[candidates->due_index[choice->index]];
}

void candidates_air(struct candidates *candidates, struct candidate *item,
                    const struct rota_choice *choice, int64_t now_ms)
{
    struct rota_item *due = &candidates->due[choice->index];
    rota_note(&candidates->history, due, choice);
    item->row.last_aired_ms = due->last_aired_ms = now_ms;
    item->row.airings = ++due->airings;
    item->run_airings++;
}

void candidates_refuse(struct candidates *candidates, struct candidate *item)
{
    item->refused = true;
    candidates->seen_ms = INT64_MAX;
}

bool candidates_choose_this(struct candidates *candidates, const struct candidate *item,
                            int64_t now_ms, struct rota_choice *choice)
{
    look_again(candidates, now_ms);
    for (size_t i = 0; i < candidates->due_count; i++)
        if (&candidates->items[candidates->due_index[i]] == item) {
            *choice = (struct rota_choice){.index = i};
            memcpy(choice->credits, candidates->history.credits, sizeof choice->credits);
            snprintf(choice->reason, sizeof choice->reason, "again after the take-over");
            return true;
        }
    return false;
}

void candidates_uncount(struct candidates *candidates, int64_t id)
{
    struct candidate *item = candidates_find(candidates, id);
    if (item && item->row.airings > 0) {
        item->row.airings--;
        candidates->seen_ms = INT64_MAX;
    }
}

bool candidates_any(struct candidates *candidates, uint64_t seed, int64_t now_ms)
{
    struct rota_choice choice;
    return candidates_choose(candidates, now_ms, seed, &choice) != NULL;
}

int candidates_breaking(struct candidates *candidates, int64_t now_ms)
{
    int highest = 0;
    look_again(candidates, now_ms);
    for (size_t i = 0; i < candidates->due_count; i++) {
        const struct rota_item *item = &candidates->due[i];
        bool over = item->most_airings > 0 && item->airings >= item->most_airings;
        if (!over && item->breaking > highest)
            highest = item->breaking;
    }
    return highest;
}

bool candidates_is_due(struct candidates *candidates, const struct candidate *item, int64_t now_ms)
{
    look_again(candidates, now_ms);
    return in_its_time(candidates, item, now_ms) &&
           (!candidates->house_only || may_without_time(item));
}

bool candidates_round_done(struct candidates *candidates, int64_t now_ms)
{
    look_again(candidates, now_ms);
    for (size_t i = 0; i < candidates->due_count; i++)
        if (candidates->items[candidates->due_index[i]].run_airings == 0 &&
            candidates->due[i].category != ROTA_HOUSE)
            return false;
    return true;
}
