#include "schedule/rota.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

#define COUNT 6
#define MOST 40
#define AIRING_MS 10000
#define START_MS INT64_C(1000000000)

static const struct rota_config plain = {.weights = {[0 ... ROTA_CATEGORIES - 1] = 10}};

/* A show in memory. */
struct show {
    struct rota_config config;
    struct rota_history history;
    struct rota_item items[MOST];
    size_t count;
    int64_t now_ms;
    int airings[MOST];
    char reason[ROTA_REASON_SIZE];
};

static struct show show_of(size_t count)
{
    struct show show = {.config = plain, .count = count, .now_ms = START_MS};
    for (size_t i = 0; i < count; i++)
        show.items[i] = (struct rota_item){.id = (int64_t)i + 1, .weight = 10, .category = 1};
    return show;
}

static bool choose(const struct rota_config *config, const struct rota_item *items, size_t count,
                   const struct rota_history *history, int64_t now_ms, uint64_t seed,
                   struct rota_choice *choice)
{
    struct rota_list list = {0};
    for (size_t i = 0; i < count; i++)
        rota_list_add(&list, count, &items[i]);
    bool chosen = rota_next(config, &list, history, now_ms, seed, choice);
    rota_list_finish(&list);
    return chosen;
}

/* The index of what airs; -1: nothing may. */
static int turn(struct show *show)
{
    struct rota_choice choice;
    if (!choose(&show->config, show->items, show->count, &show->history, show->now_ms, 1,
                &choice)) {
        show->now_ms += AIRING_MS;
        return -1;
    }
    struct rota_item *chosen = &show->items[choice.index];
    rota_note(&show->history, chosen, &choice);
    memcpy(show->reason, choice.reason, sizeof show->reason);
    chosen->last_aired_ms = show->now_ms;
    chosen->airings++;
    show->airings[choice.index]++;
    show->now_ms += AIRING_MS;
    return (int)choice.index;
}

static void play(struct show *show, int turns)
{
    for (int i = 0; i < turns; i++)
        assert_true(turn(show) >= 0);
}

static void equals_take_turns(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    play(&show, 10 * COUNT);
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(show.airings[i], 10);
}

static void weight_is_a_share(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    show.items[2].weight = 20;
    play(&show, 700);
    assert_in_range(show.airings[2], 2 * show.airings[0] * 8 / 10, 2 * show.airings[0] * 12 / 10);
    for (int i = 0; i < COUNT; i++)
        assert_true(show.airings[i] > 0);
}

static void priority_comes_first(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    show.items[4].priority = 1;
    show.items[5].priority = 3;
    assert_int_equal(turn(&show), 5);
    assert_int_equal(turn(&show), 4);
    play(&show, 1800);
    assert_in_range(show.airings[5], 5 * show.airings[0] / 2, 5 * show.airings[0]);
    assert_true(show.airings[0] > 100); /* and starves nobody */
}

static void new_ones_come_before_old_ones(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    for (int i = 0; i < COUNT; i++)
        show.items[i].airings = 5;
    show.items[3].airings = 0;
    assert_int_equal(turn(&show), 3);
    assert_string_equal(show.reason, "new");
}

static void nothing_airs_twice_in_a_row(void **state)
{
    (void)state;
    struct show show = show_of(2);
    show.items[0].weight = 100;
    play(&show, 100);
    assert_int_equal(show.airings[0], 50);
    show = show_of(1);
    play(&show, 3); /* unless it is alone */
    show = show_of(0);
    assert_int_equal(turn(&show), -1);
}

static void the_same_arguments_give_the_same_choice(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    for (int i = 0; i < COUNT; i++)
        show.items[i].airings = 1;
    bool differs = false;
    struct rota_choice first;
    choose(&plain, show.items, COUNT, &show.history, 1000, 0, &first);
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct rota_choice a, b;
        choose(&plain, show.items, COUNT, &show.history, 1000, seed, &a);
        choose(&plain, show.items, COUNT, &show.history, 1000, seed, &b);
        assert_int_equal(a.index, b.index);
        differs |= a.index != first.index;
    }
    assert_true(differs); /* and another seed another one */
}

static void categories_have_their_shares(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    show.items[5].category = 2;
    show.config.weights[1] = 30;
    int last = -1;
    for (int i = 0; i < 400; i++) {
        int now = turn(&show);
        assert_false(now == 5 && last == 5);
        last = now;
    }
    assert_int_equal(show.airings[5], 100); /* one in four, evenly */
}

/* Nobody asked for a share: one line among ten has a tenth. */
static void a_small_category_has_the_share_of_its_lines(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    show.items[5].category = 2;
    show.config.bounded[2] = true;
    play(&show, 40 * COUNT);
    for (int i = 0; i < COUNT; i++)
        assert_in_range(show.airings[i], 38, 42);
    memset(show.airings, 0, sizeof show.airings);
    show.items[5].priority = 2; /* which asks for more */
    play(&show, 40 * (COUNT + 2));
    assert_in_range(show.airings[5], 3 * 40 - 6, 3 * 40 + 6);
}

static void a_bound_takes_nothing_from_a_large_category(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    for (int i = 1; i < COUNT; i++)
        show.items[i].category = 2;
    show.config.bounded[2] = true;
    play(&show, 400);
    assert_in_range(show.airings[0], 198, 202); /* alone, with a share that was asked for */
}

static void a_gap_is_kept(void **state)
{
    (void)state;
    struct show show = show_of(2);
    show.config.gap_ms = 3 * AIRING_MS;
    show.items[1].gap_ms = 5 * AIRING_MS;
    const int wanted[] = {0, 1, -1, 0, -1, -1, 1, 0};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_int_equal(turn(&show), wanted[i]);
}

static void a_limit_is_kept(void **state)
{
    (void)state;
    struct show show = show_of(2);
    show.items[0].most_airings = 3;
    play(&show, 50);
    assert_int_equal(show.airings[0], 3);
}

static void one_article_is_not_back_to_back(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    for (int i = 0; i < COUNT; i++)
        show.items[i].article_id = i < 3 ? 1 : i - 1;
    int last = -1;
    for (int i = 0; i < 300; i++) {
        int now = turn(&show);
        assert_false(last >= 0 && last < 3 && now < 3);
        last = now;
    }
}

static void a_speaker_rests(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    show.config.speaker_spacing = 2;
    show.items[0].speaker = show.items[1].speaker = 77;
    int since = 9;
    for (int i = 0; i < 300; i++, since++)
        if (turn(&show) < 2) {
            assert_true(since >= 2);
            since = -1;
        }
    assert_true(show.airings[0] > 30 && show.airings[1] > 30);
}

static void pages_follow_each_other(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    for (int i = 0; i < 3; i++) {
        show.items[i].article_id = 1;
        show.items[i].group = 1;
        show.items[i].page = i + 1;
    }
    for (int i = 0; i < 200; i++)
        if (turn(&show) == 0) {
            assert_int_equal(turn(&show), 1);
            assert_int_equal(turn(&show), 2);
        }
    assert_int_equal(show.airings[1], show.airings[0]);
    assert_true(show.airings[0] > 20);
}

static void a_house_line_every_n(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    show.items[3].category = ROTA_HOUSE;
    play(&show, 20);
    assert_int_equal(show.airings[3], 0); /* not unless it is asked for */
    show.config.house_every = 4;
    play(&show, 100);
    assert_int_equal(show.airings[3], 20);
}

static void breaking_takes_over(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    play(&show, 4);
    show.items[4].breaking = 1;
    show.items[4].most_airings = show.items[5].most_airings = 2;
    assert_int_equal(turn(&show), 4);
    show.items[5].breaking = 2; /* a higher one: at once, then what is left of the lower */
    assert_int_equal(turn(&show), 5);
    assert_string_equal(show.reason, "breaking, level 2");
    assert_int_equal(turn(&show), 5);
    assert_int_equal(turn(&show), 4);
    assert_true(turn(&show) < 4);
    show.items[4].most_airings = show.items[5].most_airings = 9;
    show.items[4].breaking = 2;
    int first = turn(&show); /* equal ones in turn */
    for (int i = 0; i < 6; i++)
        assert_int_equal(turn(&show), i % 2 ? first : 9 - first);
}

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static struct show random_show(uint64_t *seed)
{
    struct show show = show_of((size_t)(2 + next_random(seed) % (MOST - 2)));
    show.config.speaker_spacing = (int)(next_random(seed) % 4);
    for (int i = 0; i < ROTA_CATEGORIES; i++)
        show.config.weights[i] = (int)(1 + next_random(seed) % 20);
    for (size_t i = 0; i < show.count; i++) {
        show.items[i].category = (int)(1 + next_random(seed) % 3);
        show.items[i].weight = (int)(1 + next_random(seed) % 100);
        show.items[i].priority = next_random(seed) % 4 ? 0 : (int)(next_random(seed) % 10);
        show.items[i].article_id = (int64_t)(1 + next_random(seed) % 8);
        show.items[i].speaker = next_random(seed) % 6;
        show.items[i].created_ms = START_MS - 100 * 3600000LL;
    }
    return show;
}

/* The bound of the header, in airings of all categories. */
static double bound_of(const struct show *show, size_t index)
{
    const struct rota_item *own = &show->items[index];
    double sum = 0;
    double in_category = 0;
    double weights = 0;
    bool has[ROTA_CATEGORIES] = {false};
    for (size_t i = 0; i < show->count; i++) {
        const struct rota_item *item = &show->items[i];
        if (!has[item->category])
            weights += show->config.weights[item->category];
        has[item->category] = true;
        if (item->category != own->category)
            continue;
        in_category++;
        sum += item->weight * (1 + item->priority);
    }
    double between = 5 * (1 + weights / show->config.weights[own->category]);
    return 2 * (in_category + 3 * sum / (own->weight * (1 + own->priority))) * between;
}

static void nobody_starves(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int round = 0; round < 200; round++) {
        struct show show = random_show(&seed);
        int last[MOST] = {0};
        for (int i = 1; i < 4000; i++) {
            int now = turn(&show);
            last[now] = i;
            for (size_t j = 0; j < show.count; j++)
                if (i - last[j] > bound_of(&show, j))
                    fail_msg("round %d: snippet %zu has waited for %d airings", round, j,
                             i - last[j]);
        }
    }
}

/* Somebody set the clock back: they were all on air in what is the future now. */
static void a_clock_that_was_ahead_starves_nobody(void **state)
{
    (void)state;
    struct show show = show_of(COUNT);
    play(&show, 2 * COUNT);
    show.now_ms -= INT64_C(3600) * 1000;
    memset(show.airings, 0, sizeof show.airings);
    play(&show, COUNT);
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(show.airings[i], 1);
}

static struct rota_item random_item(int64_t id)
{
    return (struct rota_item){
        .id = id,
        .article_id = rand() % 3 ? rand() % 9 : 0,
        .category = rand() % 4,
        .speaker = rand() % 2 ? (uint64_t)(rand() % 5 + 1) << (rand() % 2 * 32) : 0,
        .breaking = id % 97 == 0, /* and soon over */
        .priority = rand() % 3,
        .weight = rand() % 30 + 1,
        .created_ms = START_MS - rand() % 4 * INT64_C(3000000),
        .gap_ms = rand() % 3 * INT64_C(20000),
        .most_airings = id % 97 && rand() % 4 ? 0 : rand() % 5 + 1,
    };
}

/* Items are aired, cut and shown elsewhere; a list that was told each time chooses as a new one. */
static void a_list_follows_what_changes(void **state)
{
    (void)state;
    struct rota_config config = plain;
    struct rota_history history = {0};
    struct rota_list list = {0};
    srand(11);
    config.speaker_spacing = 2;
    config.house_every = 7;
    for (int i = 0; i < ROTA_CATEGORIES; i++)
        config.bounded[i] = i % 2; /* their weight hangs on the shares */
    for (int64_t id = 1; id <= 10 * MOST; id++) {
        struct rota_item item = random_item(id);
        rota_list_add(&list, (size_t)id, &item);
    }
    for (int airing = 0; airing < 2000; airing++) {
        struct rota_choice told, anew;
        int64_t now_ms = START_MS + airing * (int64_t)AIRING_MS;
        bool may = choose(&config, list.items, list.count, &history, now_ms, 3, &anew);
        assert_int_equal(rota_next(&config, &list, &history, now_ms, 3, &told), may);
        size_t changed = (size_t)rand() % list.count;
        if (may) {
            assert_int_equal(told.index, anew.index);
            assert_string_equal(told.reason, anew.reason);
            rota_note(&history, &list.items[told.index], &told);
            list.items[told.index].airings++;
            list.items[told.index].last_aired_ms = now_ms;
            rota_list_changed(&list, told.index);
        }
        list.items[changed].elsewhere = rand() % 2;
        rota_list_changed(&list, changed);
    }
    rota_list_finish(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A category for which nobody asked has the share of its lines",
             a_small_category_has_the_share_of_its_lines),
        TEST("... and a large one what it had", a_bound_takes_nothing_from_a_large_category),
        TEST("Where the clock is set back everybody has a turn still",
             a_clock_that_was_ahead_starves_nobody),
        TEST("Equal snippets take turns", equals_take_turns),
        TEST("Twice the weight airs about twice as often, and starves nobody", weight_is_a_share),
        TEST("A higher priority airs first, and more often", priority_comes_first),
        TEST("What has never aired comes before what has", new_ones_come_before_old_ones),
        TEST("Nothing airs twice in a row while there is another", nothing_airs_twice_in_a_row),
        TEST("A list that was told what changed chooses as one that is made anew",
             a_list_follows_what_changes),
        TEST("The same arguments give the same choice; the seed breaks ties",
             the_same_arguments_give_the_same_choice),
        TEST("Categories have their shares, evenly spread", categories_have_their_shares),
        TEST("No snippet airs again within its gap", a_gap_is_kept),
        TEST("No snippet airs more often than its limit", a_limit_is_kept),
        TEST("Quotations of one article are not back to back", one_article_is_not_back_to_back),
        TEST("A speaker rests for so many airings", a_speaker_rests),
        TEST("The pages of a quotation follow each other", pages_follow_each_other),
        TEST("A house line airs after every n others", a_house_line_every_n),
        TEST("Breaking takes over: levels, and equal ones in turn", breaking_takes_over),
        TEST("Nobody starves: no wait is longer than the stated bound", nobody_starves),
    };
    return cmocka_run_group_tests_name("schedule/rota", tests, NULL, NULL);
}
