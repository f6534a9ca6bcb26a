#include "base/loop.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/memory.h"

#define EVENTS_AT_ONCE 16
#define SIGNALS_MAX 65 /* _NSIG: signals are numbered from 1 to 64 */

/* A watched descriptor. Removed ones stay in the list until the current batch
 * of events is through, since it may still point at them. */
struct watch {
    int fd;
    bool removed;
    loop_fd_fn fn;
    void *user;
    struct watch *next;
};

struct loop_timer {
    int64_t due_ns; /* INT64_MAX: off */
    uint64_t order; /* of setting */
    loop_timer_fn fn;
    void *user;
    bool removed;
    struct loop *loop;
    struct loop_timer *next;
};

struct signal_handler {
    loop_signal_fn fn;
    void *user;
};

struct loop {
    struct clock *clock;
    int epoll_fd;
    int timer_fd;
    int signal_fd;
    sigset_t signals;
    struct signal_handler handlers[SIGNALS_MAX];
    struct watch *watches;
    struct loop_timer *timers;
    uint64_t settings;
    bool stopped;
};

static void on_timer_fd(void *user, int fd, uint32_t events)
{
    uint64_t expirations;
    (void)user;
    (void)events;
    if (read(fd, &expirations, sizeof expirations) < 0)
        return; /* it was set again in the meantime: nothing to read */
}

static void on_signal_fd(void *user, int fd, uint32_t events)
{
    struct loop *loop = user;
    struct signalfd_siginfo info;
    (void)events;
    while (read(fd, &info, sizeof info) == (ssize_t)sizeof info) {
        struct signal_handler *handler = &loop->handlers[info.ssi_signo];
        if (handler->fn)
            handler->fn(handler->user, (int)info.ssi_signo);
    }
}

static bool loop_open(struct loop *loop)
{
    loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    loop->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    sigemptyset(&loop->signals);
    loop->signal_fd = signalfd(-1, &loop->signals, SFD_CLOEXEC | SFD_NONBLOCK);
    return loop->epoll_fd >= 0 && loop->timer_fd >= 0 && loop->signal_fd >= 0 &&
           loop_add_fd(loop, loop->timer_fd, EPOLLIN, on_timer_fd, loop) == 0 &&
           loop_add_fd(loop, loop->signal_fd, EPOLLIN, on_signal_fd, loop) == 0;
}

struct loop *loop_create(struct clock *clock)
{
    struct loop *loop = memory_alloc(1, sizeof *loop);
    loop->clock = clock;
    if (loop_open(loop))
        return loop;
    int error = errno;
    loop_destroy(loop);
    errno = error;
    return NULL;
}

int64_t loop_now_ns(const struct loop *loop)
{
    return clock_monotonic_ns(loop->clock);
}

int64_t loop_next_second_ns(int64_t now_ns)
{
    return (now_ns / CLOCK_NS_PER_S + 1) * CLOCK_NS_PER_S;
}

static void close_fd(int fd)
{
    if (fd >= 0)
        close(fd);
}

void loop_destroy(struct loop *loop)
{
    if (!loop)
        return;
    for (struct watch *watch = loop->watches; watch;) {
        struct watch *next = watch->next;
        free(watch);
        watch = next;
    }
    for (struct loop_timer *timer = loop->timers; timer;) {
        struct loop_timer *next = timer->next;
        free(timer);
        timer = next;
    }
    sigprocmask(SIG_UNBLOCK, &loop->signals, NULL);
    close_fd(loop->signal_fd);
    close_fd(loop->timer_fd);
    close_fd(loop->epoll_fd);
    free(loop);
}

static struct watch *find_watch(struct loop *loop, int fd)
{
    struct watch *watch = loop->watches;
    while (watch && (watch->fd != fd || watch->removed))
        watch = watch->next;
    return watch;
}

int loop_add_fd(struct loop *loop, int fd, uint32_t events, loop_fd_fn fn, void *user)
{
    struct watch *watch = memory_alloc(1, sizeof *watch);
    *watch = (struct watch){.fd = fd, .fn = fn, .user = user, .next = loop->watches};
    struct epoll_event event = {.events = events, .data.ptr = watch};
    if (epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0) {
        int error = errno;
        free(watch);
        return -error;
    }
    loop->watches = watch;
    return 0;
}

int loop_modify_fd(struct loop *loop, int fd, uint32_t events)
{
    struct watch *watch = find_watch(loop, fd);
    if (!watch)
        return -ENOENT;
    struct epoll_event event = {.events = events, .data.ptr = watch};
    return epoll_ctl(loop->epoll_fd, EPOLL_CTL_MOD, fd, &event) < 0 ? -errno : 0;
}

void loop_remove_fd(struct loop *loop, int fd)
{
    struct watch *watch = find_watch(loop, fd);
    if (!watch)
        return;
    epoll_ctl(loop->epoll_fd, EPOLL_CTL_DEL, fd, NULL);
    watch->removed = true;
}

struct loop_timer *loop_add_timer(struct loop *loop, loop_timer_fn fn, void *user)
{
    struct loop_timer *timer = memory_alloc(1, sizeof *timer);
    *timer = (struct loop_timer){
        .due_ns = INT64_MAX, .fn = fn, .user = user, .loop = loop, .next = loop->timers};
    loop->timers = timer;
    return timer;
}

void loop_set_timer(struct loop_timer *timer, int64_t monotonic_ns)
{
    timer->due_ns = monotonic_ns;
    timer->order = timer->loop->settings++;
}

void loop_remove_timer(struct loop *loop, struct loop_timer *timer)
{
    (void)loop;
    timer->due_ns = INT64_MAX;
    timer->removed = true;
}

int loop_add_signal(struct loop *loop, int number, loop_signal_fn fn, void *user)
{
    assert(number > 0 && number < SIGNALS_MAX);
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    sigaddset(&loop->signals, number);
    loop->handlers[number] = (struct signal_handler){fn, user};
    if (sigprocmask(SIG_BLOCK, &one, NULL) < 0 ||
        signalfd(loop->signal_fd, &loop->signals, SFD_CLOEXEC | SFD_NONBLOCK) < 0)
        return -errno;
    return 0;
}

/* Frees what was removed while callbacks ran. */
static void sweep(struct loop *loop)
{
    for (struct watch **link = &loop->watches; *link;) {
        struct watch *watch = *link;
        if (!watch->removed) {
            link = &watch->next;
            continue;
        }
        *link = watch->next;
        free(watch);
    }
    for (struct loop_timer **link = &loop->timers; *link;) {
        struct loop_timer *timer = *link;
        if (!timer->removed) {
            link = &timer->next;
            continue;
        }
        *link = timer->next;
        free(timer);
    }
}

/* The timer that is due first; of two at the same instant the one set first. */
static struct loop_timer *first_timer(const struct loop *loop)
{
    struct loop_timer *first = NULL;
    for (struct loop_timer *timer = loop->timers; timer; timer = timer->next) {
        if (timer->due_ns == INT64_MAX)
            continue;
        if (!first || timer->due_ns < first->due_ns ||
            (timer->due_ns == first->due_ns && timer->order < first->order))
            first = timer;
    }
    return first;
}

/* Each timer that is due runs once a turn, even where it sets itself to now. */
static void run_timers(struct loop *loop)
{
    uint64_t settings = loop->settings;
    while (!loop->stopped) {
        struct loop_timer *timer = first_timer(loop);
        int64_t now_ns = clock_monotonic_ns(loop->clock);
        if (!timer || timer->due_ns > now_ns || timer->order >= settings)
            return;
        timer->due_ns = INT64_MAX;
        timer->fn(timer->user, now_ns);
    }
}

static int arm_timer_fd(struct loop *loop, int64_t due_ns)
{
    struct itimerspec spec = {0}; /* all zero: off */
    if (due_ns != INT64_MAX) {
        int64_t when = due_ns > 0 ? due_ns : 1;
        spec.it_value.tv_sec = (time_t)(when / CLOCK_NS_PER_S);
        spec.it_value.tv_nsec = (long)(when % CLOCK_NS_PER_S);
    }
    return timerfd_settime(loop->timer_fd, TFD_TIMER_ABSTIME, &spec, NULL) < 0 ? -errno : 0;
}

/* How long epoll may wait, ms; -1: until something happens. */
static int prepare_wait(struct loop *loop)
{
    const struct loop_timer *timer = first_timer(loop);
    int64_t due_ns = timer ? timer->due_ns : INT64_MAX;
    if (loop->clock->simulated) {
        if (!timer)
            return -1;
        if (due_ns > loop->clock->monotonic_ns)
            clock_advance_to(loop->clock, due_ns);
        return 0;
    }
    if (timer && due_ns <= clock_monotonic_ns(loop->clock))
        return 0;
    return arm_timer_fd(loop, due_ns) < 0 ? 1 : -1; /* without the timer: ask again in 1 ms */
}

static void dispatch(struct loop *loop, const struct epoll_event *events, int count)
{
    for (int i = 0; i < count && !loop->stopped; i++) {
        struct watch *watch = events[i].data.ptr;
        if (!watch->removed)
            watch->fn(watch->user, watch->fd, events[i].events);
    }
}

int loop_run(struct loop *loop)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    loop->stopped = false;
    while (!loop->stopped) {
        int count = epoll_wait(loop->epoll_fd, events, EVENTS_AT_ONCE, prepare_wait(loop));
        if (count < 0 && errno != EINTR)
            return -errno;
        dispatch(loop, events, count);
        run_timers(loop);
        sweep(loop);
    }
    return 0;
}

void loop_stop(struct loop *loop)
{
    loop->stopped = true;
}
