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
#define RUNS 20000
#define STEPS 200

/* By the ticker: the content that it has, or had, of each topic. */
struct rows {
    int content[TOPICS];
    int id[TOPICS];      /* the snippet */
    bool stands[TOPICS]; /* it is not over, nor removed */
};

/* A world of fakes: a broker, a link, a ticker with its store. Content 0 is none. */
struct world {
    unsigned dice;
    int kept[TOPICS];  /* by the broker */
    int ended[TOPICS]; /* on the wall, since it was said, and the link remembers it; 0: none */
    int first[TOPICS]; /* the snippet that was ended there before the link had seen to it */
    struct rows store, backup;
    int last_id; /* no number is given twice, whatever store takes another one's place */
    int place, seen,
        written; /* the store's file; as the link saw it, and wrote it down; 0: never */
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
    assert_true(wants_take(&world->wants, &topic, payload, (size_t)length, false, &diag));
}

static void sweep(struct world *world)
{
    for (size_t i = 0; world->ticker && i < TOPICS; i++) {
        struct topic topic = topic_of(i);
        if (world->store.stands[i])
            wants_has(&world->wants, &topic);
    }
}

static void save(struct world *world)
{
    bool all = world->seen && !wants_any_doubt(&world->wants);
    if (!world->wants.changed && !(all && world->written != world->seen))
        return;
    if (all)
        world->written = world->seen;
    json_decref(world->memo);
    world->memo = wants_to_json(&world->wants, 0);
}

/* As keep_look_at_store. */
static void look_at_store(struct world *world)
{
    int known = world->seen ? world->seen : world->written;
    if (!world->link || !world->ticker)
        return;
    world->seen = world->place;
    if (known == 0 || known == world->place)
        return;
    wants_doubt(&world->wants);
    sweep(world);
}

static enum wants_presence presence_of(const struct world *world, size_t i, int64_t done)
{
    bool known = world->store.id[i] && (done == 0 || done == world->store.id[i]);
    return world->store.stands[i] ? WANTS_STANDS : known ? WANTS_OVER : WANTS_ABSENT;
}

/* One thing that is due; `dies`: between the ticker's answer and writing it down. */
static bool work(struct world *world, bool dies)
{
    look_at_store(world);
    struct want *want = world->link && world->ticker ? wants_next(&world->wants) : NULL;
    if (!want) {
        save(world);
        return false;
    }
    size_t i = index_of(&want->topic);
    struct topic topic = want->topic;
    uint64_t hash = want->hash;
    int id = 0;
    if (!wants_is_done(want, presence_of(world, i, want->done_id))) {
        wants_ask(&world->wants, want);
        save(world);
        if (!want->gone) {
            world->store.content[i] = atoi(want->payload);
            id = world->store.stands[i] ? world->store.id[i] : ++world->last_id;
            world->store.id[i] = id;
        }
        world->store.stands[i] = !want->gone;
        if (world->ended[i] && world->store.stands[i] && world->ended[i] == world->store.content[i])
            fail_msg("what came to its end on the wall came back");
    }
    if (dies)
        return true;
    wants_done(&world->wants, &topic, hash, WANTS_DONE, id);
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
    world->seen = 0;
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
    if (world->kept[i] != world->ended[i])
        world->ended[i] = 0;
    if (world->connected)
        hear(world, i);
}

/* Somebody at the wall ends it, or it is over. What the link has not yet written down as done may
 * come back. */
static void end_one(struct world *world)
{
    size_t i = roll(world, TOPICS);
    struct topic topic = topic_of(i);
    if (!world->ticker || !world->store.stands[i])
        return;
    world->store.stands[i] = false;
    world->ended[i] = 0;
    bool seen = world->seen == world->place && !wants_any_doubt(&world->wants);
    world->first[i] = seen ? 0 : world->store.id[i];
    for (size_t at = 0; world->link && !world->first[i] && at < world->wants.count; at++) {
        const struct want *want = &world->wants.items[at];
        if (index_of(&want->topic) == index_of(&topic) && want->payload && !want->due &&
            atoi(want->payload) == world->store.content[i] &&
            world->kept[i] == world->store.content[i])
            world->ended[i] = world->store.content[i];
    }
}

/* Its file is another one: empty, or as it was at some time before. */
static void change_store(struct world *world)
{
    world->place++;
    world->store = roll(world, 3) > 0 ? world->backup : (struct rows){.content = {0}};
    memset(world->ended, 0, sizeof world->ended);
}

static void end_broker(struct world *world)
{
    world->broker = world->connected = false;
    if (roll(world, 4) > 0)
        return;
    memset(world->kept, 0, sizeof world->kept); /* one that keeps nothing over its end */
    memset(world->ended, 0, sizeof world->ended);
}

/* What was remembered is lost. */
static void lose_memo(struct world *world)
{
    kill_link(world);
    json_decref(world->memo);
    world->memo = NULL;
    world->written = 0;
    memset(world->ended, 0, sizeof world->ended);
}

static void step(struct world *world)
{
    switch (roll(world, 20)) {
    case 0:
        end_broker(world);
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
        if (roll(world, 3) == 0)
            change_store(world);
        break;
    case 5:
        start_ticker(world);
        break;
    case 6:
        if (work(world, true))
            kill_link(world);
        break;
    case 7:
        if (roll(world, 8) == 0)
            lose_memo(world);
        break;
    case 8:
    case 9:
        tell_next(world);
        break;
    case 10:
    case 11:
    case 15:
    case 16:
        work(world, false);
        break;
    case 12:
        end_one(world);
        break;
    case 13:
        if (roll(world, 3) == 0)
            world->backup = world->store;
        break;
    case 14:
        if (roll(world, 4) == 0)
            change_store(world); /* while all of them run */
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
        struct world world = {.dice = seed, .broker = true, .ticker = true, .place = 1};
        for (int i = 0; i < STEPS; i++)
            step(&world);
        all_come_back(&world);
        for (size_t i = 0; i < TOPICS; i++) {
            bool ended = world.kept[i] == world.store.content[i] ||
                         (world.store.id[i] && world.first[i] == world.store.id[i]);
            if (world.store.stands[i] ? world.store.content[i] != world.kept[i]
                                      : world.kept[i] && !ended)
                fail_msg("seed %u: of topic %zu %d is kept, and in the store is %d", seed, i,
                         world.kept[i], world.store.content[i]);
        }
        wants_finish(&world.wants);
        json_decref(world.memo);
    }
}

static bool number(struct wants *wants, int64_t value, const char *text)
{
    struct topic topic = topic_of(0);
    struct diag diag = {0};
    bool anew;
    bool good = wants_number(wants, &topic, value, 1000, text, strlen(text), &anew, &diag);
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
    assert_true(wants_take(&wants, &topic, "x", 1, false, &diag));
    wants_done(&wants, &topic, wants_next(&wants)->hash, WANTS_DONE, 0);
    wants_begin(&wants);
    wants_settle(&wants);
    wants_has(&wants, &topic);
    assert_null(wants_next(&wants));
    assert_true(wants_take(&wants, &topic, "", 0, false, &diag));
    assert_true(wants_next(&wants)->gone);
    wants_finish(&wants);
}

static void what_is_refused_is_asked_once(void **state)
{
    struct wants wants = {0};
    struct topic topic = topic_of(0);
    struct diag diag = {0};
    (void)state;
    assert_true(wants_take(&wants, &topic, "x", 1, false, &diag));
    wants_done(&wants, &topic, wants_next(&wants)->hash, WANTS_REFUSED, 0);
    assert_true(wants_take(&wants, &topic, "x", 1, false, &diag));
    wants_look_again(&wants);
    assert_null(wants_next(&wants));
    assert_true(wants_take(&wants, &topic, "y", 1, false, &diag));
    assert_non_null(wants_next(&wants));
    static char large[WANTS_PAYLOAD_MOST + 1];
    assert_false(wants_take(&wants, &topic, large, sizeof large, false, &diag));
    diag_finish(&diag);
    wants_finish(&wants);
}

/* What a topic of settings says, and that it was done. */
static void set(struct wants *wants, const char *who, const char *content)
{
    struct topic topic = {.kind = TOPIC_SET};
    struct diag diag = {0};
    snprintf(topic.who, sizeof topic.who, "%s", who);
    assert_true(wants_take(wants, &topic, content, strlen(content), false, &diag));
    wants_done(wants, &topic, wants_next(wants)->hash, WANTS_DONE, 0);
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
    assert_true(wants_take(&wants, &topic, "{\"a\":9}", 7, false, &diag));
    merge_is(&wants, NULL, 0, "{\"a\":2,\"b\":2,\"c\":3,\"d\":4}"); /* it may be refused */
    merge_is(&wants, wants_next(&wants), 0, "{\"a\":9,\"b\":2,\"c\":3,\"d\":4}");
    wants_done(&wants, &topic, wants_next(&wants)->hash, WANTS_REFUSED, 0);
    merge_is(&wants, NULL, 0, "{\"a\":2,\"b\":2,\"c\":3,\"d\":4}");
    set(&wants, "hall", "{\"a\":5}");
    wants_look_again(&wants);
    while (strcmp(wants_next(&wants)->topic.who, "hall") != 0)
        wants_done(&wants, &wants_next(&wants)->topic, wants_next(&wants)->hash, WANTS_DONE, 0);
    wants_done(&wants, &topic, wants_next(&wants)->hash, WANTS_REFUSED, 0); /* by another file */
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
    bool anew = false;
    (void)state;
    assert_true(wants_number(&wants, &topic, 1, 1000, "x", 1, &anew, &diag));
    assert_true(anew);
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
