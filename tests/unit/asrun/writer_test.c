#include "../../../src/asrun/writer.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "asrun/journal.h"
#include "base/memory.h"
#include "check.h"
#include "newsroom.h"
#include "text/strip_create.h"

#define ROWS 200
#define LOOKS 300       /* ten a second */
#define LOOKS_LOCKED 20 /* the journal looks at its thread half a second after an airing */

struct rig {
    char folder[40];
    char *path;
    struct store *store;
    sqlite3 *other; /* another program */
    struct diag diag;
};

static void execute(struct rig *rig, const char *sql)
{
    assert_int_equal(sqlite3_exec(rig->other, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void open_rig(struct rig *rig)
{
    *rig = (struct rig){.folder = "/tmp/motograph-writer-XXXXXX"};
    assert_non_null(mkdtemp(rig->folder));
    rig->path = memory_format("%s/news.db", rig->folder);
    rig->store = store_open(rig->path, &rig->diag);
    assert_int_equal(sqlite3_open(rig->path, &rig->other), SQLITE_OK);
    sqlite3_busy_timeout(rig->other, 5000);
}

static void close_rig(struct rig *rig)
{
    sqlite3_close(rig->other);
    store_close(rig->store);
    diag_finish(&rig->diag);
    char *command = memory_format("rm -rf '%s'", rig->folder);
    assert_int_equal(system(command), 0);
    free(command);
    free(rig->path);
}

static int64_t rows_of(struct rig *rig)
{
    struct asrun_check check;
    assert_true(asrun_verify(rig->store, NULL, &check, &rig->diag));
    assert_false(check.broken);
    return check.rows;
}

/* An airing of one still scene. */
static struct airing_row *airing(int number)
{
    struct airing_row *airing = memory_alloc(1, sizeof *airing);
    struct strip *strip = strip_create_blank(20, 13);
    struct scene *scene = scene_create(64, 32, 0);
    scene_add_zone(scene, 0, 0, 64, 32, strip);
    strip_unref(strip);
    airing->row = (struct asrun_row){.snippet = 1,
                                     .start_ms = 1000 * number,
                                     .end_ms = 1000 * number + 900,
                                     .text = memory_copy_string("Mill opens"),
                                     .reason = memory_copy_string("new")};
    airing->moments = memory_alloc(1, sizeof *airing->moments);
    airing->moments[0].scene = scene;
    airing->count = 1;
    return airing;
}

static void a_thread_writes_all(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig);
    struct writer *writer = writer_create(rig.store, true, 30);
    for (int i = 1; i <= ROWS; i++) {
        struct airing_row *row = airing(i);
        struct airing_row *open = airing_row_copy(row);
        open->row.open = true;
        writer_take(writer, open);
        writer_take(writer, row);
        writer_write(writer);
        writer_collect(writer);
    }
    writer_destroy(writer);
    assert_int_equal(rows_of(&rig), ROWS);
    close_rig(&rig);
}

/* SQLite would wait for 5 s; this returns, or the test would never end. */
static void the_loop_waits_for_no_other_program(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig);
    struct writer *writer = writer_create(rig.store, true, 30);
    execute(&rig, "BEGIN IMMEDIATE");
    writer_take(writer, airing(1));
    writer_write(writer);
    writer_collect(writer);
    execute(&rig, "COMMIT");
    writer_destroy(writer);
    assert_int_equal(rows_of(&rig), 1);
    close_rig(&rig);
}

static void what_cant_be_written_is_kept(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig);
    struct writer *writer = writer_create(rig.store, false, 30);
    execute(&rig, "CREATE TRIGGER full BEFORE INSERT ON asrun BEGIN SELECT RAISE(ABORT, 'disk "
                  "full'); END");
    writer_take(writer, airing(1));
    assert_false(writer_write(writer));
    writer_take(writer, airing(2));
    assert_false(writer_write(writer));
    assert_int_equal(rows_of(&rig), 0);
    writer_collect(writer);
    assert_non_null(strstr(writer_trouble(writer), "disk full"));
    execute(&rig, "DROP TRIGGER full");
    writer_take(writer, airing(3));
    assert_true(writer_write(writer));
    assert_int_equal(rows_of(&rig), 3);
    writer_collect(writer);
    assert_null(writer_trouble(writer));
    writer_destroy(writer);
    close_rig(&rig);
}

static void an_open_row_is_closed_by_the_next_program(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig);
    struct writer *writer = writer_create(rig.store, false, 30);
    struct airing_row *open = airing(1);
    open->row.open = true;
    writer_take(writer, open);
    assert_true(writer_write(writer));
    assert_int_equal(rows_of(&rig), 0);
    writer_destroy(writer);
    writer = writer_create(rig.store, false, 30);
    assert_int_equal(rows_of(&rig), 1);
    writer_destroy(writer);
    close_rig(&rig);
}

static bool no_edit(struct store *store, int64_t *version)
{
    struct diag diag = {0};
    int64_t before = *version;
    assert_true(store_version(store, version, &diag));
    return *version == before;
}

/* Or the ticker would load what may air every 5 s. */
static void the_log_is_no_edit(void **state)
{
    (void)state;
    struct rig rig;
    int64_t version = 0;
    open_rig(&rig);
    no_edit(rig.store, &version);
    struct writer *writer = writer_create(rig.store, true, 30);
    writer_take(writer, airing(1));
    writer_destroy(writer);
    assert_int_equal(rows_of(&rig), 1);
    assert_true(no_edit(rig.store, &version));
    execute(&rig, "INSERT INTO snippet (kind, state, text, created_ms) VALUES ('line', 'live', 'a',"
                  " 1)");
    assert_false(no_edit(rig.store, &version));
    execute(&rig, "UPDATE snippet SET state = 'killed'");
    assert_false(no_edit(rig.store, &version));
    execute(&rig, "DELETE FROM snippet");
    assert_false(no_edit(rig.store, &version));
    close_rig(&rig);
}

/* On the simulated clock, which stands: no timer has run. */
static void a_short_airing_is_durable_when_the_next_one_is_over(void **state)
{
    (void)state;
    struct newsroom room;
    newsroom_open(&room, (const char *const[]){NULL}, INT64_C(1800000000000));
    struct journal *journal =
        journal_create(room.loop, &room.clock, room.store, &room.glass.output, &room.studio.config);
    for (int i = 0; i < 3; i++) {
        int64_t now_ms = clock_wall_ms(&room.clock) + 1000 * i;
        size_t place = journal_begin(journal, NULL, i + 1, now_ms, "Mill opens", "new");
        journal_end(journal, place, now_ms + 900, NULL, false);
    }
    struct asrun_check check;
    assert_true(asrun_verify(room.desk, NULL, &check, &room.diag));
    assert_int_equal(check.rows, 2);
    journal_destroy(journal);
    newsroom_close(&room);
}

/* Until there is trouble, or no patience is left. */
struct wait {
    struct loop *loop;
    struct loop_timer *timer;
    struct journal *journal;
    struct rig *rig;
    int looks;
};

static void stop(void *user, int64_t now_ns)
{
    (void)now_ns;
    loop_stop(user);
}

static void what_is_over_is_durable_half_a_second_later(void **state)
{
    (void)state;
    struct newsroom room;
    newsroom_open(&room, (const char *const[]){NULL}, INT64_C(1800000000000));
    struct journal *journal =
        journal_create(room.loop, &room.clock, room.store, &room.glass.output, &room.studio.config);
    int64_t now_ms = clock_wall_ms(&room.clock);
    size_t first = journal_begin(journal, NULL, 1, now_ms, "Mill opens", "new");
    journal_begin(journal, NULL, 2, now_ms, "It rains", "new"); /* it goes on */
    journal_end(journal, first, now_ms + 900, NULL, false);
    struct loop_timer *timer = loop_add_timer(room.loop, stop, room.loop);
    loop_set_timer(timer, loop_now_ns(room.loop) + CLOCK_NS_PER_S);
    assert_int_equal(loop_run(room.loop), 0);
    struct asrun_check check;
    assert_true(asrun_verify(room.desk, NULL, &check, &room.diag));
    assert_int_equal(check.rows, 1); /* the other one stands open */
    loop_remove_timer(room.loop, timer);
    journal_destroy(journal);
    newsroom_close(&room);
}

static void look_for_trouble(void *user, int64_t now_ns)
{
    struct wait *wait = user;
    if (++wait->looks == LOOKS_LOCKED)
        execute(wait->rig, "COMMIT");
    if (journal_trouble(wait->journal) || wait->looks == LOOKS)
        loop_stop(wait->loop);
    else
        loop_set_timer(wait->timer, now_ns + CLOCK_NS_PER_S / 10);
}

/* The thread waits for the other program's lock while the journal looks, so it finds the trouble
 * when nothing else is shown. */
static void what_the_thread_finds_is_told_while_nothing_changes(void **state)
{
    (void)state;
    struct rig rig;
    struct studio studio;
    static const struct output_ops none = {0};
    struct output output = {.ops = &none};
    struct clock clock;
    open_rig(&rig);
    studio_open(&studio, (const char *const[]){NULL});
    clock_init_real(&clock);
    struct wait wait = {.loop = loop_create(&clock), .rig = &rig};
    wait.journal = journal_create(wait.loop, &clock, rig.store, &output, &studio.config);
    execute(&rig, "BEGIN IMMEDIATE");
    execute(&rig, "CREATE TRIGGER full BEFORE INSERT ON asrun BEGIN SELECT RAISE(ABORT, 'disk "
                  "full'); END");
    size_t place = journal_begin(wait.journal, NULL, 1, clock_wall_ms(&clock), "Mill opens", "new");
    journal_end(wait.journal, place, clock_wall_ms(&clock), NULL, false);
    wait.timer = loop_add_timer(wait.loop, look_for_trouble, &wait);
    loop_set_timer(wait.timer, 0);
    assert_int_equal(loop_run(wait.loop), 0);
    assert_non_null(journal_trouble(wait.journal));
    execute(&rig, "DROP TRIGGER full");
    journal_destroy(wait.journal);
    loop_destroy(wait.loop);
    studio_close(&studio);
    close_rig(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A thread writes all that it is given, in order", a_thread_writes_all),
        TEST("The loop does not wait for another program's transaction",
             the_loop_waits_for_no_other_program),
        TEST("What can't be written is kept and written later", what_cant_be_written_is_kept),
        TEST("An airing that stood open is closed by the next program",
             an_open_row_is_closed_by_the_next_program),
        TEST("A short airing is durable when the next one is over",
             a_short_airing_is_durable_when_the_next_one_is_over),
        TEST("What is over is durable half a second later, while the next one goes on",
             what_is_over_is_durable_half_a_second_later),
        TEST("What can't be written is told while nothing else is shown",
             what_the_thread_finds_is_told_while_nothing_changes),
        TEST("A row of the log does not look like an edit, any change of a snippet does",
             the_log_is_no_edit),
    };
    return cmocka_run_group_tests_name("app/writer", tests, NULL, NULL);
}
