#include "kiosk/store_watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/place.h"

/* An edit must be seen within 100 ms: two looks are never further apart while somebody writes, nor
 * nearer, as a look may itself open the files. */
#define GAP_NS (50 * CLOCK_NS_PER_MS)
/* SQLite writes to the log of changes first, and says that it holds in shared memory, which gives
 * no event: it is looked again and again for as long as a disk may take to sync. */
#define COMMIT_NS CLOCK_NS_PER_S
#define DEAF_NS (250 * CLOCK_NS_PER_MS)
/* A folder that another is mounted over tells nothing. */
#define RENEW_NS (10 * CLOCK_NS_PER_S)

/* What others write into the folder must not wake the ticker: of the folder only what comes and
 * goes is told, of the files what is written. */
#define COMES_AND_GOES                                                                             \
    (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF |         \
     IN_ONLYDIR)
#define IS_WRITTEN (IN_MODIFY | IN_CLOSE_WRITE)
#define READ_SIZE 4096

enum {
    FOLDER,
    STORE,
    LOG,
    WATCHED
};

struct store_watch {
    struct loop *loop;
    const struct clock *clock;
    struct loop_timer *timer;
    bool (*look)(void *user);
    void *user;
    char *path;           /* as it was given */
    char *name;           /* of the file that it leads to, in its folder */
    int fd;               /* of inotify; -1: there is none */
    int watched[WATCHED]; /* -1: it is not there, or can't be */
    bool deaf;            /* changes come without events */
    bool heard;           /* an event came since the last look */
    int64_t last_ns;      /* of the last look */
    int64_t until_ns;     /* somebody writes */
    int64_t renew_ns;     /* the watches */
};

/* The store itself, and what SQLite has beside it: -wal, -shm, -journal. Not what is ours. */
static bool is_of_store(const struct store_watch *watch, const char *name)
{
    size_t length = strlen(watch->name);
    return strncmp(name, watch->name, length) == 0 && (name[length] == '\0' || name[length] == '-');
}

static void take_event(struct store_watch *watch, const struct inotify_event *event)
{
    if (event->len > 0 && !is_of_store(watch, event->name))
        return;
    watch->heard = true;
    if (!(event->mask & IS_WRITTEN))
        watch->renew_ns = 0; /* other files than before */
    if (event->mask & IN_MODIFY)
        watch->until_ns = loop_now_ns(watch->loop) + COMMIT_NS;
}

/* One reading: however fast they come, the show goes on in between. */
static void drain(struct store_watch *watch)
{
    _Alignas(struct inotify_event) char bytes[READ_SIZE];
    ssize_t got = watch->fd < 0 ? 0 : read(watch->fd, bytes, sizeof bytes);
    for (const char *at = bytes; got > 0 && at < bytes + got;) {
        const struct inotify_event *event = (const void *)at;
        take_event(watch, event);
        at += sizeof *event + event->len;
    }
}

static void watch_one(struct store_watch *watch, int which, const char *path, uint32_t events)
{
    int *watched = &watch->watched[which];
    int now = watch->fd < 0 ? -1 : inotify_add_watch(watch->fd, path, events);
    if (now != *watched && *watched >= 0)
        inotify_rm_watch(watch->fd, *watched); /* fails where it went with its file */
    if (which == FOLDER && now < 0 && (*watched >= 0 || watch->last_ns == 0))
        log_debug("store: its folder can't be watched (%s): it is looked at four times a second",
                  strerror(errno));
    *watched = now;
}

/* Other ones may stand there now (a disk was mounted): they are asked for by name each time, and
 * are the same watches where they are the same files. */
static void watch_all(struct store_watch *watch, int64_t now_ns)
{
    watch->renew_ns = now_ns + RENEW_NS;
    char *place = place_of(watch->path);
    char *log = memory_format("%s-wal", place);
    watch_one(watch, STORE, place, IS_WRITTEN);
    watch_one(watch, LOG, log, IS_WRITTEN);
    char *slash = strrchr(place, '/');
    free(watch->name);
    watch->name = memory_copy_string(slash ? slash + 1 : place);
    if (slash)
        slash[slash == place] = '\0'; /* the root stays */
    watch_one(watch, FOLDER, slash ? place : ".", COMES_AND_GOES);
    free(log);
    free(place);
}

/* The next whole second: what looks once a second wakes the machine together. */
static int64_t next_look_ns(const struct store_watch *watch, int64_t now_ns)
{
    if (watch->clock->simulated || now_ns < watch->until_ns)
        return now_ns + GAP_NS;
    if (watch->watched[FOLDER] < 0 || watch->deaf)
        return now_ns + DEAF_NS;
    return loop_next_second_ns(now_ns);
}

/* An event comes in front of what can be seen by it; one that came behind the look was for it. */
static bool look(struct store_watch *watch)
{
    drain(watch);
    bool wrote = watch->look(watch->user);
    drain(watch);
    if (wrote && !watch->heard && watch->watched[FOLDER] >= 0 && !watch->deaf) {
        watch->deaf = true;
        log_debug("store: its file system tells of no changes: it is looked at four times a "
                  "second");
    }
    watch->heard = false;
    return wrote;
}

static void on_timer(void *user, int64_t now_ns)
{
    struct store_watch *watch = user;
    if (!watch->clock->simulated && now_ns >= watch->renew_ns)
        watch_all(watch, now_ns);
    watch->last_ns = now_ns;
    int64_t until_ns = watch->until_ns;
    if (look(watch) && watch->until_ns == until_ns)
        watch->until_ns = 0; /* that was it */
    loop_set_timer(watch->timer, next_look_ns(watch, now_ns));
}

static void on_event(void *user, int fd, uint32_t events)
{
    struct store_watch *watch = user;
    (void)fd, (void)events;
    drain(watch);
    if (!watch->heard)
        return;
    int64_t now_ns = loop_now_ns(watch->loop);
    int64_t soon_ns = watch->last_ns + GAP_NS;
    loop_set_timer(watch->timer, soon_ns > now_ns ? soon_ns : now_ns);
}

struct store_watch *store_watch_create(struct loop *loop, const struct clock *clock,
                                       const char *path, bool (*look_fn)(void *user), void *user)
{
    struct store_watch *watch = memory_alloc(1, sizeof *watch);
    *watch = (struct store_watch){.loop = loop,
                                  .clock = clock,
                                  .timer = loop_add_timer(loop, on_timer, watch),
                                  .look = look_fn,
                                  .user = user,
                                  .path = memory_copy_string(path),
                                  .fd = -1,

                                  .watched = {-1, -1, -1}};
    if (!clock->simulated) {
        watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (watch->fd >= 0)
            loop_add_fd(loop, watch->fd, EPOLLIN, on_event, watch);
        watch_all(watch, loop_now_ns(loop));
    }
    loop_set_timer(watch->timer, loop_now_ns(loop) + GAP_NS);
    return watch;
}

void store_watch_destroy(struct store_watch *watch)
{
    if (!watch)
        return;
    loop_remove_timer(watch->loop, watch->timer);
    if (watch->fd >= 0) {
        loop_remove_fd(watch->loop, watch->fd);
        close(watch->fd);
    }
    free(watch->name);
    free(watch->path);
    free(watch);
}
