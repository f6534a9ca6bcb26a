/* A show that begins among thousands: the first scene waits for a few of them only. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "newsroom.h"
#include "player/candidates_load.h"
#include "store/due.h"
#include "store_rows.h"

#define START_MS INT64_C(1764000000000)
#define MANY 1000

struct rig {
    struct newsroom room;
    int64_t first_id; /* what aired first */
    int64_t first_ns;
    char reason[96];
};

static void on_air(void *user, int64_t now_ns, const char *zone, const struct snippet *snippet,
                   const char *text, const char *reason)
{
    struct rig *rig = user;
    (void)zone, (void)text;
    if (rig->first_id)
        return;
    rig->first_id = snippet->id;
    rig->first_ns = now_ns;
    snprintf(rig->reason, sizeof rig->reason, "%s", reason);
}

static void open_rig(struct rig *rig)
{
    static const char *const settings[] = {NULL};
    *rig = (struct rig){0};
    newsroom_open(&rig->room, settings, START_MS);
    rig->room.glass.keep = false;
    rig->room.setup.hurry = true;
    rig->room.setup.on_air = on_air;
    rig->room.setup.user = rig;
}

/* As many as an import brings, a second each before the start, or before when the one it is like
 * was made; the last one is the newest. */
static void add_many(struct rig *rig, int count, struct snippet like)
{
    char text[32];
    int64_t end_ms = like.created_ms ? like.created_ms : START_MS;
    assert_true(store_batch_begin(rig->room.desk, &rig->room.diag));
    for (int i = 0; i < count; i++) {
        snprintf(text, sizeof text, "Line %d", i);
        like.text = text;
        like.kind = SNIPPET_LINE;
        like.weight = 10;
        like.created_ms = end_ms - 1000 * (int64_t)(count - i);
        assert_true(store_add(rig->room.desk, &like, &rig->room.diag));
    }
    assert_true(store_batch_end(rig->room.desk, &rig->room.diag));
}

static int64_t due(struct rig *rig)
{
    return newsroom_ask(&rig->room, (struct request){.kind = REQUEST_STATUS}).due;
}

static void the_newest_airs_first_and_the_others_are_read_behind_it(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig);
    add_many(&rig, MANY, (struct snippet){0});
    newsroom_start(&rig.room);
    newsroom_run_to_ms(&rig.room, 0);
    assert_int_equal(rig.first_id, MANY);
    assert_string_equal(rig.reason, "new");
    assert_int_equal(due(&rig), MANY);
    newsroom_close(&rig.room);
}

static void a_file_of_many_lines_begins_with_its_first(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig);
    add_many(&rig, 1, (struct snippet){0});
    assert_true(store_batch_begin(rig.room.desk, &rig.room.diag));
    for (int i = 0; i < MANY; i++) {
        struct snippet line = {
            .kind = SNIPPET_LINE, .text = (char[]){"Line"}, .weight = 10, .created_ms = START_MS};
        assert_true(store_add(rig.room.desk, &line, &rig.room.diag));
    }
    assert_true(store_batch_end(rig.room.desk, &rig.room.diag));
    newsroom_start(&rig.room);
    newsroom_run_to_ms(&rig.room, 0);
    assert_int_equal(rig.first_id, 2);
    newsroom_close(&rig.room);
}

static void an_old_take_over_is_among_the_few(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig);
    add_many(&rig, 1, (struct snippet){.breaking = 2, .created_ms = START_MS - 86400000});
    add_many(&rig, MANY, (struct snippet){0});
    newsroom_start(&rig.room);
    newsroom_run_to_ms(&rig.room, 0);
    assert_int_equal(rig.first_id, 1);
    newsroom_close(&rig.room);
}

static void where_none_of_the_newest_may_air_an_older_one_does_at_once(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig);
    add_many(&rig, 3, (struct snippet){0});
    add_many(&rig, MANY, (struct snippet){.not_before_ms = START_MS + 3600000});
    newsroom_start(&rig.room);
    newsroom_run_to_ms(&rig.room, 0);
    assert_in_range(rig.first_id, 1, 3);
    assert_int_equal(rig.first_ns, 0);
    newsroom_close(&rig.room);
}

static void a_few_are_all_of_it(void **state)
{
    (void)state;
    struct rig rig;
    struct store_row *rows = NULL;
    size_t count = 0;
    bool all = false;
    open_rig(&rig);
    add_many(&rig, 20, (struct snippet){0});
    struct store *store = rig.room.store;
    assert_true(store_due_newest(store, START_MS, 20, &rows, &count, &all, &rig.room.diag));
    assert_true(all);
    assert_int_equal(count, 20);
    store_rows_free(rows, count);
    assert_true(store_due_newest(store, START_MS, 19, &rows, &count, &all, &rig.room.diag));
    assert_false(all);
    assert_int_equal(count, 19); /* of which one is the first of the newest instant, too */
    store_rows_free(rows, count);
    newsroom_start(&rig.room);
    newsroom_run_to_ms(&rig.room, 0);
    assert_int_equal(rig.first_id, 20);
    newsroom_close(&rig.room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Among a thousand the newest airs first, and the others are read behind it",
             the_newest_airs_first_and_the_others_are_read_behind_it),
        TEST("A file of a thousand lines begins with its first",
             a_file_of_many_lines_begins_with_its_first),
        TEST("A take-over airs at once, however old", an_old_take_over_is_among_the_few),
        TEST("Where none of the newest may air, an older one does at once",
             where_none_of_the_newest_may_air_an_older_one_does_at_once),
        TEST("What few there are is read at once, all of it", a_few_are_all_of_it),
    };
    return cmocka_run_group_tests_name("player/hurry", tests, NULL, NULL);
}
