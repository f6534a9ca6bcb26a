#include "check.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/loop.h"

struct trace {
    struct loop *loop;
    struct loop_timer *timer;
    char text[64];
    int64_t last_ns;
    int turns;
};

static void note_a(void *user, int64_t now_ns)
{
    struct trace *trace = user;
    strncat(trace->text, "a", 2);
    trace->last_ns = now_ns;
}

static void note_b(void *user, int64_t now_ns)
{
    struct trace *trace = user;
    strncat(trace->text, "b", 2);
    trace->last_ns = now_ns;
}

static void stop(void *user, int64_t now_ns)
{
    struct trace *trace = user;
    trace->last_ns = now_ns;
    loop_stop(trace->loop);
}

static void a_simulated_year_takes_no_time(void **state)
{
    (void)state;
    struct clock clock;
    clock_init_simulated(&clock, 0);
    struct trace trace = {.loop = loop_create(&clock)};
    const int64_t year_ns = 365 * 86400 * CLOCK_NS_PER_S;
    loop_set_timer(loop_add_timer(trace.loop, stop, &trace), year_ns);
    assert_int_equal(loop_run(trace.loop), 0);
    assert_true(trace.last_ns == year_ns);
    loop_destroy(trace.loop);
}

static void equal_instants_run_in_order_of_setting(void **state)
{
    (void)state;
    struct clock clock;
    clock_init_simulated(&clock, 0);
    struct trace trace = {.loop = loop_create(&clock)};
    struct loop_timer *a = loop_add_timer(trace.loop, note_a, &trace);
    struct loop_timer *b = loop_add_timer(trace.loop, note_b, &trace);
    struct loop_timer *end = loop_add_timer(trace.loop, stop, &trace);
    loop_set_timer(b, 5);
    loop_set_timer(a, 5);
    loop_set_timer(end, 6);
    loop_run(trace.loop);
    assert_string_equal(trace.text, "ba");
    loop_destroy(trace.loop);
}

static void again(void *user, int64_t now_ns)
{
    struct trace *trace = user;
    if (++trace->turns == 5)
        loop_stop(trace->loop);
    loop_set_timer(trace->timer, now_ns);
}

static void on_pipe(void *user, int fd, uint32_t events)
{
    struct trace *trace = user;
    char byte;
    (void)events;
    assert_int_equal(read(fd, &byte, 1), 1);
    loop_remove_fd(trace->loop, fd);
    strncat(trace->text, "p", 2);
}

static void a_timer_that_is_always_due_starves_nobody(void **state)
{
    (void)state;
    struct clock clock;
    clock_init_simulated(&clock, 0);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct trace trace = {.loop = loop_create(&clock)};
    trace.timer = loop_add_timer(trace.loop, again, &trace);
    loop_set_timer(trace.timer, 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    assert_int_equal(loop_add_fd(trace.loop, ends[0], EPOLLIN, on_pipe, &trace), 0);
    loop_run(trace.loop);
    assert_string_equal(trace.text, "p");
    loop_destroy(trace.loop);
    close(ends[0]);
    close(ends[1]);
}

static void on_signal(void *user, int number)
{
    struct trace *trace = user;
    assert_int_equal(number, SIGUSR1);
    loop_stop(trace->loop);
}

static void raise_it(void *user, int64_t now_ns)
{
    (void)user;
    (void)now_ns;
    kill(getpid(), SIGUSR1);
}

static void a_signal_arrives_in_the_loop(void **state)
{
    (void)state;
    struct clock clock;
    clock_init_real(&clock);
    struct trace trace = {.loop = loop_create(&clock)};
    assert_int_equal(loop_add_signal(trace.loop, SIGUSR1, on_signal, &trace), 0);
    loop_set_timer(loop_add_timer(trace.loop, raise_it, &trace),
                   clock_monotonic_ns(&clock) + CLOCK_NS_PER_MS);
    assert_int_equal(loop_run(trace.loop), 0);
    loop_destroy(trace.loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A year on the simulated clock takes no time", a_simulated_year_takes_no_time),
        TEST("Timers of one instant run in the order of setting",
             equal_instants_run_in_order_of_setting),
        TEST("A timer that is always due starves no descriptor",
             a_timer_that_is_always_due_starves_nobody),
        TEST("A signal arrives in the loop", a_signal_arrives_in_the_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
