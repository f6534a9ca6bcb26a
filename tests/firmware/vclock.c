/* Preloaded into the real program: its clock and its waits are those of the
 * emulator (tests/firmware/conductor.c, by a socket whose number is in VCLOCK), so
 * that both live in one time. What the program computes takes none of it. */
#include <dlfcn.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "vclock.h"

static int64_t now_ns = VCLOCK_START_NS;
static int64_t deadline_ns = INT64_MAX;
static int timer_fd = -1;
static int tty_fd = -1;
static struct {
    uint64_t out, in; /* that the program has written, and read */
    uint64_t sent;    /* that were written to it */
} bytes_of;

static int to_conductor(void)
{
    static int fd = -1;
    const char *number = getenv("VCLOCK");
    if (fd < 0 && number)
        fd = atoi(number);
    return fd;
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
    int64_t t_ns = now_ns + (clock == CLOCK_REALTIME ? VCLOCK_WALL_NS : 0);
    *out = (struct timespec){t_ns / 1000000000, t_ns % 1000000000};
    return 0;
}

int timerfd_create(clockid_t clock, int flags)
{
    (void)clock, (void)flags;
    timer_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return timer_fd;
}

int timerfd_settime(int fd, int flags, const struct itimerspec *wanted, struct itimerspec *old)
{
    (void)fd, (void)flags, (void)old;
    int64_t t_ns = wanted->it_value.tv_sec * INT64_C(1000000000) + wanted->it_value.tv_nsec;
    deadline_ns = t_ns ? t_ns : INT64_MAX;
    return 0;
}

static bool is_device(int fd)
{
    return fd > STDERR_FILENO && isatty(fd);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    ssize_t count = syscall(SYS_write, fd, bytes, size);
    if (count > 0 && is_device(fd)) {
        tty_fd = fd;
        bytes_of.out += (size_t)count;
    }
    return count;
}

ssize_t read(int fd, void *bytes, size_t size)
{
    ssize_t count = syscall(SYS_read, fd, bytes, size);
    if (count > 0 && is_device(fd)) {
        tty_fd = fd;
        bytes_of.in += (size_t)count;
        if (bytes_of.in > bytes_of.sent) /* what was lost has come */
            bytes_of.in = bytes_of.sent;
    }
    return count;
}

/* Until all that was written to it can be read. */
static void await_bytes(void)
{
    int waiting = 0;
    for (int i = 0; i < VCLOCK_LOST_MS && is_device(tty_fd); i++) {
        if (ioctl(tty_fd, FIONREAD, &waiting) < 0)
            break;
        if (bytes_of.in + (unsigned)waiting >= bytes_of.sent)
            return;
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
    bytes_of.in = bytes_of.sent - (unsigned)waiting;
}

/* Lets the emulator run until then, or until it has something to say. */
static void pass_time(int64_t until_ns)
{
    struct vclock_question question = {until_ns, bytes_of.out};
    struct vclock_answer answer;
    if (write(to_conductor(), &question, sizeof question) != sizeof question ||
        read(to_conductor(), &answer, sizeof answer) != sizeof answer)
        _exit(3);
    now_ns = answer.now_ns;
    bytes_of.sent = answer.written;
    await_bytes();
}

static void wait_for_time(void)
{
    pass_time(deadline_ns);
    if (now_ns < deadline_ns)
        return;
    uint64_t one = 1;
    deadline_ns = INT64_MAX;
    if (write(timer_fd, &one, sizeof one) != sizeof one)
        _exit(3);
}

int poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
    int (*real)(struct pollfd *, nfds_t, int) =
        (int (*)(struct pollfd *, nfds_t, int))dlsym(RTLD_NEXT, "poll");
    int64_t end_ns = timeout_ms < 0 ? INT64_MAX : now_ns + timeout_ms * INT64_C(1000000);
    for (;;) {
        int ready = real(fds, count, 0);
        if (ready != 0 || now_ns >= end_ns)
            return ready;
        pass_time(end_ns);
    }
}

int epoll_wait(int fd, struct epoll_event *events, int most, int timeout_ms)
{
    int (*real)(int, struct epoll_event *, int, int) =
        (int (*)(int, struct epoll_event *, int, int))dlsym(RTLD_NEXT, "epoll_wait");
    for (;;) {
        int count = real(fd, events, most, 0);
        if (count != 0 || timeout_ms == 0)
            return count;
        wait_for_time();
    }
}
