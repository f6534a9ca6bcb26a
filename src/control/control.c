#include "control/control.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "control/ask.h"
#include "control/json.h"
#include "control/rights.h"
#include "control/stream.h"

#define SOCKET_MODE 0660
#define READ_SIZE 4096
/* Somebody who runs takes a connection within a turn of its loop. */
#define ALONE_MS 1000
#define TOLD_NS (60 * CLOCK_NS_PER_S) /* how often the log tells of a lack of places */

struct client {
    struct control *control;
    int fd; /* -1: free */
    uid_t user;
    struct buffer in, out;
    int64_t heard_ns; /* when it last said a whole line, or came */
    bool closing;     /* when `out` is written */
    bool watching;
    size_t lost; /* events that it was too slow for, since it had all */
};

struct control {
    struct loop *loop;
    char *path;
    int fd;
    control_fn fn;
    void *user;
    struct rights rights;
    struct loop_timer *idle;
    struct loop_timer *watch; /* of the socket's own file */
    int64_t told_ns;          /* that all places were taken; 0: never */
    struct stream *stream;    /* NULL: nobody can watch */
    size_t watchers;
    struct client clients[CONTROL_CLIENTS_MAX];
};

static void drop_client(struct client *client)
{
    struct control *control = client->control;
    if (client->watching && --control->watchers == 0)
        stream_stop(control->stream);
    client->watching = false;
    loop_remove_fd(control->loop, client->fd);
    close(client->fd);
    buffer_finish(&client->in);
    buffer_finish(&client->out);
    client->fd = -1;
}

static void add_reply(struct client *client, json_t *reply, const struct diag *diag)
{
    bool good = diag->errors == 0;
    json_object_set_new(reply, "ok", json_boolean(good));
    if (!good) {
        char *errors = diag_join_errors(diag, "\n");
        json_object_set_new(reply, "error", json_string(errors));
        free(errors);
    }
    char *text = json_dumps(reply, JSON_COMPACT | JSON_ENSURE_ASCII);
    buffer_add_string(&client->out, text ? text : "{\"ok\":false}");
    buffer_add_byte(&client->out, '\n');
    free(text);
    json_decref(reply);
}

/* --- who watches --- */

/* False when the client is gone. */
static bool send_out(struct client *client)
{
    struct buffer *out = &client->out;
    size_t sent = 0;
    while (sent < out->length) {
        ssize_t took =
            send(client->fd, out->data + sent, out->length - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (took < 0 && errno == EINTR)
            continue;
        if (took < 0 && errno != EAGAIN)
            return false;
        if (took < 0)
            break;
        sent += (size_t)took;
    }
    if (sent > 0 && client->watching)
        client->heard_ns = loop_now_ns(client->control->loop); /* it reads */
    memmove(out->data, out->data + sent, out->length - sent);
    out->length -= sent;
    return true;
}

/* An event for everybody. Who lags behind by more than the queue loses it, and is told so with all
 * that there is when it has read the rest. */
static void tell_watchers(void *user, const char *line, size_t length)
{
    struct control *control = user;
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++) {
        struct client *client = &control->clients[i];
        if (client->fd < 0 || !client->watching)
            continue;
        if (client->lost > 0 || client->out.length + length > CONTROL_QUEUE_MAX) {
            client->lost++;
            continue;
        }
        buffer_add(&client->out, line, length);
        /* Who is gone is told by the loop: nobody is dropped here, amid an event. */
        loop_modify_fd(control->loop, client->fd, EPOLLOUT);
    }
}

/* Its queue is empty: what it lost is made good. */
static void make_good(struct client *client)
{
    if (client->lost == 0)
        return;
    stream_gap(client->control->stream, client->lost, &client->out);
    client->lost = 0;
    stream_catch_up(client->control->stream, &client->out);
}

static bool may_watch(const struct client *client, struct diag *diag)
{
    const struct control *control = client->control;
    if (!control->stream)
        return diag_error(diag, "watch: nothing is told here");
    if (client->watching)
        return diag_error(diag, "watch: this connection watches already");
    return control->watchers < CONTROL_WATCHERS_MAX ||
           diag_error(diag,
                      "watch: found %d who watch already; so many are allowed, since the other "
                      "places are for commands",
                      CONTROL_WATCHERS_MAX);
}

/* Behind its answer. */
static void begin_to_watch(struct client *client)
{
    struct control *control = client->control;
    if (control->watchers == 0)
        stream_start(control->stream, control->fn, control->user, tell_watchers, control);
    client->watching = true;
    control->watchers++;
    stream_catch_up(control->stream, &client->out);
}

/* --- requests --- */

static void answer_line(struct client *client, const char *line, size_t length)
{
    const struct control *control = client->control;
    json_t *json = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
    json_t *reply = json_object();
    struct diag diag = {0};
    struct request request;
    struct state state;
    bool good = request_from_json(json, &request, &diag) &&
                rights_check(&control->rights, client->user, request.kind, &diag) &&
                (!request.editor || rights_may_name(&control->rights, client->user, &diag)) &&
                (request.kind != REQUEST_WATCH || may_watch(client, &diag)) &&
                control->fn(control->user, &request, &state, &diag);
    if (good)
        state_to_json(&state, reply);
    add_reply(client, reply, &diag);
    if (good && request.kind == REQUEST_WATCH)
        begin_to_watch(client);
    diag_finish(&diag);
    json_decref(json);
}

static void answer_lines(struct client *client)
{
    struct buffer *in = &client->in;
    size_t start = 0;
    for (char *end;
         start < in->length && (end = memchr(in->data + start, '\n', in->length - start));
         start = (size_t)(end - in->data) + 1) {
        client->heard_ns = loop_now_ns(client->control->loop);
        answer_line(client, in->data + start, (size_t)(end - in->data) - start);
    }
    struct buffer rest = {0};
    if (start < in->length)
        buffer_add(&rest, in->data + start, in->length - start);
    buffer_finish(in);
    *in = rest;
    if (in->length > CONTROL_LINE_MAX) {
        struct diag diag = {0};
        diag_error(&diag, "the line is too long");
        add_reply(client, json_object(), &diag);
        diag_finish(&diag);
        client->closing = true;
    }
}

/* False when the client is gone or has said its last word. */
static bool receive(struct client *client)
{
    char bytes[READ_SIZE];
    ssize_t got = recv(client->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (got < 0)
        return errno == EAGAIN || errno == EINTR;
    if (got == 0)
        return false;
    buffer_add(&client->in, bytes, (size_t)got);
    answer_lines(client);
    return true;
}

static void on_client(void *user, int fd, uint32_t events)
{
    struct client *client = user;
    (void)fd;
    /* Who has hung up has given up, and does by itself what it asked for: it must not be done
     * twice. */
    bool stays = (events & (EPOLLHUP | EPOLLERR)) == 0;
    /* Who does not fetch its answers is not listened to. */
    if (stays && events & EPOLLIN && client->out.length == 0)
        stays = receive(client);
    if (stays && client->out.length > 0)
        stays = send_out(client);
    if (stays && client->out.length == 0)
        make_good(client);
    if (!stays || (client->closing && client->out.length == 0)) {
        drop_client(client);
        return;
    }
    loop_modify_fd(client->control->loop, client->fd, client->out.length ? EPOLLOUT : EPOLLIN);
}

static bool is_quieter(const struct client *client, const struct client *than)
{
    return client->fd >= 0 && (!than || client->heard_ns < than->heard_ns);
}

/* Who watches is heard as long as it reads. */
static void hear_watchers(struct control *control)
{
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++) {
        struct client *client = &control->clients[i];
        if (client->fd >= 0 && client->watching && client->out.length == 0)
            client->heard_ns = loop_now_ns(control->loop);
    }
}

static struct client *quietest(struct control *control)
{
    struct client *found = NULL;
    hear_watchers(control);
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++)
        if (is_quieter(&control->clients[i], found))
            found = &control->clients[i];
    return found;
}

static void look_for_idle(void *user, int64_t now_ns)
{
    struct control *control = user;
    struct client *client;
    while ((client = quietest(control)) && now_ns - client->heard_ns >= CONTROL_IDLE_NS)
        drop_client(client);
    if (client)
        loop_set_timer(control->idle, client->heard_ns + CONTROL_IDLE_NS);
}

/* Who has been silent for longest gives way: whoever asks for something now is heard. */
static void make_place(struct control *control)
{
    int64_t now_ns = loop_now_ns(control->loop);
    struct client *client = quietest(control);
    if (!client)
        return;
    if (control->told_ns == 0 || now_ns - control->told_ns >= TOLD_NS) {
        control->told_ns = now_ns;
        log_warning(
            "%s: all %d places are taken; who was silent for longest (%.0f s) loses its own",
            control->path, CONTROL_CLIENTS_MAX,
            (double)(now_ns - client->heard_ns) / (double)CLOCK_NS_PER_S);
    }
    drop_client(client);
}

static struct client *free_client(struct control *control)
{
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++)
        if (control->clients[i].fd < 0)
            return &control->clients[i];
    return NULL;
}

/* Who it is, as the kernel says; one whom it does not tell is nobody. */
static uid_t user_of(int fd)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 ? peer.uid : (uid_t)-1;
}

static void take_client(struct control *control, int fd)
{
    struct client *client = free_client(control);
    if (!client) {
        make_place(control);
        client = free_client(control);
    }
    if (loop_add_fd(control->loop, fd, EPOLLIN, on_client, client) < 0) {
        close(fd);
        return;
    }
    *client = (struct client){
        .control = control, .fd = fd, .user = user_of(fd), .heard_ns = loop_now_ns(control->loop)};
    look_for_idle(control, client->heard_ns);
}

static void on_connect(void *user, int fd, uint32_t events)
{
    struct control *control = user;
    (void)events;
    int accepted = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (accepted >= 0)
        take_client(control, accepted);
    else if (errno == EMFILE || errno == ENFILE)
        make_place(control); /* it still waits, and is taken in the next turn */
}

static bool make_folder(const char *path, struct diag *diag)
{
    char *folder = memory_copy_string(path);
    char *slash = strrchr(folder, '/');
    bool good = true;
    if (slash && slash != folder) {
        *slash = '\0';
        good = mkdir(folder, 0700) == 0 || errno == EEXIST ||
               diag_error(diag, "%s: the socket's folder can't be made: %s (control.socket)",
                          folder, strerror(errno));
    }
    free(folder);
    return good;
}

/* errno tells what is there, if it is free. */
static bool check_free(const char *path, const struct sockaddr_un *address, struct diag *diag)
{
    int fd = ask_connect(address, ALONE_MS);
    if (fd >= 0)
        close(fd);
    if (fd >= 0 || errno == EAGAIN)
        return diag_error(diag,
                          "%s: another ticker is running (motograph status; or give this one its "
                          "own control.socket)",
                          path);
    return true;
}

/* A socket file without a program behind it is left over from a crash. */
static bool clear_path(const char *path, const struct sockaddr_un *address, struct diag *diag)
{
    if (!check_free(path, address, diag))
        return false;
    if (errno != ECONNREFUSED)
        return true;
    struct stat file;
    if (lstat(path, &file) == 0 && !S_ISSOCK(file.st_mode))
        return diag_error(diag,
                          "%s: this is a file of something else, and stays; a path where there is "
                          "none is wanted (control.socket)",
                          path);
    unlink(path);
    return true;
}

static int listen_on(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    mode_t before = umask(0777 & ~SOCKET_MODE);
    int bound = bind(fd, (const struct sockaddr *)address, sizeof *address);
    umask(before);
    if (bound == 0 && listen(fd, CONTROL_CLIENTS_MAX) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

bool control_check_path(const char *path, struct diag *diag)
{
    struct sockaddr_un address;
    return ask_address(&address, path, diag);
}

bool control_is_free(const char *path, struct diag *diag)
{
    struct sockaddr_un address;
    return ask_address(&address, path, diag) && check_free(path, &address, diag);
}

static void listen_anew(struct control *control, const struct sockaddr_un *address)
{
    int fd = listen_on(address);
    if (fd < 0)
        return; /* it is tried again */
    log_warning("%s: was removed, and is there again", control->path);
    loop_remove_fd(control->loop, control->fd);
    close(control->fd);
    control->fd = fd;
    loop_add_fd(control->loop, fd, EPOLLIN, on_connect, control);
}

/* A socket without a name is reached by nobody, and each command would say that no ticker runs: a
 * session's folder goes when its user logs out, another is cleaned up. What stands in its place is
 * left alone. */
static void look_for_socket(void *user, int64_t now_ns)
{
    struct control *control = user;
    struct sockaddr_un address;
    struct stat there;
    struct diag ignored = {0};
    if (lstat(control->path, &there) != 0 && errno == ENOENT &&
        ask_address(&address, control->path, &ignored) && make_folder(control->path, &ignored))
        listen_anew(control, &address);
    diag_finish(&ignored);
    loop_set_timer(control->watch, loop_next_second_ns(now_ns));
}

struct control *control_open(struct loop *loop, const char *path, control_fn fn, void *user,
                             struct diag *diag)
{
    struct sockaddr_un address;
    if (!ask_address(&address, path, diag) || !make_folder(path, diag) ||
        !clear_path(path, &address, diag))
        return NULL;
    int fd = listen_on(&address);
    if (fd < 0) {
        diag_error(diag, "%s: %s (control.socket)", path, strerror(errno));
        return NULL;
    }
    struct control *control = memory_alloc(1, sizeof *control);
    *control =
        (struct control){.loop = loop, .fd = fd, .fn = fn, .user = user, .rights = rights_find()};
    control->path = memory_copy_string(path);
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++)
        control->clients[i].fd = -1;
    control->idle = loop_add_timer(loop, look_for_idle, control);
    control->watch = loop_add_timer(loop, look_for_socket, control);
    loop_set_timer(control->watch, loop_next_second_ns(loop_now_ns(loop)));
    loop_add_fd(loop, fd, EPOLLIN, on_connect, control);
    return control;
}

void control_offer(struct control *control, struct stream *stream)
{
    assert(control->watchers == 0);
    control->stream = stream;
}

void control_close(struct control *control)
{
    if (!control)
        return;
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++)
        if (control->clients[i].fd >= 0)
            drop_client(&control->clients[i]);
    loop_remove_timer(control->loop, control->watch);
    loop_remove_timer(control->loop, control->idle);
    loop_remove_fd(control->loop, control->fd);
    close(control->fd);
    unlink(control->path);
    free(control->path);
    free(control);
}
