/* The event loop: epoll(7), one timerfd(2) for the next deadline, signalfd(2).
 * All of it runs in the thread that calls loop_run.
 *
 * With a simulated clock the loop never sleeps: it moves the clock to the next
 * deadline at once (file descriptors are still polled between deadlines).
 */
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

struct loop;
struct loop_timer;

typedef void (*loop_fd_fn)(void *user, int fd, uint32_t events); /* events: EPOLLIN, ... */
typedef void (*loop_timer_fn)(void *user, int64_t now_ns);
typedef void (*loop_signal_fn)(void *user, int signal);

/* NULL with errno set when the kernel refuses. The clock outlives the loop. */
struct loop *loop_create(struct clock *clock);

/* Ends it with its timers; the signals that it took are delivered as before. NULL is fine. */
void loop_destroy(struct loop *loop);

/* Now, by the loop's clock. */
int64_t loop_now_ns(const struct loop *loop);

/* The first whole second of monotonic time after now_ns. What looks at something once a second,
 * whenever that is, sets its timer so: all of it wakes the machine once. */
int64_t loop_next_second_ns(int64_t now_ns);

/* Watches fd (not owned) until loop_remove_fd. Returns 0 or -errno. A callback
 * may add and remove any fd, its own included. */
int loop_add_fd(struct loop *loop, int fd, uint32_t events, loop_fd_fn fn, void *user);

/* Other events of an fd that is watched. 0, -ENOENT where it is not, or another -errno. */
int loop_modify_fd(struct loop *loop, int fd, uint32_t events);

/* Does nothing where it is not watched. */
void loop_remove_fd(struct loop *loop, int fd);

/* A timer, off until it is set. Owned by the loop until loop_remove_timer. */
struct loop_timer *loop_add_timer(struct loop *loop, loop_timer_fn fn, void *user);

/* Calls it once at that instant, or as soon as it is past, in place of what was set before. */
void loop_set_timer(struct loop_timer *timer, int64_t monotonic_ns);

/* Off and freed; also from within its own call. */
void loop_remove_timer(struct loop *loop, struct loop_timer *timer);

/* Blocks the signal for the process and delivers it here. Returns 0 or -errno. */
int loop_add_signal(struct loop *loop, int signal, loop_signal_fn fn, void *user);

/* Runs until loop_stop. Returns 0 or -errno of a failed epoll_wait. Timers that
 * are due at the same instant run in the order in which they were set. */
int loop_run(struct loop *loop);

/* loop_run returns when the calls that are due are over. */
void loop_stop(struct loop *loop);

#endif
