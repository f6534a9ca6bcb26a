#include "player/candidates.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/memory.h"

static int64_t min_i64(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void free_items(struct candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++)
        candidate_finish(&candidates->items[i]);
    free(candidates->items);
}

void candidates_finish(struct candidates *candidates)
{
    free_items(candidates);
    free(candidates->words);
    unwritten_finish(&candidates->unwritten);
    for (size_t i = 0; i < ZONES_MAX; i++) {
        rota_list_finish(&candidates->lists[i].due);
        free(candidates->lists[i].index);
    }
    *candidates = (struct candidates){0};
}

struct candidate *candidates_find(struct candidates *candidates, int64_t id)
{
    size_t low = 0;
    size_t high = candidates->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (candidates->items[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < candidates->count && candidates->items[low].id == id)
        return &candidates->items[low];
    return NULL;
}

static int by_id(const void *a, const void *b)
{
    const struct candidate *one = a;
    const struct candidate *other = b;
    return (one->id > other->id) - (one->id < other->id);
}

struct renaming {
    struct candidates *candidates;
    void (*moved)(void *user, int64_t from, int64_t to);
    void *user;
};

static void rename_candidate(void *user, int64_t from, int64_t to)
{
    struct renaming *renaming = user;
    struct candidates *candidates = renaming->candidates;
    struct candidate *item = candidates_find(candidates, from);
    if (item) {
        item->id = to;
        qsort(candidates->items, candidates->count, sizeof *candidates->items, by_id);
        candidates->seen_ms = INT64_MAX;
    }
    renaming->moved(renaming->user, from, to);
}

bool candidates_write_unwritten(struct candidates *candidates, struct store *store,
                                void (*moved)(void *user, int64_t from, int64_t to), void *user,
                                struct diag *diag)
{
    struct renaming renaming = {candidates, moved, user};
    return unwritten_write(&candidates->unwritten, store, rename_candidate, &renaming, diag);
}

/* Of a name; 0 for nobody. */
static uint64_t hash_of(const char *name)
{
    return name ? hash_text(HASH_START, name) : 0;
}

static bool in_its_time(const struct candidates *candidates, const struct candidate *item,
                        int64_t now_ms)
{
    if (item->refused || item->not_before_ms > now_ms ||
        (item->expires_ms != 0 && item->expires_ms <= now_ms))
        return false;
    return item->daypart < 0 || candidates->timetable->holds[item->daypart];
}

static bool is_house(const struct candidate *item)
{
    const char *category = candidate_category(item);
    return category && strcmp(category, "house") == 0;
}

/* While the time is not known: nothing that depends on it but house lines, and no embargo ends. */
static bool may_without_time(const struct candidate *item)
{
    bool timeless = item->expires_ms == 0 && item->daypart < 0 && item->article_id == 0;
    return item->not_before_ms == 0 && (is_house(item) || timeless);
}

static struct rota_item rota_item_of(const struct candidates *candidates,
                                     const struct candidate *item)
{
    const char *category = candidate_category(item);
    return (struct rota_item){
        .id = item->id,
        .article_id = item->article_id,
        .group = item->page_of ? item->page_of
                 : item->page  ? item->id
                               : 0,
        .page = item->page,
        .category = timetable_category(candidates->timetable, category ? category : "news"),
        .speaker = hash_of(candidate_speaker(item)),
        .breaking = item->breaking,
        .priority = item->priority,
        .weight = item->weight,
        .created_ms = item->created_ms,
        .gap_ms = item->gap_ms,
        .most_airings = item->most_airings,
        .last_aired_ms = item->last_aired_ms,
        .airings = item->airings,
    };
}

static bool takes(const struct candidates *candidates, size_t zone, const struct snippet *snippet)
{
    return candidates->zones ? layout_zones_take(candidates->zones, zone, snippet) : zone == 0;
}

/* room: for as many as there are candidates, at once; what is not used of it is not there. */
static void list_it(struct candidates_list *list, size_t room, size_t index,
                    const struct rota_item *item)
{
    if (list->due.count == list->room) {
        list->room = room;
        list->index = memory_resize(list->index, list->room, sizeof *list->index);
    }
    list->index[list->due.count] = (uint32_t)index;
    rota_list_add(&list->due, room, item);
}

/* On the lists of the zones that take it. */
static void list_everywhere(struct candidates *candidates, size_t index)
{
    const struct candidate *item = &candidates->items[index];
    const struct snippet snippet = candidate_snippet(item);
    struct rota_item entry = rota_item_of(candidates, item);
    candidates->due_count++;
    for (size_t zone = 0; zone < ZONES_MAX; zone++) {
        entry.elsewhere = item->on_air && item->zone != zone;
        if (takes(candidates, zone, &snippet))
            list_it(&candidates->lists[zone], candidates->count, index, &entry);
    }
}

static void look_at(struct candidates *candidates, size_t index, int64_t now_ms)
{
    const struct candidate *item = &candidates->items[index];
    int64_t *next_ms = &candidates->next_change_ms;
    if (item->not_before_ms > now_ms)
        *next_ms = min_i64(*next_ms, item->not_before_ms);
    if (!in_its_time(candidates, item, now_ms) ||
        (candidates->house_only && !may_without_time(item)))
        return;
    if (item->expires_ms)
        *next_ms = min_i64(*next_ms, item->expires_ms);
    list_everywhere(candidates, index);
}

/* Makes the lists of what is due anew, when its time has come or the clock went
 * back. The store is not asked. */
static void look_again(struct candidates *candidates, int64_t now_ms)
{
    if (now_ms >= candidates->seen_ms && now_ms < candidates->next_change_ms)
        return;
    timetable_look(candidates->timetable, now_ms);
    candidates->due_count = 0;
    for (size_t zone = 0; zone < ZONES_MAX; zone++)
        rota_list_clear(&candidates->lists[zone].due);
    candidates->seen_ms = now_ms;
    candidates->next_change_ms =
        min_i64(candidates->next_embargo_ms > now_ms ? candidates->next_embargo_ms : INT64_MAX,
                timetable_next_change(candidates->timetable, now_ms));
    for (size_t i = 0; i < candidates->count; i++)
        look_at(candidates, i, now_ms);
}

void candidates_take(struct candidates *candidates, struct candidate *items, size_t count,
                     int64_t next_embargo_ms, int64_t now_ms)
{
    candidates->items = items;
    candidates->count = count;
    candidates->next_embargo_ms = next_embargo_ms;
    candidates->seen_ms = INT64_MAX;
    look_again(candidates, now_ms); /* a wall that is dark by the schedule asks for nothing else */
}

static struct candidate *chosen_of(struct candidates *candidates, size_t zone,
                                   const struct rota_choice *choice)
{
    return &candidates->items[candidates->lists[zone].index[choice->index]];
}

struct candidate *candidates_choose(struct candidates *candidates, size_t zone, int64_t now_ms,
                                    uint64_t seed, struct rota_choice *choice)
{
    assert(zone < ZONES_MAX);
    look_again(candidates, now_ms);
    const struct candidates_list *list = &candidates->lists[zone];
    return rota_next(&candidates->timetable->rota, &list->due, &list->history, now_ms, seed, choice)
               ? chosen_of(candidates, zone, choice)
               : NULL;
}

struct candidate *candidates_choose_house(struct candidates *candidates, size_t zone,
                                          int64_t now_ms, struct rota_choice *choice)
{
    look_again(candidates, now_ms);
    const struct candidates_list *list = &candidates->lists[zone];
    if (!rota_next_house(&candidates->timetable->rota, &list->due, now_ms, choice))
        return NULL;
    memcpy(choice->credits, list->history.credits, sizeof choice->credits);
    return chosen_of(candidates, zone, choice);
}

/* The zone's entry for the candidate; NULL: it is not on its list. */
static struct rota_item *entry_of(struct candidates *candidates, size_t zone,
                                  const struct candidate *item)
{
    struct candidates_list *list = &candidates->lists[zone];
    size_t wanted = (size_t)(item - candidates->items);
    size_t low = 0;
    size_t high = list->due.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->index[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list->due.count && list->index[low] == wanted ? &list->due.items[low] : NULL;
}

/* What the lists say of it, after it changed. */
static void tell_lists(struct candidates *candidates, const struct candidate *item)
{
    for (size_t zone = 0; zone < ZONES_MAX; zone++) {
        struct rota_item *entry = entry_of(candidates, zone, item);
        if (!entry)
            continue;
        entry->last_aired_ms = item->last_aired_ms;
        entry->airings = item->airings;
        entry->elsewhere = item->on_air && item->zone != zone;
        struct rota_list *due = &candidates->lists[zone].due;
        rota_list_changed(due, (size_t)(entry - due->items));
    }
}

void candidates_air(struct candidates *candidates, size_t zone, struct candidate *item,
                    const struct rota_choice *choice, int64_t now_ms)
{
    struct candidates_list *list = &candidates->lists[zone];
    assert(choice->index < list->due.count && chosen_of(candidates, zone, choice) == item);
    assert(!item->on_air || item->zone == zone); /* never in two zones at once */
    rota_note(&list->history, &list->due.items[choice->index], choice);
    item->last_aired_ms = now_ms;
    item->airings++;
    item->run_airings++;
    item->on_air = true;
    item->zone = (uint8_t)zone;
    tell_lists(candidates, item);
}

void candidates_end(struct candidates *candidates, int64_t id, bool uncounted)
{
    struct candidate *item = candidates_find(candidates, id);
    if (!item)
        return;
    item->on_air = false;
    if (uncounted && item->airings > 0)
        item->airings--;
    tell_lists(candidates, item);
}

void candidates_uncount(struct candidates *candidates, int64_t id)
{
    struct candidate *item = candidates_find(candidates, id);
    if (!item || item->airings == 0)
        return;
    item->airings--;
    tell_lists(candidates, item);
}

int64_t *candidates_duration_ns(struct candidate *item, size_t zone)
{
    assert(zone < ZONES_MAX);
    if (!item->durations_ns)
        item->durations_ns = memory_alloc(ZONES_MAX, sizeof *item->durations_ns);
    return &item->durations_ns[zone];
}

void candidates_refuse(struct candidates *candidates, struct candidate *item)
{
    item->refused = true;
    candidates->seen_ms = INT64_MAX;
}

bool candidates_choose_this(struct candidates *candidates, size_t zone,
                            const struct candidate *item, int64_t now_ms, const char *reason,
                            struct rota_choice *choice)
{
    look_again(candidates, now_ms);
    const struct candidates_list *list = &candidates->lists[zone];
    const struct rota_item *entry = entry_of(candidates, zone, item);
    if (!entry || entry->elsewhere)
        return false;
    assert(entry->id == item->id);
    *choice = (struct rota_choice){.index = (size_t)(entry - list->due.items)};
    memcpy(choice->credits, list->history.credits, sizeof choice->credits);
    snprintf(choice->reason, sizeof choice->reason, "%s", reason);
    return true;
}

bool candidates_any(struct candidates *candidates, size_t zone, uint64_t seed, int64_t now_ms)
{
    struct rota_choice choice;
    return candidates_choose(candidates, zone, now_ms, seed, &choice) != NULL;
}

size_t candidates_take_overs(const struct candidates *candidates)
{
    size_t count = 0;
    for (size_t i = 0; i < candidates->count; i++)
        count += candidates->items[i].breaking > 0;
    return count;
}

int candidates_breaking(struct candidates *candidates, size_t zone, int64_t now_ms)
{
    int highest = 0;
    look_again(candidates, now_ms);
    const struct candidates_list *list = &candidates->lists[zone];
    for (size_t i = 0; list->due.breaking > 0 && i < list->due.count; i++) {
        const struct rota_item *item = &list->due.items[i];
        bool over = item->most_airings > 0 && item->airings >= item->most_airings;
        if (!over && !item->elsewhere && item->breaking > highest)
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

static bool list_is_done(const struct candidates *candidates, const struct candidates_list *list)
{
    for (size_t i = 0; i < list->due.count; i++) {
        const struct candidate *item = &candidates->items[list->index[i]];
        bool done = item->run_airings > 1 || (item->run_airings == 1 && !item->on_air);
        if (!done && list->due.items[i].category != ROTA_HOUSE)
            return false;
    }
    return true;
}

bool candidates_round_done(struct candidates *candidates, int64_t now_ms)
{
    look_again(candidates, now_ms);
    for (size_t zone = 0; zone < ZONES_MAX; zone++)
        if (!list_is_done(candidates, &candidates->lists[zone]))
            return false;
    return true;
}
