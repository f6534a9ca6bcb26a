#include "kiosk/store_care.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/thread.h"
#include "config/config.h"
#include "store/asrun.h"
#include "store/backup.h"
#include "store/generations.h"
#include "store/repair.h"

/* Damage is told within a second; to look costs some calls of the system. */
#define LOOK_SOON_NS (200 * CLOCK_NS_PER_MS)
#define MB INT64_C(1000000)
#define HOUR_MS (3600 * CLOCK_MS_PER_S)
/* How often the log of changes is brought into the file, however small it is. */
#define CHECKPOINT_MS (6 * HOUR_MS)

/* Between two tries of a repair: what failed for a moment is soon tried again, what fails for want
 * of room twice as long after each try, and then each minute. */
#define REPAIR_FIRST_MS (2 * CLOCK_MS_PER_S)
#define REPAIR_MOST_MS (60 * CLOCK_MS_PER_S)

/* How long the program's end waits for it. The wall is dark by then, and a backup takes minutes
 * (half a gigabyte on a memory card); one that is cut is as one at which the power fails: what is
 * half done is taken back or made again. */
#define END_WAIT_S 1
#define END_LOOK_NS (10 * CLOCK_NS_PER_MS)

struct store_care {
    struct loop *loop;
    const struct clock *clock;
    struct loop_timer *timer;
    struct store *store;
    struct store *own; /* the thread's; NULL: it repairs */
    /* To rescue the store with: open since before it was damaged, and the thread's while that
     * works. NULL: none, or on the simulated clock, where the ticker's own does it. */
    struct store *spare;
    struct store_knowledge known; /* of the ticker's connection, when the work began */
    struct store_lock *lock;
    char *path, *backup;
    int64_t backup_most_bytes, most_bytes; /* 0: no limit */
    int64_t backup_every_ms;               /* 0: never */
    int64_t backed_up_ms;                  /* the last good one */
    int64_t tried_ms;
    int64_t checkpoint_ms;
    int64_t repaired_ms;     /* tried */
    int64_t repair_pause_ms; /* until it is tried again; 0: none was tried */
    char *trouble;           /* NULL: none */
    char *backup_trouble;    /* why there is no newer backup; NULL: nothing is wrong with it */
    struct timespec changed; /* the file, when it was last read through, or was not yet */
    bool threaded;
    bool running; /* a thread has to be joined */
    pthread_t thread;
    pthread_mutex_t mutex; /* of the rest */
    bool done;
    struct diag told; /* for the log: the thread does not write there itself */
    int64_t now_ms;   /* when the work began */
    bool want_backup;
    bool want_repair;
    bool want_work, want_reading;
    bool found_damage;
    bool repaired;      /* and no backup was made since */
    char *backup_error; /* of the work's, which was to make one; NULL: it was made */
};

/* A file changes when the log of changes is brought into it, which is seldom, or when somebody else
 * writes over it. One that is just opened was not read through yet: it counts as changed. */
static bool has_changed(struct store_care *care)
{
    struct stat now;
    if (stat(care->path, &now) != 0 ||
        memcmp(&now.st_mtim, &care->changed, sizeof now.st_mtim) == 0)
        return false;
    care->changed = now.st_mtim;
    return true;
}

static void make_backup(struct store_care *care, struct store *store, struct diag *told)
{
    struct diag of_this = {0};
    free(care->backup_error);
    care->backup_error = NULL;
    if (store_generations_make(store, care->backup, care->now_ms, care->backup_most_bytes,
                               &of_this)) {
        care->backed_up_ms = care->now_ms;
        diag_add(&of_this, DIAG_NOTE, "%s: the backup is made", care->backup);
    } else {
        const char *error = diag_first_error(&of_this);
        care->backup_error = memory_copy_string(error ? error : "the backup could not be made");
    }
    diag_take(told, &of_this);
}

static void work_with(struct store_care *care, struct store *store, struct diag *told)
{
    if (care->want_work) {
        store_checkpoint(store, false, told);
        asrun_keep_size(store, care->most_bytes, told);
        has_changed(care); /* by that, and it is read through here */
    }
    if (!store_read_through(store, care->now_ms, told)) {
        care->found_damage = true;
        return;
    }
    if (care->want_backup)
        make_backup(care, store, told);
}

static bool is_same_file(const struct stat *one, const char *path)
{
    struct stat other;
    return stat(path, &other) == 0 && other.st_ino == one->st_ino && other.st_dev == one->st_dev;
}

/* Each connection follows to the new file by itself. A file that is found to be sound is written
 * anew all the same: what was wrong is what the connections share beside it. */
static void repair(const struct store_care *care, struct diag *told)
{
    struct stat before = {0};
    char *newest = store_generations_newest(care->backup, INT64_MAX);
    bool nothing = !newest && store_is_absent(care->path);
    free(newest);
    if (nothing) { /* none is begun under a ticker: what it shows is all that is left */
        diag_error(told, "%s: the store is gone, and there is no backup", care->path);
        return;
    }
    bool there = stat(care->path, &before) == 0;
    struct store *store =
        store_repair(care->path, care->backup, care->now_ms, care->known.id, told);
    bool sound = store && there && is_same_file(&before, care->path);
    if (store && !(sound && store_rescue(store, &care->known, care->now_ms, told)))
        asrun_tell_lost(store, care->path, care->known.asrun, told);
    store_close(store);
}

static void *work(void *user)
{
    struct store_care *care = user;
    struct diag told = {0};
    if (care->own)
        work_with(care, care->own, &told);
    else if (!care->spare || !store_rescue(care->spare, &care->known, care->now_ms, &told))
        repair(care, &told);
    store_close(care->own);
    memory_give_back(); /* pages of the store, which were read once */
    pthread_mutex_lock(&care->mutex);
    diag_take(&care->told, &told);
    care->done = true;
    pthread_mutex_unlock(&care->mutex);
    diag_finish(&told);
    return NULL;
}

static void start(struct store_care *care)
{
    care->done = false;
    care->own = care->want_repair ? NULL : store_open_again(care->store, &care->told);
    if (!care->own && care->want_reading)
        store_doubt(care->store); /* it was open a moment ago: it can't be read any more */
    if (!care->own && !care->want_repair)
        return;
    care->running = thread_begin(&care->thread, work, care) == 0;
    if (!care->running)
        store_close(care->own);
}

static void tell(struct store_care *care)
{
    care->running = false;
    if (care->found_damage)
        store_doubt(care->store);
    care->found_damage = false;
    free(care->backup_trouble);
    care->backup_trouble = memory_copy_string(care->backup_error);
    log_diag(&care->told);
    diag_finish(&care->told);
}

static void collect(struct store_care *care)
{
    if (care->running)
        pthread_join(care->thread, NULL);
    tell(care);
}

/* False: it goes on. By calls that the thread sanitizer knows, which pthread_clockjoin_np(3) is
 * not. */
static bool join_soon(struct store_care *care)
{
    static const struct timespec pause = {.tv_nsec = END_LOOK_NS};
    for (int64_t waited_ns = 0; care->running; waited_ns += END_LOOK_NS) {
        if (pthread_tryjoin_np(care->thread, NULL) == 0)
            return true;
        if (waited_ns >= END_WAIT_S * CLOCK_NS_PER_S)
            return false;
        nanosleep(&pause, NULL);
    }
    return true;
}

static bool is_working(struct store_care *care)
{
    pthread_mutex_lock(&care->mutex);
    bool working = care->running && !care->done;
    pthread_mutex_unlock(&care->mutex);
    return working;
}

/* By a clock that may be set back. */
static bool is_over(int64_t since_ms, int64_t span_ms, int64_t now_ms)
{
    return now_ms - since_ms >= span_ms || now_ms < since_ms;
}

static int64_t next_pause_ms(int64_t pause_ms)
{
    if (pause_ms == 0)
        return REPAIR_FIRST_MS;
    return 2 * pause_ms < REPAIR_MOST_MS ? 2 * pause_ms : REPAIR_MOST_MS;
}

static void repair_if_due(struct store_care *care)
{
    int64_t now_ms = clock_wall_ms(care->clock);
    if (!store_is_damaged(care->store) || store_is_away(care->store) ||
        !is_over(care->repaired_ms, care->repair_pause_ms, now_ms))
        return;
    care->repaired = true;
    care->known = (struct store_knowledge){store_known_edition(care->store),
                                           store_known_id(care->store), asrun_known(care->store)};
    care->now_ms = care->repaired_ms = now_ms;
    care->repair_pause_ms = next_pause_ms(care->repair_pause_ms);
    care->want_repair = true;
    if (care->threaded)
        start(care);
    else if (!store_rescue(care->store, &care->known, now_ms, &care->told))
        repair(care, &care->told);
}

/* It stands by while the store is sound, and follows it. */
static void keep_spare(struct store_care *care)
{
    struct diag ignored = {0}; /* without one it is repaired row by row */
    if (!care->threaded)
        return;
    if (care->spare && !store_look(care->spare, &ignored)) {
        store_close(care->spare);
        care->spare = NULL;
    }
    if (!care->spare)
        care->spare = store_open_again(care->store, &ignored);
    diag_finish(&ignored);
}

static void work_if_due(struct store_care *care)
{
    int64_t now_ms = clock_wall_ms(care->clock);
    care->want_repair = false;
    care->want_backup =
        care->backup_every_ms > 0 &&
        (care->repaired || (is_over(care->backed_up_ms, care->backup_every_ms, now_ms) &&
                            is_over(care->tried_ms, HOUR_MS, now_ms)));
    care->repaired = false; /* one that fails is tried again when the next is due */
    care->want_reading = has_changed(care);
    care->want_work = care->want_backup || is_over(care->checkpoint_ms, CHECKPOINT_MS, now_ms);
    if (!care->want_work && !care->want_reading)
        return;
    care->now_ms = now_ms;
    if (care->want_work)
        care->checkpoint_ms = now_ms;
    if (care->want_backup)
        care->tried_ms = now_ms;
    if (care->threaded)
        start(care);
    else
        work_with(care, care->store, &care->told);
}

/* Told when it begins and when it is over. */
static void set_trouble(struct store_care *care, const char *trouble)
{
    if (trouble && !care->trouble)
        log_error("%s: the show goes on with what is in memory", trouble);
    if (!trouble && care->trouble)
        log_info("%s: can be written again", store_path(care->store));
    free(care->trouble);
    care->trouble = memory_copy_string(trouble);
}

static bool look_for_trouble(struct store_care *care)
{
    struct diag diag = {0};
    bool good = store_look(care->store, &diag) && store_has_room(care->store, &diag) &&
                store_try_writing(care->store, &diag) && store_lock_keep(care->lock, &diag);
    good = good || diag.count == 0;
    /* What a repair lost, and held, is in no backup yet: were it damaged again, it would be as
     * before. */
    if (!good || !care->repaired)
        set_trouble(care, good ? NULL : diag.messages[0].text);
    diag_finish(&diag);
    return !good;
}

/* A repair, and the backup behind it, are seen to sooner. */
static int64_t next_look_ns(const struct store_care *care, int64_t now_ns)
{
    return care->trouble && care->repaired ? now_ns + LOOK_SOON_NS : loop_next_second_ns(now_ns);
}

static void look(void *user, int64_t now_ns)
{
    struct store_care *care = user;
    if (!is_working(care)) {
        collect(care);
        if (look_for_trouble(care)) {
            repair_if_due(care);
        } else {
            care->repair_pause_ms = 0; /* the last one did it */
            keep_spare(care);
            work_if_due(care);
        }
    }
    loop_set_timer(care->timer, next_look_ns(care, now_ns));
}

struct store_care *store_care_create(struct loop *loop, const struct clock *clock,
                                     struct store *store, const struct config *config)
{
    struct store_care *care = memory_alloc(1, sizeof *care);
    *care = (struct store_care){
        .loop = loop,
        .clock = clock,
        .store = store,
        .path = memory_copy_string(store_path(store)),
        .backup_most_bytes = config->store.backup_mb * MB,
        .most_bytes = config->store.max_mb * MB,
        .backup = store_backup_path(store_path(store), config->store.backup),
        .backup_every_ms = config->store.backup_hours * HOUR_MS,
        .checkpoint_ms = clock_wall_ms(clock),
        .threaded = !clock->simulated,
    };
    care->backed_up_ms = store_backup_time(care->backup);
    pthread_mutex_init(&care->mutex, NULL);
    look_for_trouble(care);
    care->timer = loop_add_timer(loop, look, care);
    loop_set_timer(care->timer, loop_next_second_ns(loop_now_ns(loop)));
    return care;
}

void store_care_keep_lock(struct store_care *care, struct store_lock *lock)
{
    care->lock = lock;
}

void store_care_destroy(struct store_care *care)
{
    if (!care)
        return;
    loop_remove_timer(care->loop, care->timer);
    if (!join_soon(care)) {
        pthread_detach(care->thread); /* what is here is still its own */
        log_info("%s: the work on the store and its backup is left where it is, to end in time",
                 care->path);
        return;
    }
    tell(care);
    store_close(care->spare);
    pthread_mutex_destroy(&care->mutex);
    free(care->trouble);
    free(care->backup_trouble);
    free(care->backup_error);
    free(care->backup);
    free(care->path);
    free(care);
}

const char *store_care_backup_trouble(const struct store_care *care)
{
    return care ? care->backup_trouble : NULL;
}

const char *store_care_trouble(const struct store_care *care)
{
    return care && care->trouble ? care->trouble : NULL;
}
