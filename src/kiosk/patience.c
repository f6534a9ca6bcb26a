#include "kiosk/patience.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"

#define TIMES 10
#define NS_PER_US INT64_C(1000)
/* A thousandth of the time is work: what this thread itself uses is far less. */
#define WORK_DIVISOR 1000

struct patience {
    struct notify *notify;
    int64_t every_ns;
    int end[2]; /* a byte when the thread has to end: a process that was forked may hold
                 * the pipe, too, so that its closing tells nothing */
    pthread_t thread;
};

struct work {
    int64_t cpu_us;
    long blocks;
};

static struct work work_now(void)
{
    struct rusage use = {0};
    getrusage(RUSAGE_SELF, &use);
    return (struct work){
        .cpu_us =
            (int64_t)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * (CLOCK_NS_PER_S / NS_PER_US) +
            use.ru_utime.tv_usec + use.ru_stime.tv_usec,
        .blocks = use.ru_inblock,
    };
}

static void ask(const struct patience *patience)
{
    char *words = memory_format("STATUS=reads the store\nEXTEND_TIMEOUT_USEC=%lld",
                                (long long)(TIMES * patience->every_ns / NS_PER_US));
    notify_send(patience->notify, words);
    free(words);
}

static void *watch(void *user)
{
    const struct patience *patience = user;
    struct pollfd end = {.fd = patience->end[0], .events = POLLIN};
    struct work before = work_now();
    while (poll(&end, 1, (int)(patience->every_ns / CLOCK_NS_PER_MS)) == 0) {
        struct work now = work_now();
        if (now.blocks != before.blocks ||
            (now.cpu_us - before.cpu_us) * NS_PER_US > patience->every_ns / WORK_DIVISOR)
            ask(patience);
        before = now;
    }
    return NULL;
}

struct patience *patience_begin(struct notify *notify, int64_t every_ns)
{
    if (!notify)
        return NULL;
    struct patience *patience = memory_alloc(1, sizeof *patience);
    *patience = (struct patience){.notify = notify, .every_ns = every_ns};
    ask(patience);
    if (pipe2(patience->end, O_CLOEXEC) != 0) {
        free(patience);
        return NULL;
    }
    if (pthread_create(&patience->thread, NULL, watch, patience) == 0)
        return patience;
    close(patience->end[0]);
    close(patience->end[1]);
    free(patience);
    return NULL;
}

void patience_end(struct patience *patience)
{
    if (!patience)
        return;
    if (write(patience->end[1], "", 1) == 1) /* a pipe of one's own takes a byte */
        pthread_join(patience->thread, NULL);
    close(patience->end[1]);
    close(patience->end[0]);
    free(patience);
}
