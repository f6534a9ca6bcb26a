#include "player/candidates.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
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

/* The texts of a candidate, in the order in which they stand. */
enum {
    HAS_TEXT,
    HAS_SPEAKER,
    HAS_CATEGORY,
    HAS_DAYPART,
    TEXTS,
};

/* Takes them in one block: each by itself would take as much again. */
static void keep_texts(struct candidate *item, const struct snippet *snippet)
{
    const char *const texts[TEXTS] = {snippet->text, snippet->speaker, snippet->category,
                                      snippet->daypart};
    size_t size = 0;
    for (int i = 0; i < TEXTS; i++)
        size += texts[i] ? strlen(texts[i]) + 1 : 0;
    char *to = item->words = memory_alloc(size, 1);
    assert(to);
    for (int i = 0; i < TEXTS; i++)
        if (texts[i]) {
            item->has |= (uint8_t)(1u << i);
            to = stpcpy(to, texts[i]) + 1;
        }
}

static char *text_of(const struct candidate *item, int which)
{
    char *text = item->words;
    assert(text);
    if (!(item->has & 1u << which))
        return NULL;
    for (int i = 0; i < which; i++)
        text += item->has & 1u << i ? strlen(text) + 1 : 0;
    return text;
}

struct snippet candidates_snippet(const struct candidate *item)
{
    return (struct snippet){
        .id = item->id,
        .article_id = item->article_id,
        .kind = (enum snippet_kind)item->kind,
        .partial = item->partial,
        .text = text_of(item, HAS_TEXT),
        .speaker_span = {item->span_start, item->span_length},
        .speaker = text_of(item, HAS_SPEAKER),
        .priority = item->priority,
        .weight = item->weight,
        .created_ms = item->created_ms,
        .not_before_ms = item->not_before_ms,
        .expires_ms = item->expires_ms,
        .category = text_of(item, HAS_CATEGORY),
        .daypart = text_of(item, HAS_DAYPART),
        .gap_ms = item->gap_ms,
        .most_airings = item->most_airings,
        .page = item->page,
        .breaking = item->breaking,
        .page_of = item->page_of,
    };
}

/* The store gives no row with a number that it never writes (store/columns.h). */
static struct candidate candidate_of(const struct store_row *row)
{
    const struct snippet *snippet = &row->snippet;
    assert(snippet->breaking >= 0 && snippet->breaking <= SNIPPET_LEVEL_MAX);
    assert(snippet->priority >= 0 && snippet->priority <= SNIPPET_PRIORITY_MAX);
    assert(snippet->weight >= 0 && snippet->weight <= SNIPPET_WEIGHT_MAX);
    struct candidate item = {
        .id = snippet->id,
        .article_id = snippet->article_id,
        .page_of = snippet->page_of,
        .created_ms = snippet->created_ms,
        .not_before_ms = snippet->not_before_ms,
        .expires_ms = snippet->expires_ms,
        .gap_ms = snippet->gap_ms,
        .most_airings = snippet->most_airings,
        .last_aired_ms = row->last_aired_ms,
        .airings = row->airings,
        .sum = row->sum,
        .span_start = (uint32_t)snippet->speaker_span.start,
        .span_length = (uint32_t)snippet->speaker_span.length,
        .page = snippet->page,
        .kind = (uint8_t)snippet->kind,
        .breaking = (uint8_t)snippet->breaking,
        .priority = (uint8_t)snippet->priority,
        .weight = (uint8_t)snippet->weight,
        .partial = snippet->partial,
    };
    keep_texts(&item, snippet);
    return item;
}

/* What was on air in this run is known here first; the clock may have been set back since
 * it was the last time before. */
static void keep_history(struct candidate *item, struct candidate *old)
{
    if (old->run_airings > 0)
        item->last_aired_ms = old->last_aired_ms;
    item->airings = max_i64(item->airings, old->airings);
    item->run_airings = old->run_airings;
    item->on_air = old->on_air;
    item->zone = old->zone;
    if (!candidates_same_words(item->sum, old->sum))
        return;
    item->refused = old->refused;
    item->durations_ns = old->durations_ns;
    old->durations_ns = NULL;
}

/* A daypart that is not understood never holds: told, and the snippet waits. */
static void find_daypart(struct candidates *candidates, struct candidate *item)
{
    item->daypart = -1;
    const char *daypart = text_of(item, HAS_DAYPART);
    if (!daypart)
        return;
    struct diag diag = {0};
    item->daypart = timetable_span(candidates->timetable, daypart, &diag);
    item->refused |= item->daypart < 0;
    log_diag(&diag);
    diag_finish(&diag);
}

static void free_items(struct candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++) {
        free(candidates->items[i].words);
        free(candidates->items[i].durations_ns);
    }
    free(candidates->items);
    candidates->items = NULL;
    candidates->count = candidates->due_count = 0;
    for (size_t i = 0; i < ZONES_MAX; i++)
        rota_list_clear(&candidates->lists[i].due);
}

/* What there is, for when the store can't even be read. */
static struct store_row *copy_rows(const struct candidates *candidates, size_t *count)
{
    struct store_row *rows = memory_alloc(candidates->count, sizeof *rows);
    for (size_t i = 0; i < candidates->count; i++) {
        const struct candidate *item = &candidates->items[i];
        const struct snippet snippet = candidates_snippet(item);
        rows[i] = (struct store_row){.snippet = snippet_copy(&snippet),
                                     .last_aired_ms = item->last_aired_ms,
                                     .airings = item->airings,
                                     .sum = item->sum};
    }
    *count = candidates->count;
    return rows;
}

void candidates_finish(struct candidates *candidates)
{
    free_items(candidates);
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
    const char *category = text_of(item, HAS_CATEGORY);
    return category && strcmp(category, "house") == 0;
}

/* While the time is not known: nothing that depends on it but house lines. */
static bool may_without_time(const struct candidate *item)
{
    return is_house(item) || (item->not_before_ms == 0 && item->expires_ms == 0 &&
                              item->daypart < 0 && item->article_id == 0);
}

static struct rota_item rota_item_of(const struct candidates *candidates,
                                     const struct candidate *item)
{
    const char *category = text_of(item, HAS_CATEGORY);
    return (struct rota_item){
        .id = item->id,
        .article_id = item->article_id,
        .group = item->page_of ? item->page_of
                 : item->page  ? item->id
                               : 0,
        .page = item->page,
        .category = timetable_category(candidates->timetable, category ? category : "news"),
        .speaker = hash_of(text_of(item, HAS_SPEAKER)),
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
    const struct snippet snippet = candidates_snippet(item);
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
        min_i64(candidates->next_change_ms > now_ms ? candidates->next_change_ms : INT64_MAX,
                timetable_next_change(candidates->timetable, now_ms));
    for (size_t i = 0; i < candidates->count; i++)
        look_at(candidates, i, now_ms);
}

bool candidates_load(struct candidates *candidates, struct store *store, int64_t now_ms,
                     struct diag *diag)
{
    struct store_row *rows = NULL;
    size_t count = 0;
    int64_t next_ms;
    bool read = store_due(store, now_ms, &rows, &count, diag);
    if (!read && candidates->unwritten.count == 0)
        return false;
    if (!read)
        rows = copy_rows(candidates, &count);
    unwritten_apply(&candidates->unwritten, &rows, &count);
    if (!store_next_change(store, now_ms, &next_ms, diag))
        next_ms = now_ms + 1000;
    struct candidate *items = memory_alloc(count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i] = candidate_of(&rows[i]);
        store_row_finish(&rows[i]);
        struct candidate *old = candidates_find(candidates, items[i].id);
        if (old)
            keep_history(&items[i], old);
        find_daypart(candidates, &items[i]);
    }
    free(rows);
    free_items(candidates);
    candidates->items = items;
    candidates->count = count;
    candidates->seen_ms = INT64_MAX;
    candidates->next_change_ms = next_ms;
    look_again(candidates, now_ms); /* a wall that is dark by the schedule asks for nothing else */
    memory_give_back();
    return read;
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
