/* The control socket on the simulated clock: places, silence, and who hangs up. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "check.h"
#include "control/ask.h"
#include "control/control.h"

#define TURN_NS CLOCK_NS_PER_MS
#define MANY (2 * CONTROL_CLIENTS_MAX)

/* One socket, and how often it was asked. */
struct rig {
    struct clock clock;
    struct loop *loop;
    struct loop_timer *bell;
    struct control *control;
    struct sockaddr_un address;
    struct diag diag;
    int asked;
};

static bool take(void *user, const struct request *request, struct state *state, struct diag *diag)
{
    struct rig *rig = user;
    (void)request, (void)diag;
    rig->asked++;
    *state = (struct state){.version = "test", .zone_count = 1};
    return true;
}

static void ring(void *user, int64_t now_ns)
{
    (void)now_ns;
    loop_stop(user);
}

static void pass(struct rig *rig, int64_t ns)
{
    loop_set_timer(rig->bell, loop_now_ns(rig->loop) + ns);
    assert_int_equal(loop_run(rig->loop), 0);
}

static void set_up(struct rig *rig)
{
    *rig = (struct rig){0};
    char *path = memory_format("/tmp/motograph-socket-test-%ld", (long)getpid());
    clock_init_simulated(&rig->clock, 0);
    rig->loop = loop_create(&rig->clock);
    rig->bell = loop_add_timer(rig->loop, ring, rig->loop);
    assert_true(ask_address(&rig->address, path, &rig->diag));
    rig->control = control_open(rig->loop, path, take, rig, &rig->diag);
    assert_non_null(rig->control);
    free(path);
}

static void tear_down(struct rig *rig)
{
    control_close(rig->control);
    loop_destroy(rig->loop);
    diag_finish(&rig->diag);
}

static int say(struct rig *rig, const char *text)
{
    int fd = ask_connect(&rig->address, 1000);
    assert_true(fd >= 0);
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
    for (int i = 0; i < 3; i++)
        pass(rig, TURN_NS);
    return fd;
}

/* Whether there is something to read: 0 at the end, -1 when there is nothing yet. */
static ssize_t hear(int fd)
{
    char bytes[4096];
    return recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
}

static void places_stay_free(void **state)
{
    (void)state;
    struct rig rig;
    int silent[MANY];
    set_up(&rig);
    for (size_t i = 0; i < MANY; i++)
        silent[i] = say(&rig, "{");
    int fd = say(&rig, "{\"command\":\"status\"}\n");
    assert_true(hear(fd) > 0);
    assert_int_equal(rig.asked, 1);
    assert_int_equal(hear(silent[0]), 0); /* who was silent for longest went */
    assert_int_equal(hear(silent[MANY - 1]), -1);
    close(fd);
    for (size_t i = 0; i < MANY; i++)
        close(silent[i]);
    tear_down(&rig);
}

static void the_silent_are_dropped(void **state)
{
    (void)state;
    struct rig rig;
    set_up(&rig);
    int silent = say(&rig, "{\"comm");
    int talker = say(&rig, "{\"command\":\"status\"}\n");
    assert_true(hear(talker) > 0);
    pass(&rig, CONTROL_IDLE_NS / 2);
    assert_int_equal(send(talker, "{\"command\":\"status\"}\n", 21, MSG_NOSIGNAL), 21);
    pass(&rig, CONTROL_IDLE_NS / 2);
    assert_true(hear(talker) > 0);
    assert_int_equal(hear(silent), 0);
    assert_int_equal(hear(talker), -1); /* it stays */
    pass(&rig, CONTROL_IDLE_NS);
    pass(&rig, TURN_NS);
    assert_int_equal(hear(talker), 0);
    close(silent);
    close(talker);
    tear_down(&rig);
}

static void who_hangs_up_is_not_obeyed(void **state)
{
    (void)state;
    struct rig rig;
    set_up(&rig);
    int fd = ask_connect(&rig.address, 1000);
    assert_int_equal(send(fd, "{\"command\":\"next\"}\n", 19, MSG_NOSIGNAL), 19);
    close(fd);
    for (int i = 0; i < 3; i++)
        pass(&rig, TURN_NS);
    assert_int_equal(rig.asked, 0);
    tear_down(&rig);
}

static void a_ticker_that_stands_still_is_told_from_none(void **state)
{
    (void)state;
    struct rig rig;
    json_t *reply;
    set_up(&rig); /* its loop does not run while it is asked */
    const struct request request = {.kind = REQUEST_STATUS};
    assert_int_equal(ask_ticker(rig.address.sun_path, &request, 50, &reply, &rig.diag), ASK_SILENT);
    assert_null(reply);
    int waiting[MANY];
    for (size_t i = 0; i < MANY; i++)
        waiting[i] = ask_connect(&rig.address, 10); /* until the backlog is full */
    assert_int_equal(ask_ticker(rig.address.sun_path, &request, 50, &reply, &rig.diag), ASK_SILENT);
    for (size_t i = 0; i < MANY; i++)
        if (waiting[i] >= 0)
            close(waiting[i]);
    assert_int_equal(ask_ticker("/nowhere/socket", &request, 50, &reply, &rig.diag), ASK_NOBODY);
    tear_down(&rig);
}

int main(void)
{
    alarm(30); /* what hangs fails */
    const struct CMUnitTest tests[] = {
        TEST("Who says half a line does not keep commands out", places_stay_free),
        TEST("Who is silent for a minute is dropped, who talks stays", the_silent_are_dropped),
        TEST("Who hangs up before the answer is not obeyed", who_hangs_up_is_not_obeyed),
        TEST("A ticker that stands still is told from none, in time",
             a_ticker_that_stands_still_is_told_from_none),
    };
    return cmocka_run_group_tests_name("control/socket", tests, NULL, NULL);
}
