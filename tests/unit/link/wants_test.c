/* What the broker keeps and what the store has: in whatever order broker, link, ticker and store
 * die and come back, in the end they are the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../src/link/merge.h"
#include "check.h"
#include "link/wants.h"

#define TOPICS 5
#define CONTENTS 4 /* of a topic, besides none */
#define RUNS 2000
#define STEPS 60

/* A world of fakes: a broker, a link, a ticker with its store. Content 0 is none. */
struct world {
    unsigned dice;
    int kept[TOPICS];  /* by the broker */
    int store[TOPICS]; /* by the ticker */
    bool broker, ticker;
    bool link; /* it lives, and is connected where there is a broker */
    struct wants wants;
    json_t *memo; /* as written last */
    size_t told;  /* of what is kept, since the link was connected */
    bool connected;
};

static unsigned roll(struct world *world, unsigned sides)
{
    world->dice = world->dice * 1664525U + 1013904223U; /* Numerical Recipes, 7.1 */
    return (world->dice >> 16) % sides;
}

static struct topic topic_of(size_t i)
{
    struct topic topic = {.kind = i % 2 ? TOPIC_BREAKING : TOPIC_ITEM, .who = "all"};
    snprintf(topic.key, sizeof topic.key, "k%zu", i / 2);
    return topic;
}

static size_t index_of(const struct topic *topic)
{
    for (size_t i = 0; i < TOPICS; i++) {
        struct topic other = topic_of(i);
        if (other.kind == topic->kind && strcmp(other.key, topic->key) == 0)
            return i;
    }
    fail_msg("a topic that nobody has said: %s", topic->key);
    return 0;
}

static void hear(struct world *world, size_t i)
{
    struct topic topic = topic_of(i);
    struct diag diag = {0};
    char payload[8];
    int length = world->kept[i] ? snprintf(payload, sizeof payload, "%d", world->kept[i]) : 0;
    assert_true(wants_take(&world->wants, &topic, payload, (size_t)length, &diag));
}

static void sweep(struct world *world)
{
    for (size_t i = 0; world->ticker && i < TOPICS; i++) {
        struct topic topic = topic_of(i);
        if (world->store[i])
            wants_has(&world->wants, &topic);
    }
}

static void save(struct world *world)
{
    if (!world->wants.changed)
        return;
    json_decref(world->memo);
    world->memo = wants_to_json(&world->wants, 0);
}

/* One thing that is due; `dies`: between the ticker's answer and writing it down. */
static bool work(struct world *world, bool dies)
{
    struct want *want = world->link && world->ticker ? wants_next(&world->wants) : NULL;
    if (!want)
        return false;
    size_t i = index_of(&want->topic);
    struct topic topic = want->topic;
    uint64_t hash = want->hash;
    if (!wants_is_done(want, world->store[i] != 0)) {
        wants_ask(&world->wants, want);
        save(world);
        world->store[i] = want->gone ? 0 : atoi(want->payload);
    }
    if (dies)
        return true;
    wants_done(&world->wants, &topic, hash, WANTS_DONE);
    save(world);
    return true;
}

static void connect_link(struct world *world)
{
    if (!world->link || !world->broker || world->connected)
        return;
    world->connected = true;
    world->told = 0;
    wants_begin(&world->wants);
}

/* The next of what the broker keeps, and behind it the end. */
static bool tell_next(struct world *world)
{
    if (!world->connected || world->wants.settled)
        return false;
    while (world->told < TOPICS && !world->kept[world->told])
        world->told++;
    if (world->told < TOPICS) {
        hear(world, world->told++);
        return true;
    }
    wants_settle(&world->wants);
    sweep(world);
    return true;
}

static void kill_link(struct world *world)
{
    wants_finish(&world->wants);
    world->link = world->connected = false;
}

static void start_link(struct world *world)
{
    if (world->link)
        return;
    world->link = true;
    if (world->memo)
        wants_from_json(&world->wants, world->memo);
    connect_link(world);
}

static void start_ticker(struct world *world)
{
    if (world->ticker)
        return;
    world->ticker = true;
    wants_look_again(&world->wants);
    sweep(world);
}

static void publish(struct world *world)
{
    size_t i = roll(world, TOPICS);
    if (!world->broker)
        return;
    world->kept[i] = (int)roll(world, CONTENTS + 1);
    if (world->connected)
        hear(world, i);
}

static void step(struct world *world)
{
    switch (roll(world, 14)) {
    case 0:
        world->broker = world->connected = false;
        if (roll(world, 4) == 0) /* one that keeps nothing over its end */
            memset(world->kept, 0, sizeof world->kept);
        break;
    case 1:
        world->broker = true;
        connect_link(world);
        break;
    case 2:
        kill_link(world);
        break;
    case 3:
        start_link(world);
        break;
    case 4:
        world->ticker = false;
        if (roll(world, 3) == 0) /* its store was in memory */
            memset(world->store, 0, sizeof world->store);
        break;
    case 5:
        start_ticker(world);
        break;
    case 6:
        if (work(world, true))
            kill_link(world);
        break;
    case 7:
        if (roll(world, 8) == 0) { /* what was remembered is lost */
            kill_link(world);
            json_decref(world->memo);
            world->memo = NULL;
        }
        break;
    case 8:
    case 9:
        tell_next(world);
        break;
    case 10:
    case 11:
        work(world, false);
        break;
    default:
        publish(world);
    }
}

static void all_come_back(struct world *world)
{
    world->broker = true;
    start_link(world);
    connect_link(world);
    start_ticker(world);
    while (tell_next(world) || work(world, false))
        ;
}

static void store_and_broker_agree(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= RUNS; seed++) {
        struct world world = {.dice = seed, .broker = true, .ticker = true};
        for (int i = 0; i < STEPS; i++)
            step(&world);
        all_come_back(&world);
        if (memcmp(world.kept, world.store, sizeof world.kept) != 0)
            fail_msg("seed %u: kept %d %d %d %d %d, in the store %d %d %d %d %d", seed,
                     world.kept[0], world.kept[1], world.kept[2], world.kept[3], world.kept[4],
                     world.store[0], world.store[1], world.store[2], world.store[3],
                     world.store[4]);
        wants_finish(&world.wants);
        json_decref(world.memo);
    }
}

static bool number(struct wants *wants, int64_t value, const char *text)
{
    struct topic topic = topic_of(0);
    struct diag diag = {0};
    bool good = wants_number(wants, &topic, value, 1000, text, strlen(text), &diag);
    diag_finish(&diag);
    return good;
}

static void numbers_rise(void **state)
{
    struct wants wants = {.lasting = true};
    (void)state;
    assert_true(number(&wants, 5, "five"));
    assert_true(number(&wants, 5, "five"));
    assert_false(number(&wants, 5, "another five"));
    assert_false(number(&wants, 4, "four"));
    assert_true(number(&wants, 6, "six"));
    json_t *memo = wants_to_json(&wants, 0);
    wants_finish(&wants);
    wants_from_json(&wants, memo);
    assert_false(number(&wants, 5, "five"));
    assert_true(number(&wants, 6, "six"));
    json_decref(memo);
    memo = wants_to_json(&wants, 2000); /* it is over, and refused for that */
    assert_int_equal(json_object_size(memo), 0);
    json_decref(memo);
    wants_finish(&wants);
}

static void what_lasts_is_not_taken_away(void **state)
{
    struct wants wants = {.lasting = true};
    struct topic topic = topic_of(0);
    struct diag diag = {0};
    (void)state;
    assert_true(wants_take(&wants, &topic, "x", 1, &diag));
    wants_done(&wants, &topic, wants_next(&wants)->hash, WANTS_DONE);
    wants_begin(&wants);
    wants_settle(&wants);
    wants_has(&wants, &topic);
    assert_null(wants_next(&wants));
    assert_true(wants_take(&wants, &topic, "", 0, &diag));
    assert_true(wants_next(&wants)->gone);
    wants_finish(&wants);
}

static void what_is_refused_is_asked_once(void **state)
{
    struct wants wants = {0};
    struct topic topic = topic_of(0);
    struct diag diag = {0};
    (void)state;
    assert_true(wants_take(&wants, &topic, "x", 1, &diag));
    wants_done(&wants, &topic, wants_next(&wants)->hash, WANTS_REFUSED);
    assert_true(wants_take(&wants, &topic, "x", 1, &diag));
    wants_look_again(&wants);
    assert_null(wants_next(&wants));
    assert_true(wants_take(&wants, &topic, "y", 1, &diag));
    assert_non_null(wants_next(&wants));
    static char large[WANTS_PAYLOAD_MOST + 1];
    assert_false(wants_take(&wants, &topic, large, sizeof large, &diag));
    diag_finish(&diag);
    wants_finish(&wants);
}

/* What a topic of settings says, and that it was done. */
static void set(struct wants *wants, const char *who, const char *content)
{
    struct topic topic = {.kind = TOPIC_SET};
    struct diag diag = {0};
    snprintf(topic.who, sizeof topic.who, "%s", who);
    assert_true(wants_take(wants, &topic, content, strlen(content), &diag));
    wants_done(wants, &topic, wants_next(wants)->hash, WANTS_DONE);
}

static void merge_is(const struct wants *wants, const struct want *asked, int64_t now_ms,
                     const char *wanted)
{
    struct topic_names names = {.name = "hall", .groups = {"north", "lobby"}, .group_count = 2};
    json_t *all = merge_settings(wants, &names, asked, now_ms);
    char *text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
    assert_string_equal(text, wanted);
    free(text);
    json_decref(all);
}

static void the_nearest_setting_holds(void **state)
{
    struct wants wants = {0};
    struct topic topic = {.kind = TOPIC_SET, .who = "hall"};
    struct diag diag = {0};
    (void)state;
    set(&wants, "hall", "{\"a\":1,\"id\":3}");
    set(&wants, "lobby", "{\"a\":2,\"b\":2}");
    set(&wants, "north", "{\"b\":3,\"c\":3}");
    set(&wants, "all", "{\"c\":4,\"d\":4}");
    merge_is(&wants, NULL, 0, "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}");
    assert_true(wants_take(&wants, &topic, "{\"a\":9}", 7, &diag));
    merge_is(&wants, NULL, 0, "{\"a\":2,\"b\":2,\"c\":3,\"d\":4}"); /* it may be refused */
    merge_is(&wants, wants_next(&wants), 0, "{\"a\":9,\"b\":2,\"c\":3,\"d\":4}");
    wants_done(&wants, &topic, wants_next(&wants)->hash, WANTS_REFUSED);
    merge_is(&wants, NULL, 0, "{\"a\":2,\"b\":2,\"c\":3,\"d\":4}");
    set(&wants, "hall", "{\"a\":5}");
    wants_look_again(&wants);
    while (strcmp(wants_next(&wants)->topic.who, "hall") != 0)
        wants_done(&wants, &wants_next(&wants)->topic, wants_next(&wants)->hash, WANTS_DONE);
    wants_done(&wants, &topic, wants_next(&wants)->hash, WANTS_REFUSED); /* by another file */
    merge_is(&wants, NULL, 0, "{\"a\":2,\"b\":2,\"c\":3,\"d\":4}");
    wants_finish(&wants);
}

static void settings_outlive_the_process(void **state)
{
    struct wants wants = {0};
    (void)state;
    set(&wants, "hall", "{\"a\":1}");
    json_t *memo = wants_to_json(&wants, 0);
    wants_finish(&wants);
    wants_from_json(&wants, memo);
    json_decref(memo);
    struct want *want = wants_next(&wants);
    assert_non_null(want);
    wants_ask(&wants, want);
    memo = wants_to_json(&wants, 0); /* who dies here has them still */
    wants_finish(&wants);
    wants_from_json(&wants, memo);
    json_decref(memo);
    merge_is(&wants, NULL, 0, "{\"a\":1}");
    wants_finish(&wants);
}

static void signed_settings_end(void **state)
{
    struct wants wants = {.lasting = true};
    struct topic topic = {.kind = TOPIC_SET, .who = "hall"};
    struct diag diag = {0};
    (void)state;
    assert_true(wants_number(&wants, &topic, 1, 1000, "x", 1, &diag));
    set(&wants, "hall", "{\"a\":1}");
    assert_true(merge_next_end(&wants, 999) == 1000);
    merge_is(&wants, NULL, 999, "{\"a\":1}");
    merge_is(&wants, NULL, 1000, "{}");
    assert_true(merge_next_end(&wants, 1000) == INT64_MAX);
    wants_finish(&wants);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("In whatever order broker, link, ticker and store die and return, the store has in "
             "the end what the broker keeps",
             store_and_broker_agree),
        TEST("A number that was believed is the least, over a death, until its content is over",
             numbers_rise),
        TEST("Signed content goes by what is signed alone", what_lasts_is_not_taken_away),
        TEST("What the ticker will not have is not asked for again", what_is_refused_is_asked_once),
        TEST("A wall's own setting holds before its groups', and theirs before that of all",
             the_nearest_setting_holds),
        TEST("Settings that were done are known after a death, also in the middle of asking again",
             settings_outlive_the_process),
        TEST("Signed settings hold until their end", signed_settings_end),
    };
    return cmocka_run_group_tests_name("link/wants", tests, NULL, NULL);
}
