#include "control/upstream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "control/ask.h"
#include "control/control.h"

#define RETRY_NS CLOCK_NS_PER_S
/* Viewers wait meanwhile: no longer than they would notice. */
#define ASK_MS 500
#define READ_SIZE 65536
/* Of an event: the largest strip is far below. */
#define LINE_MAX_SIZE (INT32_C(1) << 24)

/* How long an answer is waited for: a busy disk may take some seconds. */
#define ANSWER_NS (5 * CLOCK_NS_PER_S)

/* Who waits for an answer: they come in the order in which was asked. */
struct waiting {
    struct waiting *next;
    upstream_answer_fn *fn;
    void *user;
    int64_t since_ns;
};

struct upstream {
    struct loop *loop;
    const char *path;
    struct upstream_told told;
    struct loop_timer *retry;
    int fd; /* -1: none */
    struct buffer in;
    bool complained; /* that there is no ticker */
    struct waiting *first, *last;
    struct loop_timer *late;
};

static void tell_first(struct upstream *upstream, const json_t *answer)
{
    struct waiting *first = upstream->first;
    if (!first)
        return;
    upstream->first = first->next;
    if (!upstream->first)
        upstream->last = NULL;
    else
        loop_set_timer(upstream->late, upstream->first->since_ns + ANSWER_NS);
    first->fn(first->user, answer);
    free(first);
}

static void lose(struct upstream *upstream)
{
    loop_remove_fd(upstream->loop, upstream->fd);
    close(upstream->fd);
    upstream->fd = -1;
    buffer_finish(&upstream->in);
    while (upstream->first)
        tell_first(upstream, NULL);
    upstream->told.event(upstream->told.user, NULL);
    upstream->told.all(upstream->told.user);
    log_warning("%s: the ticker has gone; it is looked for", upstream->path);
    loop_set_timer(upstream->retry, loop_now_ns(upstream->loop) + RETRY_NS);
}

static void take_line(struct upstream *upstream, const char *line, size_t length)
{
    json_t *event = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
    if (json_object_get(event, "ok"))
        tell_first(upstream, event);
    else if (json_is_object(event))
        upstream->told.event(upstream->told.user, event);
    json_decref(event);
}

static void take_lines(struct upstream *upstream)
{
    struct buffer *in = &upstream->in;
    size_t start = 0;
    for (char *end;
         start < in->length && (end = memchr(in->data + start, '\n', in->length - start));
         start = (size_t)(end - in->data) + 1)
        take_line(upstream, in->data + start, (size_t)(end - in->data) - start);
    if (start == 0)
        return;
    memmove(in->data, in->data + start, in->length - start);
    in->length -= start;
    upstream->told.all(upstream->told.user);
}

static void on_bytes(void *user, int fd, uint32_t events)
{
    struct upstream *upstream = user;
    char bytes[READ_SIZE];
    (void)events;
    ssize_t got = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got > 0)
        buffer_add(&upstream->in, bytes, (size_t)got);
    if (got <= 0 || upstream->in.length > LINE_MAX_SIZE)
        lose(upstream);
    else
        take_lines(upstream);
}

static void connect_now(struct upstream *upstream)
{
    struct diag diag = {0};
    upstream->fd = ask_watch(upstream->path, ASK_MS, &upstream->in, &diag);
    if (upstream->fd >= 0 &&
        loop_add_fd(upstream->loop, upstream->fd, EPOLLIN, on_bytes, upstream) == 0) {
        upstream->complained = false;
        log_info("%s: the ticker is watched", upstream->path);
        take_lines(upstream);
    } else {
        if (upstream->fd >= 0)
            close(upstream->fd);
        upstream->fd = -1;
        if (!upstream->complained)
            log_diag(&diag);
        upstream->complained = true;
        loop_set_timer(upstream->retry, loop_now_ns(upstream->loop) + RETRY_NS);
    }
    diag_finish(&diag);
}

static void on_retry(void *user, int64_t now_ns)
{
    (void)now_ns;
    connect_now(user);
}

/* Who does not answer any more is left: what was asked is answered by nobody else. */
static void on_late(void *user, int64_t now_ns)
{
    struct upstream *upstream = user;
    if (upstream->fd >= 0 && upstream->first && now_ns - upstream->first->since_ns >= ANSWER_NS)
        lose(upstream);
}

static void wait_for_answer(struct upstream *upstream, upstream_answer_fn *fn, void *user)
{
    struct waiting *waiting = memory_alloc(1, sizeof *waiting);
    *waiting = (struct waiting){.fn = fn, .user = user, .since_ns = loop_now_ns(upstream->loop)};
    if (upstream->last)
        upstream->last->next = waiting;
    else
        loop_set_timer(upstream->late, waiting->since_ns + ANSWER_NS);
    if (!upstream->first)
        upstream->first = waiting;
    upstream->last = waiting;
}

enum upstream_asked upstream_ask(struct upstream *upstream, const struct request *request,
                                 upstream_answer_fn *fn, void *user)
{
    struct buffer line = {0};
    enum upstream_asked asked = UPSTREAM_NOBODY;
    if (upstream->fd < 0)
        return UPSTREAM_NOBODY;
    if (!ask_print(request, &line) || line.length > CONTROL_LINE_MAX)
        asked = UPSTREAM_LARGE;
    else if (send(upstream->fd, line.data, line.length, MSG_NOSIGNAL | MSG_DONTWAIT) ==
             (ssize_t)line.length)
        asked = UPSTREAM_ASKED;
    else
        lose(upstream); /* it reads nothing: a part of a line was sent, or none */
    buffer_finish(&line);
    if (asked == UPSTREAM_ASKED)
        wait_for_answer(upstream, fn, user);
    return asked;
}

struct upstream *upstream_create(struct loop *loop, const char *path,
                                 const struct upstream_told *told)
{
    struct upstream *upstream = memory_alloc(1, sizeof *upstream);
    *upstream = (struct upstream){.loop = loop, .path = path, .told = *told, .fd = -1};
    upstream->retry = loop_add_timer(loop, on_retry, upstream);
    upstream->late = loop_add_timer(loop, on_late, upstream);
    loop_set_timer(upstream->retry, loop_now_ns(loop));
    return upstream;
}

void upstream_destroy(struct upstream *upstream)
{
    if (!upstream)
        return;
    while (upstream->first)
        tell_first(upstream, NULL);
    loop_remove_timer(upstream->loop, upstream->retry);
    loop_remove_timer(upstream->loop, upstream->late);
    if (upstream->fd >= 0) {
        loop_remove_fd(upstream->loop, upstream->fd);
        close(upstream->fd);
    }
    buffer_finish(&upstream->in);
    free(upstream);
}
