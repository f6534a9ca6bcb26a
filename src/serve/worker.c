#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/sanitized.h"
#include "config/config.h"
#include "serve/reply.h"

#define READ_SIZE 16384
#define REPLY_MAX ((size_t)64 << 20)
#define MEMORY_MAX ((rlim_t)1 << 30)

struct work {
    struct workers *workers;
    pid_t child; /* 0: this place is free */
    int fd;
    struct buffer in;
    struct loop_timer *limit;
    const char *type; /* of what comes, where it is good */
    void (*done)(void *user, struct route_reply *reply);
    void *user;
};

struct workers {
    struct loop *loop;
    struct work places[WORKERS_MOST];
};

/* What goes through the pipe in front of the body. */
struct head {
    int status;
    bool document; /* of JSON, whatever the route's type is */
};

struct workers *workers_create(struct loop *loop)
{
    struct workers *workers = memory_alloc(1, sizeof *workers);
    workers->loop = loop;
    return workers;
}

static void write_all(int fd, const void *bytes, size_t size)
{
    for (const char *at = bytes; size > 0;) {
        ssize_t wrote = write(fd, at, size);
        if (wrote <= 0)
            _exit(1);
        at += wrote;
        size -= (size_t)wrote;
    }
}

/* The child: it has no use for what the parent has open, and ends with it. */
static _Noreturn void work(const struct route_world *world, const struct route *route,
                           const struct asked *asked, int fd)
{
    const struct rlimit seconds = {WORKER_MS / 1000, WORKER_MS / 1000};
    struct route_reply reply = {.status = STATUS_GOOD, .type = route->type};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGTERM, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (setrlimit(RLIMIT_CPU, &seconds) < 0 && errno != EPERM)
        _exit(1);
#ifndef SANITIZED
    if (setrlimit(RLIMIT_AS, &(const struct rlimit){MEMORY_MAX, MEMORY_MAX}) < 0 && errno != EPERM)
        _exit(1);
#endif
    struct route_world own = *world;
    struct diag ignored = {0};
    own.store = store_open_there(world->config->store.path, &ignored);
    (route->before ? route->before : route->work)(&own, asked, &reply);
    struct head head = {reply.status, strcmp(reply.type, REPLY_JSON) == 0};
    write_all(fd, &head, sizeof head);
    if (reply.body.length)
        write_all(fd, reply.body.data, reply.body.length);
    _exit(0);
}

static void refuse(struct route_reply *reply)
{
    reply_refuse(reply, STATUS_FAULT, "not_done", "It took too long, or went wrong.", NULL, NULL,
                 NULL);
}

/* Tells what came; the place is free then. */
static void finish(struct work *place, bool whole)
{
    struct route_reply reply = {.status = STATUS_GOOD, .type = place->type, .cache = "no-store"};
    struct head head;
    if (whole && place->in.length >= sizeof head) {
        memcpy(&head, place->in.data, sizeof head);
        reply.status = head.status;
        if (head.document)
            reply.type = REPLY_JSON;
        buffer_add(&reply.body, place->in.data + sizeof head, place->in.length - sizeof head);
    } else {
        refuse(&reply);
    }
    loop_remove_fd(place->workers->loop, place->fd);
    close(place->fd);
    kill(place->child, SIGKILL);
    waitpid(place->child, NULL, 0);
    loop_remove_timer(place->workers->loop, place->limit);
    buffer_finish(&place->in);
    place->child = 0;
    place->done(place->user, &reply);
    buffer_finish(&reply.body);
}

static void on_bytes(void *user, int fd, uint32_t events)
{
    struct work *place = user;
    char bytes[READ_SIZE];
    (void)events;
    ssize_t got = read(fd, bytes, sizeof bytes);
    if (got < 0 && errno == EINTR)
        return;
    if (got > 0)
        buffer_add(&place->in, bytes, (size_t)got);
    if (got <= 0 || place->in.length > REPLY_MAX)
        finish(place, got == 0);
}

static void on_limit(void *user, int64_t now_ns)
{
    (void)now_ns;
    finish(user, false);
}

static struct work *free_place(struct workers *workers)
{
    for (size_t i = 0; i < WORKERS_MOST; i++)
        if (workers->places[i].child == 0)
            return &workers->places[i];
    return NULL;
}

bool workers_start(struct workers *workers, const struct route_world *world,
                   const struct route *route, const struct asked *asked,
                   void (*done)(void *user, struct route_reply *reply), void *user)
{
    struct work *place = free_place(workers);
    int ends[2];
    if (!place || pipe2(ends, O_CLOEXEC) < 0)
        return false;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        work(world, route, asked, ends[1]);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return false;
    }
    *place = (struct work){.workers = workers,
                           .child = child,
                           .fd = ends[0],
                           .type = route->type,
                           .done = done,
                           .user = user};
    place->limit = loop_add_timer(workers->loop, on_limit, place);
    loop_set_timer(place->limit, loop_now_ns(workers->loop) + WORKER_MS * CLOCK_NS_PER_MS);
    loop_add_fd(workers->loop, place->fd, EPOLLIN, on_bytes, place);
    return true;
}

void workers_destroy(struct workers *workers)
{
    if (!workers)
        return;
    for (size_t i = 0; i < WORKERS_MOST; i++)
        if (workers->places[i].child)
            finish(&workers->places[i], false);
    free(workers);
}
