#include "base/realtime.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#define PRIORITY 50 /* of 1 to 99: above what the kernel runs for others, below its own */
#define STACK_SIZE ((size_t)256 * 1024) /* small, since all of it is locked */

static int start_with(pthread_t *thread, pthread_attr_t *attributes, int policy,
                      void *(*run)(void *), void *user)
{
    const struct sched_param parameters = {.sched_priority = policy == SCHED_FIFO ? PRIORITY : 0};
    pthread_attr_setinheritsched(attributes, PTHREAD_EXPLICIT_SCHED);
    pthread_attr_setschedpolicy(attributes, policy);
    pthread_attr_setschedparam(attributes, &parameters);
    return pthread_create(thread, attributes, run, user);
}

int realtime_start_thread(pthread_t *thread, void *(*run)(void *), void *user, bool forced,
                          const char **ordinary)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    *ordinary = NULL;
    int error = EPERM;
    if (mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) < 0)
        *ordinary = "memory can't be locked";
    if (!forced && sysconf(_SC_NPROCESSORS_ONLN) < 2)
        *ordinary = "there is one core only (hub75.realtime = \"force\")";
    else
        error = start_with(thread, &attributes, SCHED_FIFO, run, user);
    if (error == EPERM) {
        if (!*ordinary)
            *ordinary = "no right to SCHED_FIFO (CAP_SYS_NICE, or LimitRTPRIO in the unit)";
        error = start_with(thread, &attributes, SCHED_OTHER, run, user);
    }
    pthread_attr_destroy(&attributes);
    return error;
}
