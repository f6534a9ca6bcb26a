#include "asrun/replay.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "asrun/verify.h"
#include "base/memory.h"
#include "check.h"
#include "newsroom.h"
#include "store/asrun.h"

#define START_MS (INT64_C(1767225600) * 1000) /* 2026-01-01T00:00:00Z */
#define MINUTE_MS 60000
#define HOUR_MS (60 * INT64_C(60000))

static char river[] = "The river is low";
static char quake[] = "Quake off the coast";
static char mill[] = "The mill opens its doors to all who worked in it and to their children";

static void load(struct newsroom *room, struct replay *replay, int64_t from_ms, int64_t to_ms)
{
    struct diag diag = {0};
    if (!replay_load(replay, room->desk, (START_MS + from_ms) * CLOCK_NS_PER_MS,
                     (START_MS + to_ms) * CLOCK_NS_PER_MS, &diag))
        fail_msg("%s", diag.messages[0].text);
}

/* Each picture of the wall, drawn anew at the instant at which it came, just before
 * the next one, and between. */
static void compare_all(const struct newsroom *room, const struct replay *replay)
{
    const struct glass *glass = &room->glass;
    struct frame frame;
    size_t size = (size_t)replay->width * (size_t)replay->height * 3;
    frame_init(&frame, replay->width, replay->height);
    assert_true(glass->count > 100);
    for (size_t i = 0; i + 1 < glass->count; i++) {
        int64_t from_ns = glass->pictures[i].t_ns;
        int64_t to_ns = glass->pictures[i + 1].t_ns;
        const int64_t instants[] = {from_ns, from_ns + (to_ns - from_ns) / 2, to_ns - 1};
        for (size_t k = 0; k < 3 && from_ns < to_ns; k++) {
            replay_draw(replay, START_MS * CLOCK_NS_PER_MS + instants[k], &frame);
            if (memcmp(frame.rgb, glass->pictures[i].rgb, size) != 0)
                fail_msg("picture %zu at %lld ns is another", i, (long long)instants[k]);
        }
    }
    frame_finish(&frame);
}

static void compare_sums(const struct replay *replay)
{
    int64_t frames = 0;
    for (size_t i = 0; i < replay->count; i++) {
        const struct replay_airing *airing = &replay->airings[i];
        struct output_sent drawn;
        replay_count(replay, airing, &drawn);
        assert_int_equal(drawn.frames, airing->frames);
        assert_int_equal(drawn.pixels, airing->pixels);
        frames += drawn.frames;
    }
    assert_true(frames > 100);
}

/* A clock beside the news, a take-over, a pause, a dark wall, an edit, a daypart
 * that dims. */
static void play_a_lot(struct newsroom *room)
{
    newsroom_add(room, (struct snippet){.kind = SNIPPET_LINE, .text = river});
    newsroom_add(room, (struct snippet){.kind = SNIPPET_HEADLINE, .text = mill});
    newsroom_start(room);
    newsroom_run_to_ms(room, 4321);
    newsroom_add(room, (struct snippet){
                           .kind = SNIPPET_LINE, .text = quake, .breaking = 2, .most_airings = 2});
    newsroom_run_to_ms(room, 15000);
    newsroom_ask(room, (struct request){.kind = REQUEST_PAUSE, .pause.on = REQUEST_ON});
    newsroom_run_to_ms(room, 17777);
    newsroom_ask(room, (struct request){.kind = REQUEST_PAUSE, .pause.on = REQUEST_OFF});
    newsroom_run_to_ms(room, 21000);
    newsroom_ask(room, (struct request){.kind = REQUEST_BLANK});
    newsroom_run_to_ms(room, 23456);
    newsroom_ask(room, (struct request){.kind = REQUEST_PAUSE, .pause.on = REQUEST_OFF});
    newsroom_run_to_ms(room, 90001); /* over the minute, and into the daypart */
    newsroom_ask(room, (struct request){.kind = REQUEST_NEXT});
    newsroom_run_to_ms(room, 100000);
    newsroom_stop(room);
}

static void check_replay(const char *const *settings)
{
    struct newsroom room;
    struct replay replay;
    newsroom_open(&room, settings, START_MS);
    play_a_lot(&room);
    load(&room, &replay, 0, 100000);
    compare_all(&room, &replay);
    compare_sums(&replay);
    replay_finish(&replay);
    newsroom_close(&room);
}

static void a_crawl_replays(void **state)
{
    (void)state;
    static const char *const settings[] = {"schedule.dayparts=late: 00:01-06:00 brightness 30",
                                           NULL};
    check_replay(settings);
}

static void a_ribbon_replays(void **state)
{
    (void)state;
    static const char *const settings[] = {"schedule.dayparts=late: 00:01-06:00 brightness 30",
                                           "crawl.ribbon=true", NULL};
    check_replay(settings);
}

static void pages_and_wipes_replay(void **state)
{
    (void)state;
    static const char *const wipes[] = {"layout.mode=page", "layout.transition=wipe", NULL};
    static const char *const scrolls[] = {"layout.mode=page", "layout.transition=scroll", NULL};
    check_replay(wipes);
    check_replay(scrolls);
}

static void zones_replay(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "zones=( { shows = \"news\"; height = 16; }, { shows = \"clock\"; y = 16; } )", NULL};
    check_replay(settings);
}

static void several_zones_replay(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "zones=( { shows = \"headlines\"; height = 16; }, { shows = \"quotes\"; y = 16; "
        "characters_per_second = 4.0; } )",
        NULL};
    check_replay(settings);
}

static void idle_walls_replay(void **state)
{
    (void)state;
    static const char *const settings[] = {"rota.idle=clock", NULL};
    struct newsroom room;
    struct replay replay;
    newsroom_open(&room, settings, START_MS);
    newsroom_start(&room);
    newsroom_run_to_ms(&room, 200 * MINUTE_MS);
    newsroom_stop(&room);
    load(&room, &replay, 0, 200 * MINUTE_MS);
    compare_all(&room, &replay);
    compare_sums(&replay);
    replay_finish(&replay);
    newsroom_close(&room);
}

static void what_is_not_there_is_said(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    struct newsroom room;
    struct replay replay;
    struct diag diag = {0};
    newsroom_open(&room, settings, START_MS);
    newsroom_add(&room, (struct snippet){.kind = SNIPPET_LINE, .text = river});
    newsroom_start(&room);
    newsroom_run_to_ms(&room, 20000);
    newsroom_stop(&room);
    const int64_t long_ago_ns = (START_MS - 10000) * CLOCK_NS_PER_MS;
    assert_false(replay_load(&replay, room.desk, long_ago_ns, long_ago_ns + 1, &diag));
    assert_non_null(strstr(diag.messages[0].text, "nothing was on the wall then"));
    replay_finish(&replay);
    const int64_t later_ns = (START_MS + HOUR_MS) * CLOCK_NS_PER_MS;
    assert_false(replay_load(&replay, room.desk, later_ns, later_ns + 1, &diag));
    replay_finish(&replay);
    diag_finish(&diag);
    newsroom_close(&room);
}

static void forge(const struct newsroom *room, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(room->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_true(sqlite3_total_changes(db) > 0);
    sqlite3_close(db);
}

/* What that picture was: CRC-32 of its RGB bytes. */
#define OLD_PICTURE UINT32_C(0x9fbddd90)

static void make_old_store(const char *path, const char *script)
{
    sqlite3 *db;
    char *error = NULL;
    FILE *file = fopen(script, "r");
    assert_non_null(file);
    char *sql = NULL;
    size_t room = 0;
    assert_true(getdelim(&sql, &room, '\0', file) > 0);
    fclose(file);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s", error);
    sqlite3_close(db);
    free(sql);
}

static void a_damaged_strip_is_refused(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    static const char *const forgeries[] = {
        ("WITH old AS MATERIALIZED (SELECT sum, bytes FROM strip) UPDATE strip SET bytes = "
         "(SELECT old.bytes FROM old WHERE old.sum <> strip.sum LIMIT 1)"),
        ("UPDATE strip SET bytes = CAST(substr(bytes, 1, "
         "length(bytes) - 9) || x'000102030405060708' AS BLOB)"),
        "UPDATE strip SET bytes = x'0000'", "DELETE FROM strip"};
    struct newsroom room;
    newsroom_open(&room, settings, START_MS);
    newsroom_add(&room, (struct snippet){.kind = SNIPPET_LINE, .text = river});
    newsroom_add(&room, (struct snippet){.kind = SNIPPET_LINE, .text = quake});
    newsroom_start(&room);
    newsroom_run_to_ms(&room, 20000);
    newsroom_stop(&room);
    for (size_t i = 0; i < sizeof forgeries / sizeof *forgeries; i++) {
        struct replay replay;
        struct diag diag = {0};
        forge(&room, forgeries[i]);
        const int64_t from_ns = START_MS * CLOCK_NS_PER_MS;
        assert_false(replay_load(&replay, room.desk, from_ns, from_ns + 1, &diag));
        assert_true(diag.errors > 0);
        assert_non_null(strstr(diag.messages[0].text, "damaged"));
        replay_finish(&replay);
        diag_finish(&diag);
    }
    newsroom_close(&room);
}

static struct verification prove(const struct newsroom *room, const char *wanted)
{
    struct verification verified;
    struct diag diag = {0};
    assert_true(verify_pictures(&verified, room->desk, &diag));
    assert_int_equal(diag.errors > 0, verified.damaged > 0);
    if (wanted && (diag.count == 0 || !strstr(diag.messages[0].text, wanted)))
        fail_msg("\"%s\" is wanted, not \"%s\"", wanted,
                 diag.count ? diag.messages[0].text : "nothing");
    diag_finish(&diag);
    return verified;
}

/* The chain does not hold strips: they are checked by themselves. */
static void a_damaged_strip_is_named(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    struct newsroom room;
    newsroom_open(&room, settings, START_MS);
    newsroom_add(&room, (struct snippet){.kind = SNIPPET_LINE, .text = river});
    newsroom_add(&room, (struct snippet){.kind = SNIPPET_LINE, .text = quake});
    newsroom_start(&room);
    newsroom_run_to_ms(&room, 60000);
    newsroom_stop(&room);
    struct verification whole = prove(&room, NULL);
    assert_true(whole.pictures > 4);
    assert_int_equal(whole.damaged, 0);
    assert_int_equal(whole.from_ms, START_MS);
    forge(&room, "UPDATE strip SET bytes = CAST(substr(bytes, 1, length(bytes) - 9) ||"
                 " x'000102030405060708' AS BLOB) WHERE rowid IN (SELECT max(rowid) FROM strip)");
    struct verification one = prove(&room, "is not what its checksum says");
    assert_in_range(one.damaged, 1, whole.pictures - 1);
    assert_int_equal(one.pictures + one.damaged, whole.pictures);
    forge(&room, "DELETE FROM strip");
    assert_int_equal(prove(&room, "is not there any more").damaged, whole.pictures);
    forge(&room, "UPDATE asrun SET scenes = x'0155'");
    assert_int_equal(prove(&room, "can't be read").damaged, whole.pictures);
    newsroom_close(&room);
}

static int count_strips(const struct newsroom *room)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(room->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM strip", -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int count = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return count;
}

/* Also those of an airing that began while the clock was wrong. */
static void rotation_is_no_damage(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    struct newsroom room;
    int64_t dropped;
    newsroom_open(&room, settings, START_MS);
    newsroom_add(&room, (struct snippet){.kind = SNIPPET_LINE, .text = river});
    newsroom_start(&room);
    newsroom_run_to_ms(&room, 30000);
    newsroom_add(&room, (struct snippet){.kind = SNIPPET_LINE, .text = quake, .breaking = 1});
    room.clock.wall_start_ms -= 100 * 24 * HOUR_MS;
    newsroom_add(&room, (struct snippet){.kind = SNIPPET_LINE, .text = mill, .breaking = 2});
    newsroom_run_to_ms(&room, 60000);
    newsroom_stop(&room);
    assert_true(asrun_rotate(room.desk, START_MS + 20000, &dropped, &room.diag));
    assert_true(dropped > 0);
    struct verification left = prove(&room, NULL);
    assert_true(left.pictures > 0);
    assert_int_equal(left.damaged, 0);
    assert_true(asrun_rotate(room.desk, START_MS + 90 * 24 * HOUR_MS, &dropped, &room.diag));
    assert_int_equal(count_strips(&room), 0);
    newsroom_close(&room);
}

/* What stood on the wall when the program died is in the log, and says so. */
static void a_death_leaves_its_trace(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    struct newsroom room;
    struct replay replay;
    struct asrun_check check;
    newsroom_open(&room, settings, START_MS);
    newsroom_add(&room, (struct snippet){.kind = SNIPPET_LINE, .text = river});
    newsroom_start(&room);
    newsroom_run_to_ms(&room, 2000);
    newsroom_ask(&room, (struct request){.kind = REQUEST_PAUSE, .pause.on = REQUEST_ON});
    newsroom_run_to_ms(&room, 60000);
    char *copy = memory_format("cp '%s' '%s.died' && cp '%s-wal' '%s.died-wal'", room.path,
                               room.path, room.path, room.path);
    assert_int_equal(system(copy), 0);
    char *path = memory_format("%s.died", room.path);
    struct store *died = store_open(path, &room.diag);
    assert_true(asrun_recover(died, &room.diag));
    assert_true(asrun_recover(died, &room.diag));
    assert_true(asrun_verify(died, NULL, &check, &room.diag));
    assert_int_equal(check.rows, 1);
    assert_false(check.broken);
    struct store *desk = room.desk;
    room.desk = died;
    load(&room, &replay, 0, 5000);
    compare_all(&room, &replay);
    assert_string_equal(replay.airings[0].text, river);
    replay_finish(&replay);
    room.desk = desk;
    store_close(died);
    free(path);
    free(copy);
    newsroom_close(&room);
}

/* Whole, and so are its pictures; what was open then is closed, and the log goes on. */
static void a_log_from_before_is_read(void **state)
{
    (void)state;
    char folder[] = "/tmp/motograph-before-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *path = memory_format("%s/news.db", folder);
    make_old_store(path, "tests/unit/store/version_4.sql");
    struct diag diag = {0};
    struct asrun_check check;
    struct verification verified;
    struct replay replay;
    struct frame frame;
    struct store *store = store_open(path, &diag);
    assert_non_null(store);
    assert_true(asrun_recover(store, &diag));
    const struct asrun_row row = {.start_ms = 1795580200000, .text = "Now", .reason = "new"};
    assert_true(asrun_append(store, &row, 1, &diag));
    assert_true(asrun_verify(store, NULL, &check, &diag));
    assert_int_equal(check.rows, 8);
    assert_false(check.broken);
    assert_true(verify_pictures(&verified, store, &diag));
    assert_int_equal(verified.pictures, 7);
    assert_int_equal(verified.damaged, 0);
    int64_t at_ns = INT64_C(1795580135000) * CLOCK_NS_PER_MS;
    assert_true(replay_load(&replay, store, at_ns, at_ns + 1, &diag));
    frame_init(&frame, replay.width, replay.height);
    replay_draw(&replay, at_ns, &frame);
    struct output_sent sent = {0};
    sent_count(&sent, &frame);
    assert_int_equal(sent.pixels, OLD_PICTURE);
    frame_finish(&frame);
    replay_finish(&replay);
    store_close(store);
    char *before = memory_format("%s.schema-4", path); /* as it was */
    assert_int_equal(unlink(before), 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    free(before);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A crawl with a take-over, a pause, a dark wall and dimming replays pixel for pixel",
             a_crawl_replays),
        TEST("A ribbon replays as it was, picture for picture", a_ribbon_replays),
        TEST("Pages, wipes and scrolls replay pixel for pixel", pages_and_wipes_replay),
        TEST("A clock beside the news replays pixel for pixel", zones_replay),
        TEST("Airings of several zones replay pixel for pixel", several_zones_replay),
        TEST("The clock of an idle wall replays pixel for pixel", idle_walls_replay),
        TEST("Where nothing was shown the replay says so", what_is_not_there_is_said),
        TEST("A damaged or missing strip is never replayed", a_damaged_strip_is_refused),
        TEST("A strip that is missing or is not what its sum says is named by the check",
             a_damaged_strip_is_named),
        TEST("Pictures go with the rows that name them, never before", rotation_is_no_damage),
        TEST("The log of a store of an earlier schema is whole, is replayed, and goes on",
             a_log_from_before_is_read),
        TEST("A death leaves in the log what stood on the wall", a_death_leaves_its_trace),
    };
    return cmocka_run_group_tests_name("app/replay", tests, NULL, NULL);
}
