#include "base/realtime.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/memory.h"

#define PRIORITY 50 /* of 1 to 99: above what the kernel runs for others, below its own */
/* Small, since all that is touched of it is locked; the thread's own storage (large
 * under a sanitizer) lies in it, too. */
#define STACK_SIZE ((size_t)512 * 1024)
#define TOUCHED ((size_t)64 * 1024) /* more than the refresh thread ever needs */

static int start_with(pthread_t *thread, pthread_attr_t *attributes, int policy,
                      void *(*run)(void *), void *user)
{
    const struct sched_param parameters = {.sched_priority = policy == SCHED_FIFO ? PRIORITY : 0};
    pthread_attr_setinheritsched(attributes, PTHREAD_EXPLICIT_SCHED);
    pthread_attr_setschedpolicy(attributes, policy);
    pthread_attr_setschedparam(attributes, &parameters);
    return pthread_create(thread, attributes, run, user);
}

/* Where memory may be locked without limit, all that comes later is locked, too;
 * else later requests beyond the limit would fail. */
static int lock_memory(void)
{
    struct rlimit limit = {0, 0};
    getrlimit(RLIMIT_MEMLOCK, &limit);
    bool unlimited = limit.rlim_cur == RLIM_INFINITY || geteuid() == 0;
    return mlockall(MCL_CURRENT | MCL_ONFAULT | (unlimited ? MCL_FUTURE : 0));
}

static bool one_core(void)
{
    return sysconf(_SC_NPROCESSORS_ONLN) < 2;
}

struct start {
    void *(*run)(void *);
    void *user;
};

/* So that no page of the stack is missing while a row is lit. */
__attribute__((noinline)) static void touch_stack(void)
{
    volatile char stack[TOUCHED];
    for (size_t i = 0; i < sizeof stack; i += 1024)
        stack[i] = 0;
}

static void *begin(void *user)
{
    const struct start start = *(struct start *)user;
    free(user);
    touch_stack();
    prctl(PR_SET_TIMERSLACK, 1); /* ns: a sleep ends when it shall, without real time too */
    return start.run(start.user);
}

void realtime_raise(bool forced)
{
    const struct sched_param parameters = {.sched_priority = PRIORITY};
    lock_memory();
    if (forced || !one_core())
        sched_setscheduler(0, SCHED_FIFO, &parameters);
}

int realtime_start_thread(pthread_t *thread, void *(*run)(void *), void *user, bool forced,
                          const char **ordinary)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    *ordinary = NULL;
    int error = EPERM;
    struct start *start = memory_alloc(1, sizeof *start);
    *start = (struct start){run, user};
    if (lock_memory() < 0)
        *ordinary = "memory can't be locked";
    if (!forced && one_core())
        *ordinary = "there is one core only (hub75.realtime = \"force\")";
    else
        error = start_with(thread, &attributes, SCHED_FIFO, begin, start);
    if (error == EPERM) {
        if (!*ordinary)
            *ordinary = "no right to SCHED_FIFO (CAP_SYS_NICE, or LimitRTPRIO in the unit)";
        error = start_with(thread, &attributes, SCHED_OTHER, begin, start);
    }
    if (error != 0)
        free(start);
    pthread_attr_destroy(&attributes);
    return error;
}
