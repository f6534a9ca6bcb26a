#include "kiosk/watchdog.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

/* sd_watchdog_enabled(3) advises half; so a word that comes late, or is lost, harms nothing. */
#define WORDS_A_LIMIT 4
#define NS_PER_US INT64_C(1000)
#define READY_LOOK_NS (100 * CLOCK_NS_PER_MS)
#define STATUS_LOOK_NS (2 * CLOCK_NS_PER_S)

struct watchdog {
    struct loop *loop;
    struct loop_timer *timer;
    struct notify *notify;
    const struct output *output;
    watchdog_words_fn *words;
    void *user;
    int64_t every_ns; /* 0: nobody waits for it */
    uint64_t beats;
    bool ready;
    char *told; /* the last status; NULL: none */
};

/* An output that has no life of its own lives as the loop does. */
static bool is_alive(struct watchdog *watchdog)
{
    const struct output *output = watchdog->output;
    if (!output->ops->beats)
        return true;
    uint64_t before = watchdog->beats;
    watchdog->beats = output->ops->beats(output);
    return watchdog->beats != before;
}

static void tell_status(struct watchdog *watchdog)
{
    const char *words = watchdog->words(watchdog->user);
    char *status = words ? memory_format("STATUS=on air: %s", words)
                         : memory_copy_string("STATUS=nothing is on air");
    for (char *at = status; (at = strchr(at, '\n'));) /* a newline would begin another message */
        *at = ' ';
    if (!watchdog->told || strcmp(status, watchdog->told) != 0)
        notify_send(watchdog->notify, status);
    free(watchdog->told);
    watchdog->told = status;
}

static int64_t next_ns(const struct watchdog *watchdog, int64_t now_ns)
{
    if (!watchdog->ready)
        return now_ns + READY_LOOK_NS;
    int64_t wait_ns = watchdog->every_ns ? watchdog->every_ns : STATUS_LOOK_NS;
    /* With what else looks once a second, where there is time for it. */
    return wait_ns >= 2 * CLOCK_NS_PER_S ? loop_next_second_ns(now_ns + wait_ns - CLOCK_NS_PER_S)
                                         : now_ns + wait_ns;
}

static void look(void *user, int64_t now_ns)
{
    struct watchdog *watchdog = user;
    bool alive = is_alive(watchdog);
    if (alive && !watchdog->ready)
        watchdog->ready = notify_send(watchdog->notify, "READY=1");
    if (alive && watchdog->every_ns)
        notify_send(watchdog->notify, "WATCHDOG=1");
    if (watchdog->ready)
        tell_status(watchdog);
    loop_set_timer(watchdog->timer, next_ns(watchdog, now_ns));
}

struct watchdog *watchdog_create(struct loop *loop, struct notify *notify,
                                 const struct output *output, int64_t limit_us,
                                 watchdog_words_fn *words, void *user)
{
    assert(limit_us >= 0 && words);
    if (!notify)
        return NULL;
    struct watchdog *watchdog = memory_alloc(1, sizeof *watchdog);
    *watchdog = (struct watchdog){.loop = loop,
                                  .timer = loop_add_timer(loop, look, watchdog),
                                  .notify = notify,
                                  .output = output,
                                  .words = words,
                                  .user = user,
                                  .every_ns = limit_us * NS_PER_US / WORDS_A_LIMIT};
    is_alive(watchdog); /* what was before is no sign */
    loop_set_timer(watchdog->timer, loop_now_ns(loop));
    return watchdog;
}

void watchdog_destroy(struct watchdog *watchdog)
{
    if (!watchdog)
        return;
    loop_remove_timer(watchdog->loop, watchdog->timer);
    free(watchdog->told);
    free(watchdog);
}

/* -1: it is no number. */
static int64_t number(const char *text)
{
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    return errno || end == text || *end || value < 0 ? -1 : (int64_t)value;
}

int64_t watchdog_limit_us(const char *usec, const char *pid)
{
    int64_t limit_us = usec ? number(usec) : 0;
    bool ours = !pid || number(pid) == (int64_t)getpid();
    return ours && limit_us > 0 && limit_us <= INT64_MAX / NS_PER_US ? limit_us : 0;
}
