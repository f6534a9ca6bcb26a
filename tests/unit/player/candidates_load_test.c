#include "player/candidates_load.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "check.h"
#include "config/config.h"

#define NOW_MS (INT64_C(1767225600) * 1000) /* 2026-01-01T00:00:00Z */
#define ROOM 16                             /* for so many changes at once */
#define LINES 40
#define ROUNDS 300

/* A store with two desks: the ticker's connection and an editor's. */
struct room {
    char path[40];
    struct store *store, *desk;
    struct config config;
    struct timetable timetable;
    struct candidates kept; /* by what changed only, where that is enough */
    int64_t version;
    uint64_t seed;
    size_t by_changes, whole; /* how often */
};

static uint64_t draw(struct room *room, uint64_t below)
{
    room->seed = hash_bytes(room->seed, "x", 1);
    return (room->seed >> 20) % below;
}

static void open_room(struct room *room)
{
    struct diag diag = {0};
    *room = (struct room){.path = "/dev/shm/motograph-load-XXXXXX", .seed = HASH_START};
    int fd = mkstemp(room->path);
    assert_true(fd >= 0);
    close(fd);
    configuration_init(&room->config);
    assert_true(timetable_init(&room->timetable, &room->config, &diag));
    room->store = store_open(room->path, &diag);
    room->desk = store_open(room->path, &diag);
    assert_true(room->store && room->desk);
    room->kept.timetable = &room->timetable;
}

static void close_room(struct room *room)
{
    candidates_finish(&room->kept);
    timetable_finish(&room->timetable);
    configuration_finish(&room->config);
    store_close(room->store);
    store_close(room->desk);
    unlink(room->path);
}

static int64_t some_time(struct room *room, int64_t now_ms)
{
    return draw(room, 3) ? 0 : now_ms - 20000 + (int64_t)draw(room, 60000);
}

static int64_t add_line(struct room *room, int64_t now_ms, struct snippet wanted)
{
    struct diag diag = {0};
    char text[40];
    snprintf(text, sizeof text, "Line %llu", (unsigned long long)draw(room, 1000));
    wanted.kind = SNIPPET_LINE;
    wanted.text = text;
    wanted.weight = 10;
    wanted.created_ms = now_ms;
    assert_true(store_add(room->desk, &wanted, &diag));
    return wanted.id;
}

struct change {
    struct room *room;
    int64_t now_ms;
};

static bool change_some(void *user, struct snippet *snippet, struct diag *diag)
{
    struct change *change = user;
    (void)diag;
    snippet->text[0] = (char)('a' + draw(change->room, 26));
    snippet->priority = (int)draw(change->room, 4);
    snippet->not_before_ms = some_time(change->room, change->now_ms);
    snippet->expires_ms = some_time(change->room, change->now_ms);
    return true;
}

/* One act of an editor, on the ticker's connection or on another. */
static void act(struct room *room, int64_t now_ms)
{
    struct diag diag = {0};
    struct store *store = draw(room, 4) ? room->desk : room->store;
    int64_t id = 1 + (int64_t)draw(room, LINES);
    struct change change = {room, now_ms};
    static const enum store_state states[] = {STORE_KILLED, STORE_APPROVED, STORE_REMOVED};
    switch (draw(room, 5)) {
    case 0:
        add_line(room, now_ms, (struct snippet){.expires_ms = some_time(room, now_ms)});
        break;
    case 1:
        add_line(room, now_ms, (struct snippet){.breaking = (int)draw(room, 3)});
        break;
    case 2:
    case 3:
        store_edit(store, id, change_some, &change, &diag);
        break;
    default:
        store_set_state(store, id, states[draw(room, 3)], &diag);
    }
    diag_finish(&diag); /* a removed one can't be edited */
}

static void catch_up(struct room *room, int64_t now_ms)
{
    struct diag diag = {0};
    int64_t ids[ROOM];
    size_t count = 0;
    bool known = store_changed(room->store, &room->version, ids, ROOM, &count, &diag);
    if (known && candidates_load_changed(&room->kept, room->store, ids, count, now_ms, &diag)) {
        room->by_changes++;
    } else {
        room->whole++;
        assert_true(candidates_load(&room->kept, room->store, now_ms, &diag));
    }
    assert_int_equal(diag.count, 0);
}

static void assert_same(const struct candidate *a, const struct candidate *b)
{
    const struct snippet one = candidate_snippet(a);
    const struct snippet other = candidate_snippet(b);
    assert_int_equal(a->id, b->id);
    assert_string_equal(one.text, other.text);
    assert_int_equal(a->sum, b->sum);
    assert_int_equal(a->priority, b->priority);
    assert_int_equal(a->breaking, b->breaking);
    assert_int_equal(a->not_before_ms, b->not_before_ms);
    assert_int_equal(a->expires_ms, b->expires_ms);
}

static void assert_as_loaded_whole(struct room *room, int64_t now_ms)
{
    struct diag diag = {0};
    struct candidates whole = {.timetable = &room->timetable};
    assert_true(candidates_load(&whole, room->store, now_ms, &diag));
    assert_int_equal(room->kept.count, whole.count);
    assert_int_equal(room->kept.due_count, whole.due_count);
    assert_int_equal(room->kept.next_change_ms, whole.next_change_ms);
    for (size_t i = 0; i < whole.count; i++)
        assert_same(&room->kept.items[i], &whole.items[i]);
    candidates_finish(&whole);
}

static void what_changed_alone_gives_what_all_gives(void **state)
{
    (void)state;
    struct room room;
    int64_t now_ms = NOW_MS;
    open_room(&room);
    for (int i = 0; i < LINES; i++)
        add_line(&room, now_ms, (struct snippet){.expires_ms = some_time(&room, now_ms)});
    for (int i = 0; i < ROUNDS; i++) {
        for (uint64_t acts = draw(&room, 4); acts > 0; acts--)
            act(&room, now_ms);
        catch_up(&room, now_ms);
        assert_as_loaded_whole(&room, now_ms);
        now_ms += (int64_t)draw(&room, 3000);
    }
    assert_true(room.by_changes > ROUNDS / 2 && room.whole > 0);
    close_room(&room);
}

static bool raise_it(void *user, struct snippet *snippet, struct diag *diag)
{
    (void)user, (void)diag;
    snippet->priority = 3;
    return true;
}

static void what_this_run_knows_of_one_outlives_an_edit(void **state)
{
    (void)state;
    struct room room;
    struct diag diag = {0};
    struct rota_choice choice;
    open_room(&room);
    int64_t id = add_line(&room, NOW_MS, (struct snippet){0});
    catch_up(&room, NOW_MS);
    struct candidate *chosen = candidates_choose(&room.kept, 0, NOW_MS, 1, &choice);
    candidates_air(&room.kept, 0, chosen, &choice, NOW_MS);
    assert_true(store_edit(room.desk, id, raise_it, NULL, &diag));
    add_line(&room, NOW_MS, (struct snippet){0});
    catch_up(&room, NOW_MS + 1000);
    const struct candidate *item = candidates_find(&room.kept, id);
    assert_non_null(item);
    assert_int_equal(item->priority, 3);
    assert_int_equal(item->airings, 1);
    assert_int_equal(item->run_airings, 1);
    assert_true(item->on_air);
    assert_int_equal(room.whole, 1); /* the first time */
    close_room(&room);
}

static bool expire(void *user, struct snippet *snippet, struct diag *diag)
{
    (void)diag;
    snippet->expires_ms = *(const int64_t *)user;
    return true;
}

static void write_by_hand(struct room *room, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(room->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* An article with one quotation in two pages. */
static void add_pages(struct room *room, int64_t ids[2])
{
    write_by_hand(room, "INSERT INTO article VALUES (1, 'a', 'a', 1, 1, 0, NULL, '')");
    ids[0] = add_line(room, NOW_MS, (struct snippet){.page = 1, .article_id = 1});
    ids[1] =
        add_line(room, NOW_MS, (struct snippet){.page = 2, .article_id = 1, .page_of = ids[0]});
}

static void a_page_that_is_over_takes_the_others_along(void **state)
{
    (void)state;
    struct room room;
    struct diag diag = {0};
    int64_t ids[2];
    int64_t over_ms = NOW_MS - 1;
    int64_t never_ms = 0;
    open_room(&room);
    add_pages(&room, ids);
    catch_up(&room, NOW_MS);
    assert_int_equal(room.kept.count, 2);
    assert_true(store_edit(room.desk, ids[1], expire, &over_ms, &diag));
    catch_up(&room, NOW_MS);
    assert_int_equal(room.kept.count, 0);
    assert_true(store_edit(room.desk, ids[1], expire, &never_ms, &diag));
    catch_up(&room, NOW_MS);
    assert_int_equal(room.kept.count, 2);
    close_room(&room);
}

static void more_changes_than_there_is_room_for_are_not_known(void **state)
{
    (void)state;
    struct room room;
    struct diag diag = {0};
    int64_t ids[ROOM];
    int64_t version = 0;
    size_t count = 0;
    open_room(&room);
    assert_false(store_changed(room.store, &version, ids, ROOM, &count, &diag));
    for (int i = 0; i < ROOM; i++)
        add_line(&room, NOW_MS, (struct snippet){0});
    assert_true(store_changed(room.store, &version, ids, ROOM, &count, &diag));
    assert_int_equal(count, ROOM);
    assert_true(store_changed(room.store, &version, ids, ROOM, &count, &diag));
    assert_int_equal(count, 0);
    for (int i = 0; i <= ROOM; i++)
        add_line(&room, NOW_MS, (struct snippet){0});
    assert_false(store_changed(room.store, &version, ids, ROOM, &count, &diag));
    assert_true(store_changed(room.store, &version, ids, ROOM, &count, &diag));
    add_line(&room, NOW_MS, (struct snippet){0});
    write_by_hand(&room, "DELETE FROM changed");
    assert_false(store_changed(room.store, &version, ids, ROOM, &count, &diag));
    assert_int_equal(diag.count, 0);
    close_room(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("What changed, read alone, gives what reading all gives, whatever editors do",
             what_changed_alone_gives_what_all_gives),
        TEST("What this run knows of a line outlives its edit",
             what_this_run_knows_of_one_outlives_an_edit),
        TEST("A page that is over takes the others along, and brings them back",
             a_page_that_is_over_takes_the_others_along),
        TEST("More changes than there is room for, or forgotten ones, are told as not known",
             more_changes_than_there_is_room_for_are_not_known),
    };
    return cmocka_run_group_tests_name("player/candidates_load", tests, NULL, NULL);
}
