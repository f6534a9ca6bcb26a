#include <stdio.h>
#include <string.h>

#include "check.h"
#include "wires/desk.h"

#define MINUTE_NS (60 * CLOCK_NS_PER_S)
#define EVERY_NS (15 * MINUTE_NS)
#define MINUTE_MS INT64_C(60000)
#define START_MS INT64_C(1790000000000)

static const struct desk_answer fine = {
    .status = 200, .read = true, .known = true, .etag = "\"a\""};

/* A feed that was asked at `now` and answers at once. */
static int64_t asked(struct desk_feed *feed, int64_t now_ns, const struct desk_answer *answer)
{
    int64_t now_ms = START_MS + now_ns / CLOCK_NS_PER_MS;
    desk_feed_begin(feed, now_ns, now_ms);
    desk_feed_end(feed, answer, now_ns, now_ms);
    return feed->due_ns == INT64_MAX ? INT64_MAX : feed->due_ns - now_ns;
}

static struct desk_feed begun(void)
{
    struct desk_feed feed;
    desk_feed_init(&feed, "Example", "https://News.example:443/rss?x#y", EVERY_NS);
    desk_feed_start(&feed, 0, START_MS);
    return feed;
}

static void the_first_round_is_spread_over_a_minute(void **state)
{
    (void)state;
    int64_t least = INT64_MAX;
    int64_t most = 0;
    for (int i = 0; i < 50; i++) {
        struct desk_feed feed;
        char name[32];
        snprintf(name, sizeof name, "Feed %d", i);
        desk_feed_init(&feed, name, "https://news.example/", EVERY_NS);
        desk_feed_start(&feed, 0, START_MS);
        least = feed.due_ns < least ? feed.due_ns : least;
        most = feed.due_ns > most ? feed.due_ns : most;
        desk_feed_finish(&feed);
    }
    assert_true(least >= 0 && least < 10 * CLOCK_NS_PER_S);
    assert_true(most < DESK_SPREAD_NS && most > 50 * CLOCK_NS_PER_S);
}

static void a_good_answer_is_asked_for_again_when_it_is_time(void **state)
{
    (void)state;
    struct desk_feed feed = begun();
    int64_t pause = asked(&feed, 0, &fine);
    assert_in_range(pause, EVERY_NS * 9 / 10, EVERY_NS * 11 / 10);
    struct desk_answer seldom = fine;
    seldom.max_age_s = 7200;
    pause = asked(&feed, pause, &seldom);
    assert_in_range(pause, 108 * MINUTE_NS, 132 * MINUTE_NS);
    seldom.max_age_s = INT64_MAX;
    assert_true(asked(&feed, 0, &seldom) <= DESK_LONGEST_NS);
    seldom.max_age_s = -5;
    assert_true(asked(&feed, 0, &seldom) >= EVERY_NS * 9 / 10);
    desk_feed_finish(&feed);
}

static void faults_double_the_pause_up_to_a_day(void **state)
{
    (void)state;
    struct desk_feed feed = begun();
    const struct desk_answer fault = {.status = 500, .fault = "an error"};
    int64_t wanted = EVERY_NS;
    for (int i = 0; i < 20; i++) {
        wanted = wanted * 2 < DESK_LONGEST_NS ? wanted * 2 : DESK_LONGEST_NS;
        int64_t pause = asked(&feed, 0, &fault);
        assert_true(pause >= wanted * 9 / 10 && pause <= DESK_LONGEST_NS);
    }
    assert_string_equal(feed.fault, "an error");
    assert_int_equal(feed.failures, 20);
    assert_in_range(asked(&feed, 0, &fine), EVERY_NS * 9 / 10, EVERY_NS * 11 / 10);
    assert_null(feed.fault);
    desk_feed_finish(&feed);
}

static void validators_are_a_pair_of_the_last_document_that_was_read(void **state)
{
    (void)state;
    struct desk_feed feed = begun();
    struct desk_answer answer = fine;
    answer.modified = "Mon";
    asked(&feed, 0, &answer);
    assert_string_equal(feed.etag, "\"a\"");
    assert_string_equal(feed.modified, "Mon");
    asked(&feed, 0, &(struct desk_answer){.status = 304});
    assert_string_equal(feed.etag, "\"a\"");
    asked(&feed, 0, &(struct desk_answer){.status = 200, .etag = "\"portal\"", .fault = "a page"});
    assert_string_equal(feed.etag, "\"a\"");
    answer.etag = NULL;
    asked(&feed, 0, &answer);
    assert_null(feed.etag);
    assert_string_equal(feed.modified, "Mon");
    desk_feed_finish(&feed);
}

static void who_asks_for_a_pause_gets_it(void **state)
{
    (void)state;
    struct desk_feed feed = begun();
    struct desk_answer later = {.status = 429, .retry_after_s = 7200, .fault = "too many"};
    assert_int_equal(asked(&feed, 0, &later), 7200 * CLOCK_NS_PER_S);
    later.status = 503;
    later.retry_after_s = INT64_MAX;
    assert_int_equal(asked(&feed, 0, &later), DESK_LONGEST_NS);
    desk_feed_finish(&feed);
}

static void what_is_gone_is_asked_only_by_hand(void **state)
{
    (void)state;
    struct desk_feed feed = begun();
    int64_t when;
    assert_int_equal(asked(&feed, 0, &(struct desk_answer){.status = 410, .fault = "gone"}),
                     INT64_MAX);
    assert_int_equal(desk_next(&feed, 1, DESK_LONGEST_NS * 9, &when), SIZE_MAX);
    desk_feed_start(&feed, 5, START_MS);
    assert_int_equal(feed.due_ns, INT64_MAX);
    desk_feed_refresh(&feed, 7);
    assert_int_equal(feed.due_ns, 7);
    desk_feed_finish(&feed);
}

static void a_move_counts_when_it_was_told_twice_of_a_known_feed(void **state)
{
    (void)state;
    struct desk_feed feed = begun();
    struct desk_answer moved = fine;
    moved.moved = "https://portal.example/";
    moved.known = false;
    asked(&feed, 0, &moved);
    asked(&feed, 90 * MINUTE_NS, &moved);
    assert_false(feed.moved_for_good);
    moved.known = true;
    moved.moved = "https://new.example/rss";
    asked(&feed, 100 * MINUTE_NS, &moved);
    asked(&feed, 130 * MINUTE_NS, &moved);
    assert_string_equal(desk_feed_address(&feed), feed.url);
    asked(&feed, 161 * MINUTE_NS, &moved);
    assert_string_equal(desk_feed_address(&feed), "https://new.example/rss");
    assert_string_equal(feed.host, "new.example");
    const struct desk_answer fault = {.status = 404, .fault = "not there"};
    asked(&feed, 200 * MINUTE_NS, &fault);
    asked(&feed, 300 * MINUTE_NS, &fault);
    assert_string_equal(desk_feed_address(&feed), feed.url);
    assert_string_equal(feed.host, "news.example:443");
    desk_feed_finish(&feed);
}

static void a_move_to_somewhere_else_begins_anew(void **state)
{
    (void)state;
    struct desk_feed feed = begun();
    struct desk_answer moved = fine;
    moved.moved = "https://one.example/";
    asked(&feed, 0, &moved);
    moved.moved = "https://other.example/";
    asked(&feed, 61 * MINUTE_NS, &moved);
    asked(&feed, 90 * MINUTE_NS, &moved);
    assert_false(feed.moved_for_good);
    asked(&feed, 95 * MINUTE_NS, &fine);
    asked(&feed, 130 * MINUTE_NS, &moved);
    assert_false(feed.moved_for_good);
    desk_feed_finish(&feed);
}

static void a_host_is_asked_by_one_at_a_time(void **state)
{
    (void)state;
    struct desk_feed feeds[3];
    int64_t when;
    desk_feed_init(&feeds[0], "One", "https://user:word@news.example/1", EVERY_NS);
    desk_feed_init(&feeds[1], "Two", "https://NEWS.example/2", EVERY_NS);
    desk_feed_init(&feeds[2], "Three", "https://other.example/", EVERY_NS);
    for (size_t i = 0; i < 3; i++)
        desk_feed_refresh(&feeds[i], (int64_t)i);
    assert_int_equal(desk_next(feeds, 3, 10, &when), 0);
    desk_feed_begin(&feeds[0], 10, START_MS);
    assert_int_equal(desk_next(feeds, 3, 10, &when), 2);
    desk_feed_begin(&feeds[2], 10, START_MS);
    assert_int_equal(desk_next(feeds, 3, 10, &when), SIZE_MAX);
    assert_int_equal(when, INT64_MAX);
    desk_feed_end(&feeds[0], &fine, 20, START_MS);
    assert_int_equal(desk_next(feeds, 3, 20, &when), SIZE_MAX);
    assert_int_equal(when, 10 + DESK_HOST_GAP_NS);
    assert_int_equal(desk_next(feeds, 3, when, &when), 1);
    for (size_t i = 0; i < 3; i++)
        desk_feed_finish(&feeds[i]);
}

static void a_clock_that_jumps_leaves_no_feed_alone_for_long(void **state)
{
    (void)state;
    struct desk_feed feed = begun();
    feed.next_ms = START_MS + 30 * MINUTE_MS;
    desk_feed_start(&feed, 0, START_MS);
    assert_int_equal(feed.due_ns, 30 * MINUTE_NS);
    feed.next_ms = START_MS + 40 * 1440 * MINUTE_MS;
    desk_feed_start(&feed, 0, START_MS);
    assert_true(feed.due_ns < DESK_SPREAD_NS);
    feed.next_ms = START_MS - 1;
    desk_feed_start(&feed, 0, START_MS);
    assert_true(feed.due_ns < DESK_SPREAD_NS);
    desk_feed_finish(&feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("The first round is spread over a minute", the_first_round_is_spread_over_a_minute),
        TEST("A feed is asked again as configured, or more seldom where it asks for that",
             a_good_answer_is_asked_for_again_when_it_is_time),
        TEST("Each fault doubles the pause, up to a day", faults_double_the_pause_up_to_a_day),
        TEST("Validators are a pair of the last document that was read",
             validators_are_a_pair_of_the_last_document_that_was_read),
        TEST("A server that asks for a pause gets it, a day at most", who_asks_for_a_pause_gets_it),
        TEST("What is gone is asked again only by hand", what_is_gone_is_asked_only_by_hand),
        TEST("A move is believed when a feed with known items was there twice, an hour apart",
             a_move_counts_when_it_was_told_twice_of_a_known_feed),
        TEST("A move to somewhere else begins anew", a_move_to_somewhere_else_begins_anew),
        TEST("A host is asked by one feed at a time, a second apart",
             a_host_is_asked_by_one_at_a_time),
        TEST("A clock that jumps leaves no feed alone for long",
             a_clock_that_jumps_leaves_no_feed_alone_for_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
