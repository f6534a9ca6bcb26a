#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/memory.h"
#include "kiosk/watchdog.h"

#define LIMIT_US 10000000
#define LIMIT_S 10

/* A service manager, and an output whose life the test moves. */
struct manager {
    struct clock clock;
    struct loop *loop;
    struct loop_timer *stop, *live;
    struct notify *notify;
    struct watchdog *watchdog;
    struct output output;
    struct output_ops ops;
    uint64_t beats;
    bool lives;
    const char *words;
    int fd;
    char heard[4096]; /* each message and a bar */
};

static uint64_t beats(const struct output *output)
{
    const char *at = (const char *)output;
    return ((const struct manager *)(const void *)(at - offsetof(struct manager, output)))->beats;
}

static const char *words(void *user)
{
    return ((struct manager *)user)->words;
}

static void stop(void *user, int64_t now_ns)
{
    (void)now_ns;
    loop_stop(((struct manager *)user)->loop);
}

static void live(void *user, int64_t now_ns)
{
    struct manager *manager = user;
    manager->beats += manager->lives;
    loop_set_timer(manager->live, now_ns + CLOCK_NS_PER_S / 10);
}

static void listen_at(struct manager *manager, const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(name);
    memcpy(address.sun_path, name, length);
    if (name[0] == '@')
        address.sun_path[0] = '\0';
    manager->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    assert_true(manager->fd >= 0);
    socklen_t size =
        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + (name[0] != '@'));
    assert_int_equal(bind(manager->fd, (const struct sockaddr *)&address, size), 0);
    manager->notify = notify_open(name);
    assert_non_null(manager->notify);
}

static void hear(struct manager *manager)
{
    char message[512];
    ssize_t got;
    while ((got = recv(manager->fd, message, sizeof message - 2, 0)) > 0) {
        message[got] = '|';
        message[got + 1] = '\0';
        strncat(manager->heard, message, sizeof manager->heard - strlen(manager->heard) - 1);
    }
}

static int times(const struct manager *manager, const char *what)
{
    int count = 0;
    for (const char *at = manager->heard; (at = strstr(at, what)); at++)
        count++;
    return count;
}

static void open_manager(struct manager *manager)
{
    *manager = (struct manager){.lives = true, .words = "The mill opens", .ops.beats = beats};
    char *name = memory_format("@motograph-test-%ld", (long)getpid());
    listen_at(manager, name);
    free(name);
    clock_init_simulated(&manager->clock, 0);
    manager->loop = loop_create(&manager->clock);
    manager->stop = loop_add_timer(manager->loop, stop, manager);
    manager->live = loop_add_timer(manager->loop, live, manager);
    loop_set_timer(manager->live, CLOCK_NS_PER_S / 10);
    manager->output.ops = &manager->ops;
}

static void watch(struct manager *manager, int64_t limit_us)
{
    manager->watchdog =
        watchdog_create(manager->loop, manager->notify, &manager->output, limit_us, words, manager);
}

/* What is heard in so many seconds. */
static void pass(struct manager *manager, int64_t seconds)
{
    manager->heard[0] = '\0';
    loop_set_timer(manager->stop, loop_now_ns(manager->loop) + seconds * CLOCK_NS_PER_S);
    assert_int_equal(loop_run(manager->loop), 0);
    hear(manager);
}

static void close_manager(struct manager *manager)
{
    watchdog_destroy(manager->watchdog);
    loop_destroy(manager->loop);
    notify_close(manager->notify);
    close(manager->fd);
}

static void it_is_ready_at_the_first_sign_of_life(void **state)
{
    struct manager manager;
    (void)state;
    open_manager(&manager);
    manager.lives = false;
    manager.beats = 7; /* of before */
    watch(&manager, LIMIT_US);
    pass(&manager, LIMIT_S);
    assert_string_equal(manager.heard, "");
    manager.lives = true;
    pass(&manager, 1);
    assert_int_equal(times(&manager, "READY=1"), 1);
    pass(&manager, LIMIT_S);
    assert_int_equal(times(&manager, "READY=1"), 0);
    close_manager(&manager);
}

static void a_living_wall_is_told_of_several_times_in_each_limit(void **state)
{
    struct manager manager;
    (void)state;
    open_manager(&manager);
    watch(&manager, LIMIT_US);
    pass(&manager, 1);
    pass(&manager, LIMIT_S);
    assert_in_range(times(&manager, "WATCHDOG=1"), 3, 5);
    close_manager(&manager);
}

static void a_wall_that_stands_is_told_of_no_more(void **state)
{
    struct manager manager;
    (void)state;
    open_manager(&manager);
    watch(&manager, LIMIT_US);
    pass(&manager, 1);
    manager.lives = false;
    pass(&manager, LIMIT_S / 2); /* one may have been under way */
    pass(&manager, 3 * LIMIT_S);
    assert_int_equal(times(&manager, "WATCHDOG=1"), 0);
    manager.lives = true;
    pass(&manager, LIMIT_S);
    assert_true(times(&manager, "WATCHDOG=1") > 0);
    close_manager(&manager);
}

static void an_output_without_a_life_of_its_own_lives_as_the_loop_does(void **state)
{
    struct manager manager;
    (void)state;
    open_manager(&manager);
    manager.ops.beats = NULL;
    watch(&manager, LIMIT_US);
    pass(&manager, LIMIT_S);
    assert_true(times(&manager, "READY=1") == 1 && times(&manager, "WATCHDOG=1") >= 3);
    close_manager(&manager);
}

static void what_is_on_air_is_told_when_it_is_another(void **state)
{
    struct manager manager;
    (void)state;
    open_manager(&manager);
    watch(&manager, LIMIT_US);
    pass(&manager, LIMIT_S);
    assert_int_equal(times(&manager, "STATUS=on air: The mill opens|"), 1);
    manager.words = "It closes\nREADY=0";
    pass(&manager, LIMIT_S);
    assert_int_equal(times(&manager, "STATUS=on air: It closes READY=0|"), 1);
    manager.words = NULL;
    pass(&manager, LIMIT_S);
    assert_int_equal(times(&manager, "STATUS=nothing is on air|"), 1);
    close_manager(&manager);
}

static void nobody_waits_without_a_limit(void **state)
{
    struct manager manager;
    (void)state;
    open_manager(&manager);
    watch(&manager, 0);
    pass(&manager, LIMIT_S);
    assert_int_equal(times(&manager, "WATCHDOG"), 0);
    assert_int_equal(times(&manager, "READY=1"), 1);
    close_manager(&manager);
}

static void a_socket_with_a_path_hears_too(void **state)
{
    char folder[] = "/tmp/watchdog.XXXXXX";
    struct manager manager = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    char *path = memory_format("%s/notify", folder);
    listen_at(&manager, path);
    assert_true(notify_send(manager.notify, "READY=1"));
    hear(&manager);
    assert_string_equal(manager.heard, "READY=1|");
    close(manager.fd);
    assert_false(notify_send(manager.notify, "READY=1")); /* and is no crash */
    notify_close(manager.notify);
    unlink(path);
    rmdir(folder);
    free(path);
}

static void what_is_no_address_is_nobody(void **state)
{
    char longer[200];
    (void)state;
    memset(longer, 'a', sizeof longer);
    longer[0] = '/';
    longer[sizeof longer - 1] = '\0';
    assert_null(notify_open(NULL));
    assert_null(notify_open(""));
    assert_null(notify_open("@"));
    assert_null(notify_open("relative"));
    assert_null(notify_open("vsock:2:1234"));
    assert_null(notify_open(longer));
    assert_false(notify_send(NULL, "READY=1"));
}

static void a_limit_is_of_this_process_alone(void **state)
{
    char *own = memory_format("%ld", (long)getpid());
    (void)state;
    assert_int_equal(watchdog_limit_us("10000000", own), 10000000);
    assert_int_equal(watchdog_limit_us("10000000", NULL), 10000000);
    assert_int_equal(watchdog_limit_us("10000000", "1"), 0);
    assert_int_equal(watchdog_limit_us(NULL, NULL), 0);
    assert_int_equal(watchdog_limit_us("ten", NULL), 0);
    assert_int_equal(watchdog_limit_us("-1", NULL), 0);
    assert_int_equal(watchdog_limit_us("99999999999999999999", NULL), 0);
    free(own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("it is ready at the output's first sign of life",
             it_is_ready_at_the_first_sign_of_life),
        TEST("a living wall is told of several times in each limit",
             a_living_wall_is_told_of_several_times_in_each_limit),
        TEST("a wall that stands is told of no more", a_wall_that_stands_is_told_of_no_more),
        TEST("an output without a life of its own lives as the loop does",
             an_output_without_a_life_of_its_own_lives_as_the_loop_does),
        TEST("what is on air is told when it is another, in one line",
             what_is_on_air_is_told_when_it_is_another),
        TEST("without a limit nobody waits for a word", nobody_waits_without_a_limit),
        TEST("a socket with a path hears, too", a_socket_with_a_path_hears_too),
        TEST("what is no address of a socket is nobody", what_is_no_address_is_nobody),
        TEST("a limit is of this process alone", a_limit_is_of_this_process_alone),
    };
    return cmocka_run_group_tests_name("watchdog", tests, NULL, NULL);
}
