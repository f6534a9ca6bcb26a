/* Real time, as far as the system grants it. */
#ifndef BASE_REALTIME_H
#define BASE_REALTIME_H

#include <pthread.h>
#include <stdbool.h>

/* Starts a thread under SCHED_FIFO (sched(7)) where that is allowed and there is
 * more than one core (or it is forced: on a single core all else waits); else as any other thread,
 * and *ordinary says why (static; NULL: it is a real-time one). Memory is locked on fault
 * (mlockall(2)) where that is allowed. 0 or an errno. */
int realtime_start_thread(pthread_t *thread, void *(*run)(void *), void *user, bool forced,
                          const char **ordinary);

/* The calling process, which has one thread and little to do, runs in real time and
 * with its memory locked, as far as it may. */
void realtime_raise(bool forced);

#endif
