#include "schedule/rota.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Freshness: news that came in within the hour airs as if it weighed half as
 * much again. */
#define FRESH_MS (INT64_C(3600) * 1000)
#define YEAR_MS (INT64_C(365) * 24 * 3600 * 1000)
#define FRESH_NUMERATOR 3
#define FRESH_DENOMINATOR 2

/* How near a candidate is to what was on air; the farthest that there is airs. */
enum nearness {
    APART,
    SAME_SPEAKER,
    SAME_ARTICLE,
    SAME_ITEM,
    NEARNESSES,
};

struct best {
    size_t index; /* SIZE_MAX: none */
    size_t rivals;
};

/* How a key's item stands to its turn (rota.h, 4). */
enum state {
    STATE_NONE, /* has no turn now */
    STATE_NEW,
    STATE_AIRED,
};

static bool is_fresh(const struct rota_item *item, int64_t now_ms)
{
    return now_ms - item->created_ms < FRESH_MS;
}

static int64_t share_of(const struct rota_item *item, int64_t now_ms)
{
    int64_t share = (int64_t)(item->weight > 0 ? item->weight : 1) * (1 + item->priority);
    return share * (is_fresh(item, now_ms) ? FRESH_NUMERATOR : FRESH_DENOMINATOR);
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

/* How long it has waited, in units in which a greater share waits faster. */
static int64_t waited(const struct rota_item *item, int64_t now_ms)
{
    int64_t wait_ms = now_ms - item->last_aired_ms;
    if (wait_ms < 0) /* before somebody set the clock back, so before all that is past */
        wait_ms = YEAR_MS + (wait_ms > -YEAR_MS ? YEAR_MS + wait_ms : 0);
    return wait_ms * share_of(item, now_ms);
}

/* Of two that have never been on air: priority, then the newer article, its
 * snippets in its own order. */
static bool newer(const struct rota_item *a, const struct rota_item *b)
{
    if (a->priority != b->priority)
        return a->priority > b->priority;
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

static bool is_over(const struct rota_item *item)
{
    return item->most_airings > 0 && item->airings >= item->most_airings;
}

static bool within_limits(const struct rota_config *config, const struct rota_item *item,
                          int64_t now_ms)
{
    if (item->elsewhere || is_over(item))
        return false;
    int64_t gap_ms = item->gap_ms ? item->gap_ms : config->gap_ms;
    int64_t since_ms = now_ms - item->last_aired_ms;
    return item->airings == 0 || since_ms < 0 || since_ms >= gap_ms;
}

static enum nearness nearness_of(const struct rota_config *config, const struct rota_item *item,
                                 const struct rota_history *history)
{
    if (item->id == history->recent[0].id)
        return SAME_ITEM;
    if (item->article_id && item->article_id == history->recent[0].article_id)
        return SAME_ARTICLE;
    for (int i = 0; item->speaker && i < config->speaker_spacing; i++)
        if (history->recent[i].speaker == item->speaker)
            return SAME_SPEAKER;
    return APART;
}

static void choose(struct rota_choice *choice, size_t index, const struct rota_history *history)
{
    choice->index = index;
    memcpy(choice->credits, history->credits, sizeof choice->credits);
}

/* Whether it takes part in the turns of its category at all. */
static bool takes_turns(const struct rota_item *item)
{
    return item->category != ROTA_HOUSE && item->page <= 1 && !item->breaking && !is_over(item);
}

/* Priority, then when it was made. What does not fit is as the last that does: equal keys are
 * compared whole. */
static uint64_t turn_of(const struct rota_item *item)
{
    const int64_t most = (INT64_C(1) << 59) - 1;
    int64_t created_ms = item->created_ms < 0      ? 0
                         : item->created_ms > most ? most
                                                   : item->created_ms;
    return (uint64_t)item->priority << 59 | (uint64_t)created_ms;
}

static struct rota_key key_of(const struct rota_item *item)
{
    int share = (item->weight > 0 ? item->weight : 1) * (1 + item->priority);
    bool turns = takes_turns(item);
    enum state state = !turns || item->elsewhere ? STATE_NONE
                       : item->airings == 0      ? STATE_NEW
                                                 : STATE_AIRED;
    assert(item->priority >= 0 && item->priority < 32 && share <= UINT16_MAX);
    assert(item->category >= 0 && item->category < ROTA_CATEGORIES);
    return (struct rota_key){
        .turn = state == STATE_NEW ? turn_of(item) : UINT64_MAX,
        .id = (uint32_t)item->id,
        .article = (uint32_t)item->article_id,
        .speaker = (uint32_t)item->speaker,
        .share = turns ? (uint16_t)share : 0,
        .category = (uint8_t)item->category,
        .state = (uint8_t)state,
    };
}

void rota_list_clear(struct rota_list *list)
{
    list->count = list->breaking = 0;
    memset(list->shares, 0, sizeof list->shares);
}

void rota_list_finish(struct rota_list *list)
{
    free(list->items);
    free(list->keys);
    *list = (struct rota_list){0};
}

void rota_list_add(struct rota_list *list, size_t room, const struct rota_item *item)
{
    if (list->count == list->room) {
        assert(room > list->count);
        list->room = room;
        list->items = memory_resize(list->items, room, sizeof *list->items);
        list->keys = memory_resize(list->keys, room, sizeof *list->keys);
    }
    struct rota_key *key = &list->keys[list->count];
    *key = key_of(item);
    list->items[list->count++] = *item;
    list->breaking += item->breaking > 0;
    list->shares[item->category] += key->share;
}

void rota_list_changed(struct rota_list *list, size_t index)
{
    assert(index < list->count);
    struct rota_key *key = &list->keys[index];
    list->shares[key->category] -= key->share;
    *key = key_of(&list->items[index]);
    list->shares[key->category] += key->share;
}

/* 1. */
static bool next_breaking(const struct rota_list *list, const struct rota_history *history,
                          struct rota_choice *choice)
{
    const struct rota_item *items = list->items;
    const struct rota_item *best = NULL;
    for (size_t i = 0; list->breaking > 0 && i < list->count; i++) {
        const struct rota_item *item = &items[i];
        if (!item->breaking || item->elsewhere || is_over(item))
            continue;
        if (!best || item->breaking > best->breaking ||
            (item->breaking == best->breaking && item->last_aired_ms < best->last_aired_ms))
            best = item;
    }
    if (!best)
        return false;
    choose(choice, (size_t)(best - items), history);
    snprintf(choice->reason, sizeof choice->reason, "breaking, level %d", best->breaking);
    return true;
}

/* 2. */
static bool next_page(const struct rota_list *list, const struct rota_history *history,
                      struct rota_choice *choice)
{
    const struct rota_item *items = list->items;
    for (size_t i = 0; history->group && i < list->count; i++)
        if (items[i].group == history->group && items[i].page == history->page + 1) {
            choose(choice, i, history);
            snprintf(choice->reason, sizeof choice->reason, "page %d", items[i].page);
            return true;
        }
    return false;
}

/* 3. */
bool rota_next_house(const struct rota_config *config, const struct rota_list *list, int64_t now_ms,
                     struct rota_choice *choice)
{
    const struct rota_item *items = list->items;
    const struct rota_item *best = NULL;
    for (size_t i = 0; i < list->count; i++)
        if (list->keys[i].category == ROTA_HOUSE && !items[i].breaking &&
            within_limits(config, &items[i], now_ms) &&
            (!best || before(&items[i], best, now_ms, 0)))
            best = &items[i];
    if (!best)
        return false;
    *choice = (struct rota_choice){.index = (size_t)(best - items)};
    snprintf(choice->reason, sizeof choice->reason, "house line");
    return true;
}

static bool time_for_house(const struct rota_config *config, const struct rota_list *list,
                           const struct rota_history *history, int64_t now_ms,
                           struct rota_choice *choice)
{
    if (config->house_every == 0 || history->since_house < config->house_every ||
        !rota_next_house(config, list, now_ms, choice))
        return false;
    memcpy(choice->credits, history->credits, sizeof choice->credits);
    snprintf(choice->reason, sizeof choice->reason, "house line after %d", history->since_house);
    return true;
}

/* What was on air, in the words of keys. */
struct near {
    uint32_t id, article;
    bool has_article;
    uint32_t speakers[ROTA_SPACING_MAX];
    int speaker_count;
};

static struct near near_of(const struct rota_config *config, const struct rota_history *history)
{
    struct near near = {
        .id = (uint32_t)history->recent[0].id,
        .article = (uint32_t)history->recent[0].article_id,
        .has_article = history->recent[0].article_id != 0,
    };
    for (int i = 0; i < config->speaker_spacing; i++)
        if (history->recent[i].speaker)
            near.speakers[near.speaker_count++] = (uint32_t)history->recent[i].speaker;
    return near;
}

/* Whether it may be anything but APART. */
static bool may_be_near(const struct near *near, const struct rota_key *key)
{
    bool is_near = key->id == near->id || (near->has_article && key->article == near->article);
    for (int i = 0; i < near->speaker_count; i++)
        is_near |= key->speaker == near->speakers[i];
    return is_near;
}

/* The best of each nearness and category so far. */
struct contest {
    struct best best[NEARNESSES][ROTA_CATEGORIES];
    bool is_new[ROTA_CATEGORIES]; /* the best that is APART never aired: */
    uint64_t turn[ROTA_CATEGORIES];
};

/* One that never aired, APART: the key says nearly all. */
static void enter_new(struct contest *contest, const struct rota_list *list, size_t index)
{
    const struct rota_key *key = &list->keys[index];
    struct best *now = &contest->best[APART][key->category];
    uint64_t turn = contest->turn[key->category];
    now->rivals++;
    if (contest->is_new[key->category] &&
        (key->turn < turn ||
         (key->turn == turn && !newer(&list->items[index], &list->items[now->index]))))
        return;
    now->index = index;
    contest->is_new[key->category] = true;
    contest->turn[key->category] = key->turn;
}

static void enter(struct contest *contest, const struct rota_config *config,
                  const struct rota_list *list, size_t index, const struct rota_history *history,
                  int64_t now_ms, uint64_t seed)
{
    const struct rota_item *item = &list->items[index];
    if (!within_limits(config, item, now_ms))
        return;
    enum nearness nearness = nearness_of(config, item, history);
    struct best *now = &contest->best[nearness][item->category];
    if (nearness == APART && item->airings == 0) {
        enter_new(contest, list, index);
        return;
    }
    now->rivals++;
    if (now->index == SIZE_MAX || before(item, &list->items[now->index], now_ms, seed))
        now->index = index;
}

/* 4. What never aired and is beaten by another that never aired and is APART has no chance,
 * however near it is: nobody's patience is with it (is_overdue). Of thousands that is nearly
 * each. */
static void find_best(const struct rota_config *config, const struct rota_list *list,
                      const struct rota_history *history, int64_t now_ms, uint64_t seed,
                      struct contest *contest)
{
    const struct near near = near_of(config, history);
    size_t beaten[ROTA_CATEGORIES] = {0};
    for (size_t i = 0; i < list->count; i++) {
        const struct rota_key *key = &list->keys[i];
        if (key->turn < contest->turn[key->category])
            beaten[key->category]++;
        else if (key->state == STATE_NEW && !may_be_near(&near, key))
            enter_new(contest, list, i);
        else if (key->state != STATE_NONE)
            enter(contest, config, list, i, history, now_ms, seed);
    }
    for (int i = 0; i < ROTA_CATEGORIES; i++)
        contest->best[APART][i].rivals += beaten[i];
}

/* Weights are counted in so many parts, as a small category's is a fraction. */
#define WEIGHT_PARTS 1000

static int64_t weight_of(const struct rota_config *config, int category)
{
    return config->weights[category] > 0 ? config->weights[category] : 1;
}

/* What each category weighs, in parts: what is configured; where nobody asked for it, no more for
 * each share than in the category that has the most shares for its weight. Freshness does not
 * count, and what has had its last airing has no share. */
static void weigh(const struct rota_config *config, const int64_t shares[ROTA_CATEGORIES],
                  int64_t weights[ROTA_CATEGORIES])
{
    int64_t crowd_shares = 0;
    int64_t crowd_weight = 1;
    for (int i = 0; i < ROTA_CATEGORIES; i++)
        if (shares[i] * crowd_weight > crowd_shares * weight_of(config, i)) {
            crowd_shares = shares[i];
            crowd_weight = weight_of(config, i);
        }
    for (int i = 0; i < ROTA_CATEGORIES; i++) {
        weights[i] = WEIGHT_PARTS * weight_of(config, i);
        int64_t most = crowd_shares ? WEIGHT_PARTS * shares[i] * crowd_weight / crowd_shares : 0;
        if (config->bounded[i] && most < weights[i])
            weights[i] = most > 0 ? most : 1;
    }
}

static bool has_any(struct best best[NEARNESSES][ROTA_CATEGORIES], int category)
{
    for (int i = 0; i < NEARNESSES; i++)
        if (best[i][category].index != SIZE_MAX)
            return true;
    return false;
}

/* Smooth weighted round robin: every category that has something gains, also
 * where spacing keeps it back now; the richest of those that are the farthest from what
 * was on air pays. */
static int next_category(const int64_t weights[ROTA_CATEGORIES],
                         struct best best[NEARNESSES][ROTA_CATEGORIES], enum nearness *near,
                         int64_t credits[ROTA_CATEGORIES])
{
    int richest = -1;
    int64_t gained = 0;
    for (int i = 0; i < ROTA_CATEGORIES; i++)
        if (has_any(best, i)) {
            credits[i] += weights[i];
            gained += weights[i];
        }
    for (int level = 0; richest < 0 && level < NEARNESSES; level++)
        for (int i = 0; i < ROTA_CATEGORIES; i++)
            if (best[level][i].index != SIZE_MAX &&
                (richest < 0 || credits[i] > credits[richest])) {
                richest = i;
                *near = (enum nearness)level;
            }
    if (richest >= 0)
        credits[richest] -= gained;
    return richest;
}

/* Spacing gives way to one that has waited so many times longer than who would air
 * instead, or whose category is owed so many rounds: else a speaker who is heard
 * just often enough in one category would never be heard in another. */
#define PATIENCE 3

static bool is_overdue(const struct rota_item *items, const struct best *kept_back,
                       const struct best *apart, int64_t begun_ms, int64_t now_ms)
{
    const struct rota_item *a = &items[kept_back->index];
    const struct rota_item *b = &items[apart->index];
    if (b->airings == 0 && a->airings > 0)
        return false;
    struct rota_item since = *a; /* what is new has waited since it came, or the show began */
    if (a->airings == 0)
        since.last_aired_ms = a->created_ms > begun_ms ? a->created_ms : begun_ms;
    return waited(&since, now_ms) / PATIENCE > waited(b, now_ms);
}

static void end_patience(const int64_t weights[ROTA_CATEGORIES], const struct rota_item *items,
                         const struct rota_history *history, int64_t now_ms,
                         struct best best[NEARNESSES][ROTA_CATEGORIES])
{
    int64_t round = 0;
    for (int i = 0; i < ROTA_CATEGORIES; i++)
        round += has_any(best, i) ? weights[i] : 0;
    for (int level = SAME_SPEAKER; level <= SAME_ARTICLE; level++)
        for (int i = 0; i < ROTA_CATEGORIES; i++) {
            struct best *apart = &best[APART][i];
            const struct best *kept_back = &best[level][i];
            if (kept_back->index == SIZE_MAX)
                continue;
            if (apart->index == SIZE_MAX
                    ? history->credits[i] > PATIENCE * round
                    : is_overdue(items, kept_back, apart, history->begun_ms, now_ms))
                apart->index = kept_back->index;
        }
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

static bool next_in_turn(const struct rota_config *config, const struct rota_list *list,
                         const struct rota_history *history, int64_t now_ms, uint64_t seed,
                         struct rota_choice *choice)
{
    struct contest contest = {0};
    for (size_t i = 0; i < (size_t)NEARNESSES * ROTA_CATEGORIES; i++)
        contest.best[i / ROTA_CATEGORIES][i % ROTA_CATEGORIES].index = SIZE_MAX;
    find_best(config, list, history, now_ms, seed, &contest);
    memcpy(choice->credits, history->credits, sizeof choice->credits);
    int64_t weights[ROTA_CATEGORIES];
    weigh(config, list->shares, weights);
    end_patience(weights, list->items, history, now_ms, contest.best);
    enum nearness near = APART;
    int category = next_category(weights, contest.best, &near, choice->credits);
    if (category < 0)
        return false;
    size_t rivals = 0;
    for (int i = 0; i < NEARNESSES; i++)
        rivals += contest.best[i][category].rivals;
    choice->index = contest.best[near][category].index;
    explain(&list->items[choice->index], rivals, now_ms, choice);
    return true;
}

bool rota_next(const struct rota_config *config, const struct rota_list *list,
               const struct rota_history *history, int64_t now_ms, uint64_t seed,
               struct rota_choice *choice)
{
    assert(config->speaker_spacing >= 0 && config->speaker_spacing <= ROTA_SPACING_MAX);
    assert(config->house_every >= 0 && config->gap_ms >= 0);
    choice->now_ms = now_ms;
    return next_breaking(list, history, choice) || next_page(list, history, choice) ||
           time_for_house(config, list, history, now_ms, choice) ||
           next_in_turn(config, list, history, now_ms, seed, choice);
}

void rota_note(struct rota_history *history, const struct rota_item *item,
               const struct rota_choice *choice)
{
    memcpy(history->credits, choice->credits, sizeof history->credits);
    memmove(history->recent + 1, history->recent, (ROTA_SPACING_MAX - 1) * sizeof *history->recent);
    history->recent[0] = (struct rota_aired){item->id, item->article_id, item->speaker};
    if (history->begun_ms == 0)
        history->begun_ms = choice->now_ms;
    history->group = item->group;
    history->page = item->page;
    history->since_house = item->category == ROTA_HOUSE ? 0 : history->since_house + 1;
}
