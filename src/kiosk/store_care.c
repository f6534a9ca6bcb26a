#include "kiosk/store_care.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"
#include "store/backup.h"

#define LOOK_NS (10 * CLOCK_NS_PER_S)
#define HOUR_MS (3600 * CLOCK_MS_PER_S)
/* How often the log of changes is brought into the file, however small it is. */
#define CHECKPOINT_MS (6 * HOUR_MS)

struct keeper {
    struct loop *loop;
    const struct clock *clock;
    struct loop_timer *timer;
    struct store *store;
    char *backup;
    int64_t backup_every_ms; /* 0: never */
    int64_t backed_up_ms;    /* the last good one */
    int64_t tried_ms;
    int64_t checkpoint_ms;
    char *trouble; /* NULL: none */
    bool threaded;
    bool running; /* a thread has to be joined */
    pthread_t thread;
    pthread_mutex_t mutex; /* of the rest */
    bool done;
    struct diag told; /* for the log: the thread does not write there itself */
    int64_t now_ms;   /* when the work began */
    bool want_backup;
};

static void work_with(struct keeper *keeper, struct store *store, struct diag *told)
{
    store_checkpoint(store, false, told);
    if (keeper->want_backup && store_backup(store, keeper->backup, keeper->now_ms, told)) {
        keeper->backed_up_ms = keeper->now_ms;
        diag_add(told, DIAG_NOTE, "%s: the backup is made", keeper->backup);
    }
}

static void *work(void *user)
{
    struct keeper *keeper = user;
    struct diag told = {0};
    struct store *own = store_open(store_path(keeper->store), &told);
    if (own)
        work_with(keeper, own, &told);
    store_close(own);
    pthread_mutex_lock(&keeper->mutex);
    diag_take(&keeper->told, &told);
    keeper->done = true;
    pthread_mutex_unlock(&keeper->mutex);
    diag_finish(&told);
    return NULL;
}

/* Signals are the loop's. */
static void start(struct keeper *keeper)
{
    sigset_t all, before;
    keeper->done = false;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    keeper->running = pthread_create(&keeper->thread, NULL, work, keeper) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void collect(struct keeper *keeper)
{
    if (keeper->running)
        pthread_join(keeper->thread, NULL);
    keeper->running = false;
    log_diag(&keeper->told);
    diag_finish(&keeper->told);
}

static bool is_working(struct keeper *keeper)
{
    pthread_mutex_lock(&keeper->mutex);
    bool working = keeper->running && !keeper->done;
    pthread_mutex_unlock(&keeper->mutex);
    return working;
}

/* By a clock that may be set back. */
static bool is_over(int64_t since_ms, int64_t span_ms, int64_t now_ms)
{
    return now_ms - since_ms >= span_ms || now_ms < since_ms;
}

static void work_if_due(struct keeper *keeper)
{
    int64_t now_ms = clock_wall_ms(keeper->clock);
    keeper->want_backup = keeper->backup_every_ms > 0 &&
                          is_over(keeper->backed_up_ms, keeper->backup_every_ms, now_ms) &&
                          is_over(keeper->tried_ms, HOUR_MS, now_ms);
    if (!keeper->want_backup && !is_over(keeper->checkpoint_ms, CHECKPOINT_MS, now_ms))
        return;
    keeper->checkpoint_ms = keeper->now_ms = now_ms;
    if (keeper->want_backup)
        keeper->tried_ms = now_ms;
    if (keeper->threaded)
        start(keeper);
    else
        work_with(keeper, keeper->store, &keeper->told);
}

/* Told when it begins and when it is over. */
static void set_trouble(struct keeper *keeper, const char *trouble)
{
    if (trouble && !keeper->trouble)
        log_error("%s: the show goes on with what is in memory", trouble);
    if (!trouble && keeper->trouble)
        log_info("%s: can be written again", store_path(keeper->store));
    free(keeper->trouble);
    keeper->trouble = memory_copy_string(trouble);
}

static void look_for_trouble(struct keeper *keeper)
{
    struct diag diag = {0};
    bool good = store_has_room(keeper->store, &diag) && store_try_writing(keeper->store, &diag);
    set_trouble(keeper, good || diag.count == 0 ? NULL : diag.messages[0].text);
    diag_finish(&diag);
}

static void look(void *user, int64_t now_ns)
{
    struct keeper *keeper = user;
    if (!is_working(keeper)) {
        collect(keeper);
        look_for_trouble(keeper);
        if (!keeper->trouble)
            work_if_due(keeper);
    }
    loop_set_timer(keeper->timer, now_ns + LOOK_NS);
}

struct keeper *keeper_create(struct loop *loop, const struct clock *clock, struct store *store,
                             const struct config *config)
{
    struct keeper *keeper = memory_alloc(1, sizeof *keeper);
    *keeper = (struct keeper){
        .loop = loop,
        .clock = clock,
        .store = store,
        .backup = store_backup_path(store_path(store), config->store.backup),
        .backup_every_ms = config->store.backup_hours * HOUR_MS,
        .checkpoint_ms = clock_wall_ms(clock),
        .threaded = !clock->simulated,
    };
    keeper->backed_up_ms = store_backup_time(keeper->backup);
    pthread_mutex_init(&keeper->mutex, NULL);
    look_for_trouble(keeper);
    keeper->timer = loop_add_timer(loop, look, keeper);
    loop_set_timer(keeper->timer, loop_now_ns(loop) + LOOK_NS);
    return keeper;
}

void keeper_destroy(struct keeper *keeper)
{
    if (!keeper)
        return;
    collect(keeper);
    loop_remove_timer(keeper->loop, keeper->timer);
    pthread_mutex_destroy(&keeper->mutex);
    free(keeper->trouble);
    free(keeper->backup);
    free(keeper);
}

const char *keeper_trouble(const struct keeper *keeper)
{
    return keeper && keeper->trouble ? keeper->trouble : NULL;
}
