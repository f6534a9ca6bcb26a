#include "player/candidates_load.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "store/due.h"

/* What a first scene is chosen of: all that most stores have, and of thousands no more than a
 * twentieth of a start's own cost. */
#define NEWEST_MOST 200

/* A daypart that is not understood never holds: told, and the snippet waits. */
static void find_daypart(struct candidates *candidates, struct candidate *item)
{
    item->daypart = -1;
    const char *daypart = candidate_daypart(item);
    if (!daypart)
        return;
    struct diag diag = {0};
    item->daypart = timetable_span(candidates->timetable, daypart, &diag);
    item->refused |= item->daypart < 0;
    log_diag(&diag);
    diag_finish(&diag);
}

/* What there is, for when the store can't even be read. */
static struct store_row *copy_rows(const struct candidates *candidates, size_t *count)
{
    struct store_row *rows = memory_alloc(candidates->count, sizeof *rows);
    for (size_t i = 0; i < candidates->count; i++) {
        const struct candidate *item = &candidates->items[i];
        const struct snippet snippet = candidate_snippet(item);
        rows[i] = (struct store_row){.snippet = snippet_copy(&snippet),
                                     .last_aired_ms = item->last_aired_ms,
                                     .airings = item->airings,
                                     .sum = item->sum};
    }
    *count = candidates->count;
    return rows;
}

static int64_t next_embargo_ms(struct store *store, int64_t now_ms, struct diag *diag)
{
    int64_t next_ms = 0;
    return store_next_embargo(store, now_ms, &next_ms, diag) ? next_ms : now_ms + CLOCK_MS_PER_S;
}

/* Of a row, which is finished; `old`: an earlier state of it, or NULL. */
static struct candidate take_row(struct candidates *candidates, struct store_row *row,
                                 struct candidate *old)
{
    struct candidate item = candidate_of(row);
    store_row_finish(row);
    if (old)
        candidate_keep_history(&item, old);
    find_daypart(candidates, &item);
    return item;
}

/* In place of what there is; the rows are finished and freed. */
static void take_all(struct candidates *candidates, struct store *store, struct store_row *rows,
                     size_t count, int64_t now_ms, struct diag *diag)
{
    struct candidate *items = memory_alloc(count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = take_row(candidates, &rows[i], candidates_find(candidates, rows[i].snippet.id));
    free(rows);
    for (size_t i = 0; i < candidates->count; i++)
        candidate_finish(&candidates->items[i]);
    free(candidates->items);
    candidates_take(candidates, items, count, next_embargo_ms(store, now_ms, diag), now_ms);
}

bool candidates_load(struct candidates *candidates, struct store *store, int64_t now_ms,
                     struct diag *diag)
{
    struct store_row *rows = NULL;
    size_t count = 0;
    bool read = store_due(store, now_ms, &rows, &count, diag);
    if (!read && candidates->unwritten.count == 0)
        return false;
    if (!read)
        rows = copy_rows(candidates, &count);
    unwritten_apply(&candidates->unwritten, &rows, &count);
    take_all(candidates, store, rows, count, now_ms, diag);
    memory_give_back();
    return read;
}

bool candidates_load_newest(struct candidates *candidates, struct store *store, int64_t now_ms,
                            bool *all, struct diag *diag)
{
    struct store_row *rows = NULL;
    size_t count = 0;
    assert(candidates->count == 0 && candidates->unwritten.count == 0);
    if (!store_due_newest(store, now_ms, NEWEST_MOST, &rows, &count, all, diag))
        return false;
    take_all(candidates, store, rows, count, now_ms, diag);
    return true;
}

/* In its place in the order of ids, which is `at`. */
static void insert(struct candidates *candidates, size_t at, const struct candidate *item)
{
    candidates->items =
        memory_resize(candidates->items, candidates->count + 1, sizeof *candidates->items);
    memmove(&candidates->items[at + 1], &candidates->items[at],
            (candidates->count - at) * sizeof *candidates->items);
    candidates->items[at] = *item;
    candidates->count++;
}

static size_t place_of_id(const struct candidates *candidates, int64_t id)
{
    size_t at = candidates->count;
    while (at > 0 && candidates->items[at - 1].id > id) /* what is new has the greatest one */
        at--;
    return at;
}

/* One that is gone keeps no place; it is forgotten with what is over (forget_over). */
static bool load_one(struct candidates *candidates, struct store *store, int64_t id, int64_t now_ms,
                     struct diag *diag)
{
    struct store_row row = {0};
    bool due = false;
    if (!store_due_one(store, id, now_ms, &row, &due, diag))
        return false;
    struct candidate *old = candidates_find(candidates, id);
    bool paged = (old && old->page) || row.snippet.page;
    if (paged || !due) {
        if (old && !paged)
            old->gone = true;
        store_row_finish(&row);
        return !paged;
    }
    struct candidate item = take_row(candidates, &row, old);
    if (old) {
        candidate_finish(old);
        *old = item;
    } else {
        insert(candidates, place_of_id(candidates, id), &item);
    }
    return true;
}

static bool is_over(const struct candidate *item, int64_t now_ms)
{
    return item->gone || (item->expires_ms && item->expires_ms <= now_ms);
}

static size_t forget_over(struct candidates *candidates, int64_t now_ms)
{
    size_t kept = 0;
    for (size_t i = 0; i < candidates->count; i++)
        if (is_over(&candidates->items[i], now_ms))
            candidate_finish(&candidates->items[i]);
        else
            candidates->items[kept++] = candidates->items[i];
    return kept;
}

bool candidates_load_changed(struct candidates *candidates, struct store *store, const int64_t *ids,
                             size_t count, int64_t now_ms, struct diag *diag)
{
    if (candidates->unwritten.count > 0 || candidates->next_embargo_ms <= now_ms)
        return false;
    bool good = true;
    for (size_t i = 0; good && i < count; i++)
        good = load_one(candidates, store, ids[i], now_ms, diag);
    int64_t next_ms =
        count > 0 ? next_embargo_ms(store, now_ms, diag) : candidates->next_embargo_ms;
    size_t kept = forget_over(candidates, now_ms);
    candidates_take(candidates, candidates->items, kept, next_ms, now_ms);
    return good;
}
