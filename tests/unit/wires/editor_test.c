/* What becomes of a feed's items, with a ticker that only notes what it is asked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "../../../src/wires/anew.h"
#include "base/memory.h"
#include "check.h"
#include "config/feed_keys.h"
#include "wires/editor.h"

#define NOW_MS INT64_C(1790000000000)
#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)

struct asked {
    char log[4096];
    bool silent;
    int64_t level, begins, ends, priority;
};

static struct config_feed feed_named(const char *name)
{
    return (struct config_feed){.name = (char *)name,
                                .items = 20,
                                .per_hour = 60,
                                .max_age_hours = 24,
                                .priority = 3,
                                .takeovers_per_hour = 4,
                                .language = "",
                                .skip = "Watch:; Sponsored",
                                .area = ""};
}

static void add(struct asked *asked, const char *what, const char *feed, const char *key)
{
    size_t at = strlen(asked->log);
    snprintf(asked->log + at, sizeof asked->log - at, "%s%s %s %s", at ? ", " : "", what, feed,
             key);
}

static bool send(void *user, const struct wire_item *item)
{
    struct asked *asked = user;
    if (asked->silent)
        return false;
    char *both = memory_format("%s=%s", item->key, item->text);
    add(asked, "+", item->feed, both);
    free(both);
    asked->level = item->level;
    asked->begins = item->begins;
    asked->ends = item->ends;
    asked->priority = item->priority;
    return true;
}

static bool take_off(void *user, const char *feed, const char *key, bool over)
{
    struct asked *asked = user;
    if (!asked->silent)
        add(asked, over ? "over" : "-", feed, key);
    return !asked->silent;
}

struct room {
    struct book *book;
    struct asked asked;
    struct config_feed one, two;
    int64_t now_ms;
    int64_t before;
};

static struct room opened(void)
{
    struct diag diag = {0};
    struct room room = {.one = feed_named("One"), .two = feed_named("Two"), .now_ms = NOW_MS};
    room.book = book_open(":memory:", false, &diag);
    assert_non_null(room.book);
    return room;
}

/* What the ticker was asked since the last time. */
static const char *taken(struct room *room, const struct config_feed *feed,
                         const struct feed_item *items, size_t count, bool complete)
{
    const struct feed document = {
        .whole = true, .kind = FEED_RSS, .items = (struct feed_item *)items, .count = count};
    const struct editor editor = {.book = room->book,
                                  .feed = feed,
                                  .now_ms = room->now_ms,
                                  .max_chars = 60,
                                  .items_before = room->before,
                                  .latitude = 52.5,
                                  .longitude = 13.4,
                                  .send = send,
                                  .take_off = take_off,
                                  .user = &room->asked};
    static char said[4096];
    room->asked.log[0] = '\0';
    struct editor_result result = editor_take(&editor, &document);
    if (result.complete != complete)
        fail_msg("complete is %d", result.complete);
    snprintf(said, sizeof said, "%s", room->asked.log);
    return said;
}

#define TAKEN(room, feed, wanted, ...)                                                             \
    do {                                                                                           \
        const struct feed_item list[] = {__VA_ARGS__};                                             \
        assert_string_equal(taken(room, feed, list, sizeof list / sizeof *list, true), wanted);    \
    } while (0)

static struct feed_item item(const char *id, const char *title)
{
    return (struct feed_item){
        .id = (char *)id, .title = (char *)title, .published_ms = NOW_MS - MINUTE_MS};
}

static struct feed_item linked(const char *id, const char *title, const char *link)
{
    struct feed_item made = item(id, title);
    made.link = (char *)link;
    return made;
}

static void a_hundred_looks_at_what_is_the_same_ask_for_nothing(void **state)
{
    (void)state;
    struct room room = opened();
    TAKEN(&room, &room.one, "+ One a=The mill opens, + One b=It rains", item("a", "The mill opens"),
          item("b", "It rains"));
    for (int i = 0; i < 100; i++) {
        room.now_ms += MINUTE_MS;
        TAKEN(&room, &room.one, "", item("b", "It rains"), item("a", "The mill opens"));
    }
    book_close(room.book);
}

static void other_words_of_the_same_item_correct_it(void **state)
{
    (void)state;
    struct room room = opened();
    TAKEN(&room, &room.one, "+ One a=The mil opens", item("a", "The mil opens"));
    TAKEN(&room, &room.one, "+ One a=The mill opens", item("a", "The mill opens"));
    book_close(room.book);
}

static void an_item_without_an_id_is_known_by_its_link_then_by_its_title(void **state)
{
    (void)state;
    struct room room = opened();
    TAKEN(&room, &room.one, "+ One x.example/a=The mill opens",
          linked(NULL, "The mill opens", "https://www.x.example/a/?utm_source=rss#top"));
    TAKEN(&room, &room.one, "+ One x.example/a=The old mill opens",
          linked(NULL, "The old mill opens", "http://x.example/a"));
    TAKEN(&room, &room.two, "+ Two it rains=It rains!", item(NULL, "It rains!"));
    TAKEN(&room, &room.two, "+ Two it rains=It rains", item(NULL, "It rains"));
    book_close(room.book);
}

static void an_edit_that_brings_a_new_id_is_no_second_story(void **state)
{
    (void)state;
    struct room room = opened();
    TAKEN(&room, &room.one, "+ One a=The mill opens",
          linked("a", "The mill opens", "http://x.example/a"));
    TAKEN(&room, &room.one, "+ One a=The old mill opens",
          linked("a2", "The old mill opens", "http://x.example/a"));
    book_close(room.book);
}

static void a_link_that_all_items_share_is_no_story(void **state)
{
    (void)state;
    struct room room = opened();
    TAKEN(&room, &room.one, "+ One a=The mill opens, + One b=It rains",
          linked("a", "The mill opens", "http://x.example/"),
          linked("b", "It rains", "http://x.example/"));
    book_close(room.book);
}

static void a_story_of_two_feeds_airs_once(void **state)
{
    (void)state;
    struct room room = opened();
    TAKEN(&room, &room.one, "+ One a=The mill opens, + One b=It rains", item("a", "The mill opens"),
          linked("b", "It rains", "http://x.example/rain"));
    TAKEN(&room, &room.two, "+ Two z=It snows", item("x", "The Mill opens"),
          linked("y", "Rain again", "https://x.example/rain?utm_medium=x"), item("z", "It snows"));
    TAKEN(&room, &room.two, "", item("x", "The Mill opens"),
          linked("y", "Rain again", "https://x.example/rain"), item("z", "It snows"));
    const struct config_feed third = feed_named("Three");
    room.now_ms += MINUTE_MS;
    TAKEN(&room, &third, "", item("t", "The mill opens"));
    book_close(room.book);
}

static void what_its_publisher_takes_back_stays_off_in_other_feeds_too(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_item canceled = item("a", "The mill opens");
    canceled.status = FEED_CANCELED;
    TAKEN(&room, &room.one, "+ One a=The mill opens", item("a", "The mill opens"));
    TAKEN(&room, &room.one, "- One a", canceled);
    TAKEN(&room, &room.one, "", item("a", "The mill opens"));
    TAKEN(&room, &room.two, "", item("x", "The mill opens"));
    room.now_ms += 8 * 24 * HOUR_MS;
    struct feed_item later = item("y", "The mill opens");
    later.published_ms = room.now_ms;
    TAKEN(&room, &room.two, "+ Two y=The mill opens", later);
    book_close(room.book);
}

static void what_is_gone_from_the_feed_is_taken_back_unless_it_is_only_old(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_item old = item("o", "It is old");
    old.published_ms = NOW_MS - 5 * HOUR_MS;
    struct feed_item older = item("p", "It is older");
    older.published_ms = NOW_MS - 6 * HOUR_MS;
    TAKEN(&room, &room.one,
          "+ One a=The mill opens, + One b=It rains, + One o=It is old, + One p=It is older",
          item("a", "The mill opens"), item("b", "It rains"), old, older);
    room.before = 4;
    TAKEN(&room, &room.one, "- One a", item("b", "It rains"), old);
    room.before = 5;
    TAKEN(&room, &room.one, "", item("b", "It rains"));
    room.before = 0;
    assert_string_equal(taken(&room, &room.one, NULL, 0, true), "");
    book_close(room.book);
}

static void what_must_not_air_does_not(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_item held = item("h", "Held");
    held.hold = "it is a notice to editors";
    struct feed_item never = item("n", "Never");
    never.embargo_ms = FEED_NEVER;
    struct feed_item over = item("o", "Over");
    over.expires_ms = NOW_MS - 1;
    struct feed_item old = item("q", "Old");
    old.published_ms = NOW_MS - 25 * HOUR_MS;
    struct feed_item withheld = item("w", "Withheld");
    withheld.status = FEED_WITHHELD;
    TAKEN(&room, &room.one, "", held, never, over, old, withheld, item("s", "watch: a film"),
          item("t", "Sponsored by us"),
          item("l", "A title of more than sixty characters that nobody could ever air here"),
          item("e", NULL));
    book_close(room.book);
}

static void an_embargo_and_an_end_go_with_the_item(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_item later = item("a", "Later");
    later.embargo_ms = NOW_MS + HOUR_MS;
    TAKEN(&room, &room.one, "+ One a=Later", later);
    assert_int_equal(room.asked.begins, NOW_MS + HOUR_MS);
    assert_int_equal(room.asked.ends, NOW_MS + 25 * HOUR_MS);
    struct feed_item short_lived = item("b", "Short");
    short_lived.expires_ms = NOW_MS + MINUTE_MS;
    TAKEN(&room, &room.one, "+ One b=Short", short_lived, later);
    assert_int_equal(room.asked.ends, NOW_MS + MINUTE_MS);
    assert_int_equal(room.asked.begins, 0);
    book_close(room.book);
}

static void urgency_raises_the_priority_up_to_the_feed_s(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_item flash = item("a", "Flash");
    flash.urgency = 1;
    TAKEN(&room, &room.one, "+ One a=Flash", flash);
    assert_int_equal(room.asked.priority, 3);
    struct feed_item usual = item("b", "Usual");
    usual.urgency = 4;
    TAKEN(&room, &room.one, "+ One b=Usual", usual, flash);
    assert_int_equal(room.asked.priority, 0);
    usual.id = (char *)"c";
    usual.title = (char *)"Asked for";
    usual.priority = 9;
    TAKEN(&room, &room.one, "+ One c=Asked for", usual, flash, item("b", "Usual"));
    assert_int_equal(room.asked.priority, 3);
    book_close(room.book);
}

static void a_feed_takes_no_more_than_its_share(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_item items[8];
    char ids[8][8];
    char titles[8][16];
    for (int i = 0; i < 8; i++) {
        snprintf(ids[i], sizeof ids[i], "%d", i);
        snprintf(titles[i], sizeof titles[i], "Title %c", 'a' + i);
        items[i] = item(ids[i], titles[i]);
        items[i].published_ms = NOW_MS - (8 - i) * MINUTE_MS;
    }
    room.one.items = 3;
    assert_string_equal(taken(&room, &room.one, items, 5, true),
                        "+ One 4=Title e, + One 3=Title d, + One 2=Title c");
    assert_string_equal(taken(&room, &room.one, items, 6, true), "+ One 5=Title f, over One 2");
    room.one.items = 20;
    room.one.per_hour = 5;
    assert_string_equal(taken(&room, &room.one, items, 8, false), "+ One 7=Title h");
    room.now_ms += 2 * HOUR_MS;
    assert_string_equal(taken(&room, &room.one, items, 8, true),
                        "+ One 6=Title g, + One 1=Title b, + One 0=Title a");
    book_close(room.book);
}

static void what_the_ticker_did_not_take_is_asked_for_again(void **state)
{
    (void)state;
    struct room room = opened();
    const struct feed_item items[] = {item("a", "The mill opens"), item("b", "It rains")};
    room.asked.silent = true;
    assert_string_equal(taken(&room, &room.one, items, 2, false), "");
    room.asked.silent = false;
    assert_string_equal(taken(&room, &room.one, items, 2, true),
                        "+ One a=The mill opens, + One b=It rains");
    room.asked.silent = true;
    room.before = 2;
    assert_string_equal(taken(&room, &room.one, &items[1], 1, true), "");
    struct feed_item canceled = items[0];
    canceled.status = FEED_CANCELED;
    assert_string_equal(taken(&room, &room.one, &canceled, 1, false), "");
    room.asked.silent = false;
    assert_string_equal(taken(&room, &room.one, &canceled, 1, true), "- One a");
    book_close(room.book);
}

static const char *taken_off_again(struct room *room, const struct config_feed *feed, bool good)
{
    const struct editor editor = {.book = room->book,
                                  .feed = feed,
                                  .now_ms = room->now_ms,
                                  .take_off = take_off,
                                  .user = &room->asked};
    room->asked.log[0] = '\0';
    assert_int_equal(anew_take_off(&editor), good);
    return room->asked.log;
}

static void to_an_earlier_store_all_is_told_again(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct room room = opened();
    struct feed_item canceled = item("b", "It rains");
    struct feed_item old = item("c", "A tower leans");
    TAKEN(&room, &room.one, "+ One a=The mill opens, + One b=It rains, + One c=A tower leans",
          item("a", "The mill opens"), item("b", "It rains"), old);
    canceled.status = FEED_CANCELED;
    old.published_ms = NOW_MS - 25 * HOUR_MS;
    TAKEN(&room, &room.one, "- One b, over One c", item("a", "The mill opens"), canceled, old);
    assert_null(book_told_to(room.book));
    room.asked.silent = true;
    assert_string_equal(taken_off_again(&room, &room.one, false), "");
    room.asked.silent = false;
    assert_string_equal(taken_off_again(&room, &room.one, true), "- One b, over One c");
    assert_string_equal(taken_off_again(&room, &room.two, true), "");
    assert_true(book_tell_anew(room.book, "it's 2", &diag));
    char *file = book_told_to(room.book);
    assert_string_equal(file, "it's 2");
    free(file);
    TAKEN(&room, &room.one, "+ One a=The mill opens", item("a", "The mill opens"), canceled, old);
    TAKEN(&room, &room.one, "", item("a", "The mill opens"), canceled, old);
    room.now_ms += 25 * HOUR_MS; /* of more than a day nothing may air in any store */
    assert_string_equal(taken_off_again(&room, &room.one, true), "");
    book_close(room.book);
}

/* --- alerts --- */

static struct feed_code codes[] = {{(char *)"SAME", (char *)"006109"}};
static struct feed_point corners[] = {
    {52, 13}, {52, 14}, {53, 14}, {53, 13}, {52, 13},
};
static struct feed_point centre[] = {{52.5, 13.5}};

static struct feed_alert storm(void)
{
    return (struct feed_alert){.status = FEED_ALERT_ACTUAL,
                               .type = FEED_ALERT_ALERT,
                               .scope = FEED_ALERT_PUBLIC,
                               .severity = FEED_SEVERE,
                               .codes = codes,
                               .code_count = 1};
}

static int64_t level_of(struct room *room, const struct config_feed *feed, struct feed_alert *alert,
                        int64_t expires_ms)
{
    static int number;
    char id[16];
    char title[32];
    snprintf(id, sizeof id, "n%d", ++number);
    snprintf(title, sizeof title, "Storm %d", number);
    struct feed_item warned = item(id, title);
    warned.alert = alert;
    warned.expires_ms = expires_ms;
    room->asked.level = 0;
    taken(room, feed, &warned, 1, true);
    return room->asked.level;
}

static void an_alert_takes_over_where_all_of_it_is_so(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_alert alert = storm();
    struct feed_shape shapes[] = {{corners, 5, 0}};
    struct feed_shape round[] = {{centre, 1, 10}};
    const int64_t soon = NOW_MS + HOUR_MS;
    room.one.area = (char *)"EMMA_ID=DE1; SAME=006109";
    assert_int_equal(level_of(&room, &room.one, &alert, soon), 0);
    room.one.takeover = CONFIG_TAKEOVER_SEVERE;
    assert_int_equal(level_of(&room, &room.one, &alert, soon), 6);
    assert_int_equal(level_of(&room, &room.one, &alert, 0), 0);
    room.one.takeover = CONFIG_TAKEOVER_EXTREME;
    assert_int_equal(level_of(&room, &room.one, &alert, soon), 0);
    room.one.takeover = CONFIG_TAKEOVER_MINOR;
    alert.status = FEED_ALERT_TEST;
    assert_int_equal(level_of(&room, &room.one, &alert, soon), 0);
    alert = storm();
    alert.scope = FEED_ALERT_PRIVATE;
    assert_int_equal(level_of(&room, &room.one, &alert, soon), 0);
    alert = storm();
    room.one.area = (char *)"SAME=006110";
    assert_int_equal(level_of(&room, &room.one, &alert, soon), 0);
    room.one.area = (char *)"";
    assert_int_equal(level_of(&room, &room.one, &alert, soon), 0);
    alert.shapes = shapes;
    alert.shape_count = 1;
    assert_int_equal(level_of(&room, &room.one, &alert, soon), 6);
    alert.shapes = round;
    assert_int_equal(level_of(&room, &room.one, &alert, soon), 6);
    centre[0].latitude = 52.7;
    assert_int_equal(level_of(&room, &room.one, &alert, soon), 0);
    centre[0].latitude = 52.5;
    book_close(room.book);
}

static void take_overs_of_a_feed_are_few_an_hour(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_alert alert = storm();
    room.one.area = (char *)"006109";
    room.one.takeover = CONFIG_TAKEOVER_MINOR;
    room.one.takeovers_per_hour = 2;
    assert_int_equal(level_of(&room, &room.one, &alert, NOW_MS + HOUR_MS), 6);
    assert_int_equal(level_of(&room, &room.one, &alert, NOW_MS + HOUR_MS), 6);
    assert_int_equal(level_of(&room, &room.one, &alert, NOW_MS + HOUR_MS), 0);
    book_close(room.book);
}

static void an_update_and_a_cancel_name_what_they_replace(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_alert update = storm();
    char *earlier[] = {(char *)"a"};
    char *both[] = {(char *)"a", (char *)"b"};
    update.type = FEED_ALERT_UPDATE;
    struct feed_item first = item("a", "Storm");
    struct feed_alert alert = storm();
    first.alert = &alert;
    struct feed_item second = item("b", "More storm");
    second.alert = &update;
    second.replaces = earlier;
    second.replace_count = 1;
    TAKEN(&room, &room.one, "+ One a=Storm", first);
    TAKEN(&room, &room.one, "over One a, + One b=More storm", second, first);
    struct feed_alert cancel = storm();
    cancel.type = FEED_ALERT_CANCEL;
    struct feed_item third = item("c", NULL);
    third.alert = &cancel;
    third.replaces = both;
    third.replace_count = 2;
    TAKEN(&room, &room.one, "- One b", third, second, first);
    TAKEN(&room, &room.one, "", third, second, first);
    book_close(room.book);
}

static void what_was_withheld_or_missing_airs_when_its_own_feed_brings_it_again(void **state)
{
    (void)state;
    struct room room = opened();
    const struct feed_item mill = item("a", "The mill opens");
    const struct feed_item rain = item("b", "It rains");
    const struct feed_item snow = item("c", "It snows");
    struct feed_item withheld = mill;
    withheld.status = FEED_WITHHELD;
    struct feed_item old = item("o", "It is old");
    old.published_ms = NOW_MS - 5 * HOUR_MS;
    TAKEN(&room, &room.one,
          "+ One a=The mill opens, + One b=It rains, + One c=It snows, + One o=It is old", mill,
          rain, snow, old);
    TAKEN(&room, &room.one, "- One a", withheld, rain, snow, old);
    TAKEN(&room, &room.two, "", item("x", "The mill opens"));
    TAKEN(&room, &room.one, "+ One a=The mill opens", mill, rain, snow, old);
    TAKEN(&room, &room.one, "- One b", mill, snow, old);
    TAKEN(&room, &room.two, "", item("x", "The mill opens"), item("y", "It rains"));
    TAKEN(&room, &room.one, "+ One b=It rains", mill, rain, snow, old);
    TAKEN(&room, &room.one, "", mill, rain, snow, old);
    book_close(room.book);
}

static void what_was_too_old_or_held_airs_when_that_is_no_more(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_item mill = item("a", "The mill opens");
    struct feed_item over = mill;
    over.expires_ms = NOW_MS - 1;
    struct feed_item notice = item("a", "ADVISORY on the mill");
    notice.hold = "it is a notice to editors";
    TAKEN(&room, &room.one, "+ One a=The mill opens", mill);
    TAKEN(&room, &room.one, "over One a", over);
    TAKEN(&room, &room.one, "", over);
    TAKEN(&room, &room.one, "+ One a=The mill opens", mill);
    TAKEN(&room, &room.one, "- One a", notice);
    TAKEN(&room, &room.one, "+ One a=The mill opens", mill);
    book_close(room.book);
}

static void a_kill_in_other_words_holds_against_the_words_that_aired(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_item kill = item("a", "MANDATORY KILL");
    kill.status = FEED_CANCELED;
    TAKEN(&room, &room.one, "+ One a=The mill opens", item("a", "The mill opens"));
    TAKEN(&room, &room.one, "- One a", kill);
    TAKEN(&room, &room.two, "", item("x", "The mill opens"));
    struct feed_item without = item("b", NULL);
    without.status = FEED_CANCELED;
    TAKEN(&room, &room.one, "+ One b=It rains", item("b", "It rains"), kill);
    TAKEN(&room, &room.one, "- One b", without, kill);
    TAKEN(&room, &room.two, "", item("y", "It rains"));
    book_close(room.book);
}

static void a_kill_takes_off_the_copy_of_the_feed_that_was_first(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_item kill = item("x", "The mill opens");
    kill.status = FEED_CANCELED;
    TAKEN(&room, &room.one, "+ One a=The mill opens", item("a", "The mill opens"));
    TAKEN(&room, &room.two, "", item("x", "The mill opens"));
    TAKEN(&room, &room.two, "- One a", kill);
    TAKEN(&room, &room.one, "", item("a", "The mill opens"));
    /* of a stranger that never had it, it takes off nothing of others */
    const struct config_feed third = feed_named("Three");
    struct feed_item rain = item("r", "It rains");
    TAKEN(&room, &room.one, "+ One b=It rains", item("b", "It rains"));
    rain.status = FEED_CANCELED;
    TAKEN(&room, &third, "", rain);
    book_close(room.book);
}

static void what_is_replaced_in_the_first_document_never_airs(void **state)
{
    (void)state;
    struct room room = opened();
    char *earlier[] = {(char *)"a"};
    struct feed_alert alert = storm();
    struct feed_alert cancel = storm();
    struct feed_alert update = storm();
    cancel.type = FEED_ALERT_CANCEL;
    update.type = FEED_ALERT_UPDATE;
    struct feed_item first = item("a", "Storm");
    struct feed_item last = item("c", "Storm, canceled");
    first.alert = &alert;
    last.alert = &cancel;
    last.replaces = earlier;
    last.replace_count = 1;
    TAKEN(&room, &room.one, "", first, last);
    last = item("u", "More storm");
    last.alert = &update;
    last.replaces = earlier;
    last.replace_count = 1;
    TAKEN(&room, &room.two, "+ Two u=More storm", first, last);
    TAKEN(&room, &room.two, "", first, last);
    book_close(room.book);
}

static void a_test_takes_off_nothing(void **state)
{
    (void)state;
    struct room room = opened();
    char *earlier[] = {(char *)"a"};
    struct feed_alert alert = storm();
    struct feed_alert test = storm();
    test.status = FEED_ALERT_TEST;
    test.type = FEED_ALERT_CANCEL;
    struct feed_item first = item("a", "Storm");
    struct feed_item tested = item("t", "Storm, canceled: a test");
    first.alert = &alert;
    tested.alert = &test;
    tested.replaces = earlier;
    tested.replace_count = 1;
    TAKEN(&room, &room.one, "+ One a=Storm", first);
    TAKEN(&room, &room.one, "", tested, first);
    book_close(room.book);
}

static void without_dates_what_is_missing_is_gone_unless_new_ones_moved_it_out(void **state)
{
    (void)state;
    struct room room = opened();
    struct feed_item items[] = {item("a", "The mill opens"), item("b", "It rains"),
                                item("c", "It snows"), item("d", "It is night")};
    for (size_t i = 0; i < 4; i++)
        items[i].published_ms = 0;
    TAKEN(&room, &room.one, "+ One b=It rains, + One c=It snows", items[1], items[2]);
    room.before = 2;
    TAKEN(&room, &room.one, "+ One a=The mill opens", items[0], items[1]);
    TAKEN(&room, &room.one, "- One b, - One c", items[0]);
    book_close(room.book);
}

static void change(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void what_can_t_be_looked_up_is_no_new_story(void **state)
{
    (void)state;
    static const char path[] = "/tmp/motograph-editor-test.book";
    struct room room = opened();
    struct diag diag = {0};
    struct feed_item gone = item("a", "The mill opens");
    struct feed_item stands = item("b", "It rains");
    book_close(room.book);
    unlink(path);
    room.book = book_open(path, false, &diag);
    assert_non_null(room.book);
    TAKEN(&room, &room.one, "+ One a=The mill opens, + One b=It rains", gone, stands);
    room.before = 2;
    gone.status = FEED_CANCELED;
    TAKEN(&room, &room.one, "- One a", gone, stands);
    gone.status = FEED_USABLE;
    change(path, "ALTER TABLE item RENAME TO unreadable");
    const struct feed_item again[] = {gone, stands};
    assert_string_equal(taken(&room, &room.one, again, 2, false), "");
    change(path, "ALTER TABLE unreadable RENAME TO item");
    TAKEN(&room, &room.one, "", gone, stands);
    book_close(room.book);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A hundred looks at what is the same ask for nothing",
             a_hundred_looks_at_what_is_the_same_ask_for_nothing),
        TEST("Other words of the same item correct it", other_words_of_the_same_item_correct_it),
        TEST("An item without an id is known by its link, then by its title",
             an_item_without_an_id_is_known_by_its_link_then_by_its_title),
        TEST("An edit that brings a new id is no second story",
             an_edit_that_brings_a_new_id_is_no_second_story),
        TEST("A link that all items share tells none of them",
             a_link_that_all_items_share_is_no_story),
        TEST("A story of two feeds airs once", a_story_of_two_feeds_airs_once),
        TEST("What its publisher takes back stays off in other feeds, too",
             what_its_publisher_takes_back_stays_off_in_other_feeds_too),
        TEST("What is gone from a feed is taken back unless it is only old",
             what_is_gone_from_the_feed_is_taken_back_unless_it_is_only_old),
        TEST("What must not air does not", what_must_not_air_does_not),
        TEST("An embargo and an end go with the item", an_embargo_and_an_end_go_with_the_item),
        TEST("Urgency raises the priority up to the feed's",
             urgency_raises_the_priority_up_to_the_feed_s),
        TEST("A feed takes no more than its share", a_feed_takes_no_more_than_its_share),
        TEST("What the ticker did not take is asked for again",
             what_the_ticker_did_not_take_is_asked_for_again),
        TEST("To an earlier store what is live is told again, and what is off is taken off again",
             to_an_earlier_store_all_is_told_again),
        TEST("A story is not new, nor a withdrawn one, where the book can't be read",
             what_can_t_be_looked_up_is_no_new_story),
        TEST("An alert takes over where all of it is so",
             an_alert_takes_over_where_all_of_it_is_so),
        TEST("Take-overs of a feed are few an hour", take_overs_of_a_feed_are_few_an_hour),
        TEST("An update and a cancel take off what they name",
             an_update_and_a_cancel_name_what_they_replace),
        TEST("What was withheld or missing airs when its own feed brings it again",
             what_was_withheld_or_missing_airs_when_its_own_feed_brings_it_again),
        TEST("What was over or held airs when that is no more",
             what_was_too_old_or_held_airs_when_that_is_no_more),
        TEST("A kill in other words holds against the words that aired",
             a_kill_in_other_words_holds_against_the_words_that_aired),
        TEST("A kill takes off the copy of the feed that was first",
             a_kill_takes_off_the_copy_of_the_feed_that_was_first),
        TEST("What is replaced in the first document never airs",
             what_is_replaced_in_the_first_document_never_airs),
        TEST("A test takes off nothing", a_test_takes_off_nothing),
        TEST("Without dates what is missing is gone unless new ones moved it out",
             without_dates_what_is_missing_is_gone_unless_new_ones_moved_it_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
