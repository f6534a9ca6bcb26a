#include "check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "kiosk/store_watch.h"

/* A folder with a file that a program writes to in the middle of a quiet second, and each look. */
struct desk {
    struct clock clock;
    struct loop *loop;
    struct loop_timer *write, *stop;
    struct store_watch *watch;
    char folder[32];
    char *path, *other;
    char *written; /* the file that is written to; NULL: none */
    int64_t wrote_ns, seen_ns;
    int looks, before;
    bool changed; /* another has written, and nobody looked */
};

static bool look(void *user)
{
    struct desk *desk = user;
    bool changed = desk->changed;
    desk->changed = false;
    desk->looks++;
    if (changed && desk->wrote_ns && !desk->seen_ns)
        desk->seen_ns = loop_now_ns(desk->loop);
    return changed;
}

static void append(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "x", 1), 1);
    close(fd);
}

static void write_now(void *user, int64_t now_ns)
{
    struct desk *desk = user;
    desk->before = desk->looks;
    desk->wrote_ns = now_ns;
    desk->changed = desk->written != desk->other;
    if (desk->written)
        append(desk->written);
}

static void stop(void *user, int64_t now_ns)
{
    (void)now_ns;
    loop_stop(((struct desk *)user)->loop);
}

static void open_desk(struct desk *desk)
{
    *desk = (struct desk){.folder = "/tmp/store_watch.XXXXXX"};
    assert_non_null(mkdtemp(desk->folder));
    clock_init_real(&desk->clock);
    desk->loop = loop_create(&desk->clock);
    desk->path = memory_format("%s/s.db", desk->folder);
    desk->other = memory_format("%s/s.db.log", desk->folder);
    append(desk->path);
    desk->watch = store_watch_create(desk->loop, &desk->clock, desk->path, look, desk);
    desk->write = loop_add_timer(desk->loop, write_now, desk);
    desk->stop = loop_add_timer(desk->loop, stop, desk);
}

/* From the next whole second on, where everybody looks: it is written a fifth of a second later,
 * and the loop ends so long after that. */
static void run(struct desk *desk, int64_t after_ns)
{
    int64_t start_ns = loop_next_second_ns(loop_now_ns(desk->loop)) + CLOCK_NS_PER_S / 5;
    loop_set_timer(desk->write, start_ns);
    loop_set_timer(desk->stop, start_ns + after_ns);
    assert_int_equal(loop_run(desk->loop), 0);
}

static void close_desk(struct desk *desk)
{
    char *log = memory_format("%s-wal", desk->path);
    store_watch_destroy(desk->watch);
    loop_destroy(desk->loop);
    unlink(log);
    unlink(desk->path);
    unlink(desk->other);
    rmdir(desk->folder);
    free(log);
    free(desk->path);
    free(desk->other);
}

static void who_writes_is_seen_before_the_second(void **state)
{
    struct desk desk;
    (void)state;
    open_desk(&desk);
    desk.written = desk.path;
    run(&desk, CLOCK_NS_PER_S / 2);
    assert_true(desk.seen_ns > 0);
    close_desk(&desk);
}

static void a_log_of_changes_that_appears_is_seen_and_then_watched(void **state)
{
    struct desk desk;
    (void)state;
    open_desk(&desk);
    desk.written = memory_format("%s-wal", desk.path);
    run(&desk, CLOCK_NS_PER_S / 2);
    assert_true(desk.seen_ns > 0);
    desk.seen_ns = 0;
    run(&desk, CLOCK_NS_PER_S / 2);
    assert_true(desk.seen_ns > 0);
    free(desk.written);
    close_desk(&desk);
}

static void a_store_in_the_place_of_another_is_watched(void **state)
{
    struct desk desk;
    (void)state;
    open_desk(&desk);
    append(desk.other);
    assert_int_equal(rename(desk.other, desk.path), 0);
    desk.written = desk.path;
    run(&desk, CLOCK_NS_PER_S / 2);
    assert_true(desk.seen_ns > 0);
    close_desk(&desk);
}

static void another_file_of_the_folder_wakes_nobody(void **state)
{
    struct desk desk;
    (void)state;
    open_desk(&desk);
    desk.written = desk.other;
    run(&desk, CLOCK_NS_PER_S / 2);
    assert_int_equal(desk.looks, desk.before);
    close_desk(&desk);
}

static void a_store_at_rest_is_looked_at_once_a_second(void **state)
{
    struct desk desk;
    (void)state;
    open_desk(&desk);
    desk.written = desk.other;
    run(&desk, CLOCK_NS_PER_S);
    assert_true(desk.looks - desk.before <= 1);
    close_desk(&desk);
}

static void what_changes_without_an_event_is_looked_for_more_often_from_then_on(void **state)
{
    struct desk desk;
    (void)state;
    open_desk(&desk);
    run(&desk, CLOCK_NS_PER_S);
    assert_true(desk.seen_ns > 0); /* within the second all the same */
    desk.written = desk.other;
    run(&desk, CLOCK_NS_PER_S);
    assert_true(desk.looks - desk.before >= 2);
    close_desk(&desk);
}

static void a_folder_that_is_not_there_is_looked_at_too(void **state)
{
    struct desk desk;
    (void)state;
    open_desk(&desk);
    store_watch_destroy(desk.watch);
    desk.watch = store_watch_create(desk.loop, &desk.clock, "/nowhere/at/all/s.db", look, &desk);
    run(&desk, CLOCK_NS_PER_S);
    assert_true(desk.looks - desk.before >= 2);
    close_desk(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("who writes is seen before the second is over", who_writes_is_seen_before_the_second),
        TEST("a log of changes that appears is seen, and watched from then on",
             a_log_of_changes_that_appears_is_seen_and_then_watched),
        TEST("a store that came in the place of another is watched",
             a_store_in_the_place_of_another_is_watched),
        TEST("what is written to another file of the folder wakes nobody",
             another_file_of_the_folder_wakes_nobody),
        TEST("a store at rest is looked at once a second",
             a_store_at_rest_is_looked_at_once_a_second),
        TEST("what changes without an event is looked for more often from then on",
             what_changes_without_an_event_is_looked_for_more_often_from_then_on),
        TEST("a folder that is not there is looked at, too",
             a_folder_that_is_not_there_is_looked_at_too),
    };
    return cmocka_run_group_tests_name("store_watch", tests, NULL, NULL);
}
