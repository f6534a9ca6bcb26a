#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "wires/frames.h"

#define PIECE 65536
#define OURSELVES "/proc/self/exe"

extern char **environ;

struct child {
    struct children *children;
    struct child *next;
    pid_t pid;
    int fd;
    struct buffer frames;
    struct loop_timer *timer;
    child_fn fn;
    void *user;
};

struct children {
    struct loop *loop;
    struct child *first;
};

/* Ends the process, if it has not ended, and forgets it. */
static int end(struct child *child)
{
    struct child **at = &child->children->first;
    int status = 0;
    while (*at != child)
        at = &(*at)->next;
    *at = child->next;
    kill(child->pid, SIGKILL);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    loop_remove_fd(child->children->loop, child->fd);
    loop_remove_timer(child->children->loop, child->timer);
    close(child->fd);
    buffer_finish(&child->frames);
    free(child);
    return status;
}

static void give(struct child *child, const char *fault)
{
    struct feed feed = {0};
    struct diag diag = {0};
    bool shut_in = false;
    struct buffer frames = child->frames;
    child->frames = (struct buffer){0};
    child_fn fn = child->fn;
    void *user = child->user;
    end(child);
    if (!fault &&
        !frames_take(frames.data ? frames.data : "", frames.length, &feed, &diag, &shut_in))
        fault = "the process that reads it has died, or said what it may not say";
    const struct child_result result = {&feed, &diag, fault, shut_in};
    fn(user, &result);
    buffer_finish(&frames);
    feed_finish(&feed);
    diag_finish(&diag);
}

static void on_bytes(void *user, int fd, uint32_t events)
{
    struct child *child = user;
    char piece[PIECE];
    (void)events;
    ssize_t got = read(fd, piece, sizeof piece);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (got <= 0)
        give(child, NULL);
    else if (child->frames.length + (size_t)got > FRAMES_BYTES_MAX)
        give(child, "the process that reads it says more than it may");
    else
        buffer_add(&child->frames, piece, (size_t)got);
}

static void on_late(void *user, int64_t now_ns)
{
    (void)now_ns;
    give(user, "it takes too long to read");
}

/* A file without a name, from its beginning; -1 with errno. */
static int file_of(const char *document, size_t length)
{
    int fd = memfd_create("document", MFD_CLOEXEC);
    size_t written = 0;
    while (fd >= 0 && written < length) {
        ssize_t took = write(fd, document + written, length - written);
        if (took < 0 && errno != EINTR) {
            close(fd);
            return -1;
        }
        written += took > 0 ? (size_t)took : 0;
    }
    if (fd >= 0)
        lseek(fd, 0, SEEK_SET);
    return fd;
}

static char *text_or_empty(const char *text)
{
    return (char *)(text ? text : "");
}

static int start(const struct feed_hints *hints, int in, int out, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    char *argv[] = {"motograph-wires",
                    "read",
                    text_or_empty(hints->name),
                    text_or_empty(hints->content_type),
                    text_or_empty(hints->base),
                    text_or_empty(hints->language),
                    NULL};
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    int error = posix_spawn(pid, OURSELVES, &actions, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

struct children *children_create(struct loop *loop)
{
    struct children *children = memory_alloc(1, sizeof *children);
    children->loop = loop;
    return children;
}

void children_destroy(struct children *children)
{
    struct child *next;
    for (struct child *child = children ? children->first : NULL; child; child = next) {
        next = child->next;
        end(child);
    }
    free(children);
}

bool children_read(struct children *children, const char *document, size_t length,
                   const struct feed_hints *hints, child_fn fn, void *user)
{
    int ends[2];
    pid_t pid = 0;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return false;
    int in = file_of(document, length);
    int error = in < 0 ? errno : start(hints, in, ends[1], &pid);
    if (in >= 0)
        close(in);
    close(ends[1]);
    if (error) {
        close(ends[0]);
        errno = error;
        return false;
    }
    struct child *child = memory_alloc(1, sizeof *child);
    *child = (struct child){.children = children,
                            .next = children->first,
                            .pid = pid,
                            .fd = ends[0],
                            .fn = fn,
                            .user = user};
    children->first = child;
    fcntl(child->fd, F_SETFL, O_NONBLOCK);
    loop_add_fd(children->loop, child->fd, EPOLLIN, on_bytes, child);
    child->timer = loop_add_timer(children->loop, on_late, child);
    loop_set_timer(child->timer, loop_now_ns(children->loop) + CHILD_WAIT_NS);
    return true;
}
