#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/memory.h"

/* How often a folder is looked through: for what the kernel does not tell. */
#define LOOK_NS (10 * CLOCK_NS_PER_S)
/* A file that somebody wrote to so short a time ago may not be whole. */
#define STILL_NS (2 * CLOCK_NS_PER_S)
#define FILES_MAX 10000
#define EVENTS_SIZE 65536
#define MOVED_TO "done"

/* A file as it was when it was last looked at. */
struct known {
    char *name;
    uint64_t look; /* of its size and when it was written */
    bool read;     /* as it looks */
};

struct folder {
    const struct config_feed *feed;
    int watch; /* -1: none */
    struct known *files;
    size_t count;
    bool failed; /* which was told */
};

struct reading {
    struct folders *folders;
    struct folder *folder;
    char *name;
};

struct folders {
    struct loop *loop;
    struct loop_timer *timer;
    struct children *children;
    folder_fn fn;
    void (*done)(void *user);
    void *user;
    int notify;
    struct folder *items;
    size_t count;
    struct reading *reading; /* one at a time; NULL: none */
    bool waits;              /* a file may not be whole yet, or one is to be read */
};

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name);
    size_t wanted = strlen(ending);
    return length >= wanted && strcmp(name + length - wanted, ending) == 0;
}

static bool is_news(const char *name)
{
    return name[0] != '.' && !ends_with(name, ".part") && !ends_with(name, ".tmp") &&
           !ends_with(name, "~");
}

static struct known *know(struct folder *folder, const char *name)
{
    for (size_t i = 0; i < folder->count; i++)
        if (strcmp(folder->files[i].name, name) == 0)
            return &folder->files[i];
    if (folder->count == FILES_MAX)
        return NULL;
    folder->files = memory_resize(folder->files, folder->count + 1, sizeof *folder->files);
    struct known *known = &folder->files[folder->count++];
    *known = (struct known){.name = memory_copy_string(name)};
    return known;
}

static char *path_of(const struct folder *folder, const char *name)
{
    return memory_format("%s/%s", folder->feed->folder, name);
}

/* Its size and time as one number; 0: no file. */
static uint64_t look_of(const struct folder *folder, const char *name, int64_t *written_ns)
{
    struct stat status;
    char *path = path_of(folder, name);
    bool there = lstat(path, &status) == 0 && S_ISREG(status.st_mode);
    free(path);
    if (!there)
        return 0;
    *written_ns = (int64_t)status.st_mtim.tv_sec * CLOCK_NS_PER_S + status.st_mtim.tv_nsec;
    const int64_t both[] = {(int64_t)status.st_size, *written_ns, (int64_t)status.st_ino};
    return hash_bytes(HASH_START, both, sizeof both) | 1;
}

/* --- reading --- */

static void go_on(struct folders *folders);

/* Each item is known by its own id, else by the file's name and its place in it. */
static void name_items(struct feed *document, const char *name)
{
    bool alone = document->count == 1;
    for (size_t i = 0; i < document->count; i++) {
        struct feed_item *item = &document->items[i];
        if (item->id || (!alone && (item->link || item->title)))
            continue;
        item->id = alone ? memory_copy_string(name) : memory_format("%s#%zu", name, i + 1);
    }
}

static void put_away(const struct folder *folder, const char *name)
{
    char *path = path_of(folder, name);
    char *done = path_of(folder, MOVED_TO);
    char *moved = memory_format("%s/%s", done, name);
    int error = 0;
    if (folder->feed->done == CONFIG_DONE_DELETE)
        error = unlink(path);
    else if (folder->feed->done == CONFIG_DONE_MOVE)
        error = (mkdir(done, 0770) < 0 && errno != EEXIST) || rename(path, moved) < 0 ? -1 : 0;
    if (error < 0)
        log_warning("%s: %s (done)", path, strerror(errno));
    free(moved);
    free(done);
    free(path);
}

static void end_reading(struct folders *folders)
{
    free(folders->reading->name);
    free(folders->reading);
    folders->reading = NULL;
}

static void on_read(void *user, const struct child_result *result)
{
    struct reading *reading = user;
    struct folders *folders = reading->folders;
    const struct folder *folder = reading->folder;
    if (result->fault)
        log_warning("%s/%s: %s", folder->feed->folder, reading->name, result->fault);
    log_diag(result->diag);
    bool taken = true;
    if (!result->fault && result->feed->count > 0) {
        name_items(result->feed, reading->name);
        struct editor_result got = folders->fn(folders->user, folder->feed, result->feed);
        taken = got.complete;
    }
    struct known *known = know(reading->folder, reading->name);
    if (!taken && known) { /* the ticker is not there, or there is no room: again */
        known->read = false;
        folders->waits = true;
    } else if (result->feed->count > 0) {
        put_away(folder, reading->name);
    }
    end_reading(folders);
    if (taken)
        go_on(folders);
}

static bool start(struct folders *folders, struct folder *folder, const char *name)
{
    struct buffer bytes = {0};
    char *path = path_of(folder, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    int error = fd < 0 ? -errno : buffer_read_fd(&bytes, fd, FEED_BYTES_MAX);
    if (fd >= 0)
        close(fd);
    const struct feed_hints hints = {.name = path, .language = folder->feed->language};
    folders->reading = memory_alloc(1, sizeof *folders->reading);
    *folders->reading = (struct reading){folders, folder, memory_copy_string(name)};
    bool good = error == 0 && bytes.length > 0 &&
                children_read(folders->children, bytes.data, bytes.length, &hints, on_read,
                              folders->reading);
    if (error < 0)
        log_warning("%s: %s", path, error == -EFBIG ? "larger than 4 MiB" : strerror(-error));
    if (!good)
        end_reading(folders);
    buffer_finish(&bytes);
    free(path);
    return good;
}

/* The next file that is whole and was not read. */
static void go_on(struct folders *folders)
{
    for (size_t i = 0; i < folders->count; i++)
        for (size_t k = 0; k < folders->items[i].count; k++) {
            struct known *known = &folders->items[i].files[k];
            if (folders->reading || known->read || known->look == 0)
                continue;
            known->read = true;
            if (start(folders, &folders->items[i], known->name))
                return;
        }
    if (!folders->reading && !folders->waits)
        folders->done(folders->user);
}

/* --- looking --- */

static int64_t wall_now_ns(void)
{
    struct clock clock;
    clock_init_real(&clock);
    return clock_wall_ns(&clock);
}

/* The kernel says that it is whole. */
static void look_at(struct folder *folder, const char *name)
{
    int64_t written_ns = 0;
    struct known *known = is_news(name) ? know(folder, name) : NULL;
    if (!known)
        return;
    known->look = look_of(folder, name, &written_ns);
    known->read = false;
}

/* Whole is what nobody has written to for a moment, and looks as it did. */
static void look_for(struct folders *folders, struct folder *folder, const char *name)
{
    int64_t written_ns = 0;
    struct known *known = know(folder, name);
    uint64_t look = known ? look_of(folder, name, &written_ns) : 0;
    if (!known || look == 0 || (look == known->look && known->read))
        return;
    bool still = look == known->look || wall_now_ns() - written_ns >= STILL_NS;
    if (still) {
        known->read = false;
        known->look = look;
    } else {
        known->look = 0;
        folders->waits = true;
    }
}

static void look_through(struct folders *folders, struct folder *folder)
{
    DIR *listing = opendir(folder->feed->folder);
    const struct dirent *entry;
    if (!listing && !folder->failed)
        log_warning("%s: %s; it is looked for again (feeds: %s)", folder->feed->folder,
                    strerror(errno), folder->feed->name);
    folder->failed = !listing;
    if (listing && folder->watch < 0)
        folder->watch = inotify_add_watch(folders->notify, folder->feed->folder,
                                          IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR);
    while (listing && (entry = readdir(listing)))
        if (is_news(entry->d_name))
            look_for(folders, folder, entry->d_name);
    if (listing)
        closedir(listing);
}

static void on_timer(void *user, int64_t now_ns)
{
    struct folders *folders = user;
    folders->waits = false;
    for (size_t i = 0; i < folders->count; i++)
        look_through(folders, &folders->items[i]);
    loop_set_timer(folders->timer, now_ns + (folders->waits ? STILL_NS : LOOK_NS));
    go_on(folders);
}

static void on_event(struct folders *folders, const struct inotify_event *event)
{
    for (size_t i = 0; i < folders->count; i++) {
        struct folder *folder = &folders->items[i];
        if (folder->watch != event->wd)
            continue;
        if (event->mask & IN_IGNORED)
            folder->watch = -1;
        else if (event->len > 0)
            look_at(folder, event->name);
    }
}

static void on_notify(void *user, int fd, uint32_t events)
{
    struct folders *folders = user;
    _Alignas(struct inotify_event) char bytes[EVENTS_SIZE];
    (void)events;
    ssize_t got = read(fd, bytes, sizeof bytes);
    for (ssize_t at = 0; at < got;) {
        const struct inotify_event *event = (const void *)(bytes + at);
        on_event(folders, event);
        at += (ssize_t)(sizeof *event + event->len);
    }
    go_on(folders);
}

struct folders *folders_create(struct loop *loop, const struct config *config,
                               struct children *children, folder_fn fn, void (*done)(void *user),
                               void *user)
{
    struct folders *folders = memory_alloc(1, sizeof *folders);
    *folders =
        (struct folders){.loop = loop, .children = children, .fn = fn, .done = done, .user = user};
    folders->items = memory_alloc(config->feed_count + 1, sizeof *folders->items);
    folders->notify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    folders->timer = loop_add_timer(loop, on_timer, folders);
    for (size_t i = 0; i < config->feed_count; i++)
        if (*config->feeds[i].folder)
            folders->items[folders->count++] =
                (struct folder){.feed = &config->feeds[i], .watch = -1};
    folders->waits = folders->count > 0;
    if (folders->notify >= 0)
        loop_add_fd(loop, folders->notify, EPOLLIN, on_notify, folders);
    if (folders->count > 0)
        loop_set_timer(folders->timer, loop_now_ns(loop));
    return folders;
}

void folders_destroy(struct folders *folders)
{
    if (!folders)
        return;
    if (folders->reading)
        end_reading(folders);
    for (size_t i = 0; i < folders->count; i++) {
        for (size_t k = 0; k < folders->items[i].count; k++)
            free(folders->items[i].files[k].name);
        free(folders->items[i].files);
    }
    if (folders->notify >= 0) {
        loop_remove_fd(folders->loop, folders->notify);
        close(folders->notify);
    }
    loop_remove_timer(folders->loop, folders->timer);
    free(folders->items);
    free(folders);
}

bool folders_are_done(const struct folders *folders)
{
    return !folders->waits && !folders->reading;
}
