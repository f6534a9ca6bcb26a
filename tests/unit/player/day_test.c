#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "newsroom.h"
#include "store/asrun.h"

#define START_MS (INT64_C(1767225600) * 1000) /* 2026-01-01T00:00:00Z */
#define HOUR_MS (3600 * CLOCK_MS_PER_S)

static char river[] = "The river is low";

/* How often the snippet was on air from then on. */
struct counting {
    int64_t id, from_ms;
    int count;
    const char *cut; /* of one of them; a literal or NULL */
};

static bool count_row(void *user, const struct asrun_row *row)
{
    struct counting *counting = user;
    counting->count += row->snippet == counting->id && row->start_ms >= counting->from_ms;
    if (row->cut && strcmp(row->cut, "its embargo holds again") == 0)
        counting->cut = "its embargo holds again";
    return true;
}

static struct counting count(struct newsroom *room, int64_t id, int64_t from_ms)
{
    struct counting counting = {.id = id, .from_ms = START_MS + from_ms};
    newsroom_stop(room);
    assert_true(asrun_each(room->desk, INT64_MIN, INT64_MAX, count_row, &counting, &room->diag));
    return counting;
}

static void a_dark_wall_wakes(void **state)
{
    (void)state;
    static const char *const settings[] = {"schedule.dayparts=quiet: 23:00-06:00 dark", NULL};
    struct newsroom room;
    setenv("TZ", "UTC", 1);
    newsroom_open(&room, settings, START_MS);
    int64_t id = newsroom_add(&room, (struct snippet){.kind = SNIPPET_LINE, .text = river});
    newsroom_start(&room);
    newsroom_run_to_ms(&room, 6 * HOUR_MS + 600000);
    assert_true(count(&room, id, 6 * HOUR_MS).count > 10);
    newsroom_close(&room);
}

static void a_clock_that_is_set_back_keeps_the_embargo(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    struct newsroom room;
    newsroom_open(&room, settings, START_MS);
    int64_t id = newsroom_add(
        &room,
        (struct snippet){.kind = SNIPPET_LINE, .text = river, .not_before_ms = START_MS + HOUR_MS});
    newsroom_start(&room);
    newsroom_run_to_ms(&room, HOUR_MS + 1000);
    room.clock.wall_start_ms -= HOUR_MS;
    player_look(room.player);
    newsroom_run_to_ms(&room, HOUR_MS + 600000);
    struct counting counting = count(&room, id, 0);
    assert_int_equal(counting.count, 1);
    assert_non_null(counting.cut);
    newsroom_close(&room);
}

static void what_expires_leaves_the_glass(void **state)
{
    (void)state;
    static const char *const settings[] = {"rota.idle=dark", NULL};
    struct newsroom room;
    newsroom_open(&room, settings, START_MS);
    newsroom_add(&room, (struct snippet){
                            .kind = SNIPPET_LINE, .text = river, .expires_ms = START_MS + 7000});
    newsroom_start(&room);
    newsroom_run_to_ms(&room, 20000);
    newsroom_stop(&room);
    const struct wall_picture *last = &room.glass.pictures[room.glass.count - 1];
    size_t size = (size_t)room.glass.frame.width * (size_t)room.glass.frame.height * 3;
    assert_in_range(last->t_ns, 7000 * CLOCK_NS_PER_MS, 7001 * CLOCK_NS_PER_MS);
    for (size_t i = 0; i < size; i++)
        assert_int_equal(last->rgb[i], 0);
    newsroom_close(&room);
}

/* The wall ran with a clock that was years ahead; then it was put right, and the ticker began anew.
 */
static void a_log_that_is_ahead_keeps_nothing_off_the_wall(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    struct newsroom room;
    newsroom_open(&room, settings, START_MS + 20000 * HOUR_MS);
    newsroom_add(&room, (struct snippet){.kind = SNIPPET_LINE, .text = river});
    newsroom_start(&room);
    newsroom_run_to_ms(&room, 60000);
    newsroom_stop(&room);
    room.clock.wall_start_ms = START_MS;
    int64_t id = newsroom_add(
        &room,
        (struct snippet){.kind = SNIPPET_LINE, .text = river, .expires_ms = START_MS + HOUR_MS});
    newsroom_start(&room);
    newsroom_run_to_ms(&room, 300000);
    assert_true(count(&room, id, 0).count > 5);
    newsroom_close(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A log that is ahead of the clock keeps nothing off the wall",
             a_log_that_is_ahead_keeps_nothing_off_the_wall),
        TEST("A wall that begins in dark hours wakes when they end", a_dark_wall_wakes),
        TEST("A clock that is set back holds an embargo again",
             a_clock_that_is_set_back_keeps_the_embargo),
        TEST("What expires has left the glass within a millisecond", what_expires_leaves_the_glass),
    };
    return cmocka_run_group_tests_name("app/day", tests, NULL, NULL);
}
