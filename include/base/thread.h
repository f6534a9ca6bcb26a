/* Threads beside the loop: whoever sends the program a signal means the loop, which reads it
 * (signalfd). What a thread's own fault raises stays the thread's: a blocked one would end the
 * program, whatever handler it has (signal(7), sigprocmask(2)).
 */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>

/* Begins work(user) in a thread, for the caller to join. 0, or the error's number. */
int thread_begin(pthread_t *thread, void *(*work)(void *user), void *user);

#endif
