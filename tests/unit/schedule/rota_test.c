#include "schedule/rota.h"

#include "check.h"

#define COUNT 6
#define AIRING_MS 10000

/* Plays `turns` airings and counts whose they were. */
static void play(struct rota_item *items, size_t count, int turns, int *airings)
{
    int64_t now_ms = INT64_C(1000000000);
    int64_t last_id = 0;
    for (int i = 0; i < turns; i++) {
        struct rota_choice choice;
        assert_true(rota_next(items, count, last_id, now_ms, 1, &choice));
        struct rota_item *chosen = &items[choice.index];
        chosen->last_aired_ms = now_ms;
        chosen->airings++;
        airings[choice.index]++;
        last_id = chosen->id;
        now_ms += AIRING_MS;
    }
}

static void fill(struct rota_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        items[i] = (struct rota_item){.id = (int64_t)i + 1, .weight = 10};
}

static void equals_take_turns(void **state)
{
    (void)state;
    struct rota_item items[COUNT];
    int airings[COUNT] = {0};
    fill(items, COUNT);
    play(items, COUNT, 10 * COUNT, airings);
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(airings[i], 10);
}

static void weight_is_a_share(void **state)
{
    (void)state;
    struct rota_item items[COUNT];
    int airings[COUNT] = {0};
    fill(items, COUNT);
    items[2].weight = 20;
    play(items, COUNT, 700, airings);
    assert_in_range(airings[2], 2 * airings[0] * 8 / 10, 2 * airings[0] * 12 / 10);
    for (int i = 0; i < COUNT; i++)
        assert_true(airings[i] > 0);
}

static void priority_comes_first(void **state)
{
    (void)state;
    struct rota_item items[COUNT];
    int airings[COUNT] = {0};
    fill(items, COUNT);
    items[4].priority = 1;
    items[5].priority = 1;
    play(items, COUNT, 20, airings);
    assert_int_equal(airings[4], 10);
    assert_int_equal(airings[5], 10);
}

static void new_ones_come_before_old_ones(void **state)
{
    (void)state;
    struct rota_item items[COUNT];
    fill(items, COUNT);
    for (int i = 0; i < COUNT; i++)
        items[i].airings = 5;
    items[3].airings = 0;
    struct rota_choice choice;
    assert_true(rota_next(items, COUNT, 0, 1000, 1, &choice));
    assert_int_equal(choice.index, 3);
    assert_string_equal(choice.reason, "new");
}

static void nothing_airs_twice_in_a_row(void **state)
{
    (void)state;
    struct rota_item items[2];
    fill(items, 2);
    items[0].weight = 100;
    struct rota_choice choice;
    assert_true(rota_next(items, 2, 1, 1000, 1, &choice));
    assert_int_equal(choice.index, 1);
    assert_true(rota_next(items, 1, 1, 1000, 1, &choice)); /* unless it is alone */
    assert_int_equal(choice.index, 0);
    assert_false(rota_next(items, 0, 1, 1000, 1, &choice));
}

static void the_same_arguments_give_the_same_choice(void **state)
{
    (void)state;
    struct rota_item items[COUNT];
    fill(items, COUNT);
    for (int i = 0; i < COUNT; i++)
        items[i].airings = 1;
    bool differs = false;
    struct rota_choice first, again;
    rota_next(items, COUNT, 0, 1000, 0, &first);
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct rota_choice a, b;
        rota_next(items, COUNT, 0, 1000, seed, &a);
        rota_next(items, COUNT, 0, 1000, seed, &b);
        assert_int_equal(a.index, b.index);
        differs |= a.index != first.index;
    }
    rota_next(items, COUNT, 0, 1000, 0, &again);
    assert_int_equal(again.index, first.index);
    assert_true(differs); /* and another seed another one */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Equal snippets take turns", equals_take_turns),
        TEST("Twice the weight airs about twice as often, and starves nobody", weight_is_a_share),
        TEST("A higher priority airs first", priority_comes_first),
        TEST("What has never aired comes before what has", new_ones_come_before_old_ones),
        TEST("Nothing airs twice in a row while there is another", nothing_airs_twice_in_a_row),
        TEST("The same arguments give the same choice; the seed breaks ties",
             the_same_arguments_give_the_same_choice),
    };
    return cmocka_run_group_tests_name("schedule/rota", tests, NULL, NULL);
}
