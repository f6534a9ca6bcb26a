#include "control/control.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "control/json.h"

#define SOCKET_MODE 0660
#define READ_SIZE 4096

struct client {
    struct control *control;
    int fd; /* -1: free */
    struct buffer in, out;
    bool closing; /* when `out` is written */
};

struct control {
    struct loop *loop;
    char *path;
    int fd;
    control_fn fn;
    void *user;
    struct client clients[CONTROL_CLIENTS_MAX];
};

static bool fill_address(struct sockaddr_un *address, const char *path, struct diag *diag)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address->sun_path)
        return diag_error(diag, "control.socket: found %s; a socket's path has at most %zu bytes",
                          path, sizeof address->sun_path - 1);
    memcpy(address->sun_path, path, strlen(path));
    return true;
}

static int connect_to(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof *address) < 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

static void drop_client(struct client *client)
{
    loop_remove_fd(client->control->loop, client->fd);
    close(client->fd);
    buffer_finish(&client->in);
    buffer_finish(&client->out);
    client->fd = -1;
}

/* The first error of diag, if there is one. */
static void add_reply(struct client *client, json_t *reply, const struct diag *diag)
{
    bool good = diag->errors == 0;
    json_object_set_new(reply, "ok", json_boolean(good));
    if (!good)
        json_object_set_new(reply, "error", json_string(diag->messages[0].text));
    char *text = json_dumps(reply, JSON_COMPACT | JSON_ENSURE_ASCII);
    buffer_add_string(&client->out, text ? text : "{\"ok\":false}");
    buffer_add_byte(&client->out, '\n');
    free(text);
    json_decref(reply);
}

static void answer_line(struct client *client, const char *line, size_t length)
{
    const struct control *control = client->control;
    json_t *json = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
    json_t *reply = json_object();
    struct diag diag = {0};
    struct request request;
    struct state state;
    if (request_from_json(json, &request, &diag) &&
        control->fn(control->user, &request, &state, &diag))
        state_to_json(&state, reply);
    add_reply(client, reply, &diag);
    diag_finish(&diag);
    json_decref(json);
}

static void answer_lines(struct client *client)
{
    struct buffer *in = &client->in;
    size_t start = 0;
    for (char *end;
         start < in->length && (end = memchr(in->data + start, '\n', in->length - start));
         start = (size_t)(end - in->data) + 1)
        answer_line(client, in->data + start, (size_t)(end - in->data) - start);
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
    memmove(out->data, out->data + sent, out->length - sent);
    out->length -= sent;
    return true;
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
    bool stays = true;
    /* Who does not fetch its answers is not listened to. */
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR) && client->out.length == 0)
        stays = receive(client);
    if (client->out.length > 0 && !send_out(client))
        stays = false;
    if (!stays || (client->closing && client->out.length == 0)) {
        drop_client(client);
        return;
    }
    loop_modify_fd(client->control->loop, client->fd, client->out.length ? EPOLLOUT : EPOLLIN);
}

static struct client *free_client(struct control *control)
{
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++)
        if (control->clients[i].fd < 0)
            return &control->clients[i];
    return NULL;
}

static void on_connect(void *user, int fd, uint32_t events)
{
    struct control *control = user;
    (void)events;
    int accepted = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (accepted < 0)
        return;
    struct client *client = free_client(control);
    if (!client || loop_add_fd(control->loop, accepted, EPOLLIN, on_client, client) < 0) {
        close(accepted);
        return;
    }
    *client = (struct client){.control = control, .fd = accepted};
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
    int fd = connect_to(address);
    if (fd >= 0) {
        close(fd);
        return diag_error(diag,
                          "%s: another ticker is running (motograph status; or give this one its "
                          "own control.socket)",
                          path);
    }
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
    return fill_address(&address, path, diag);
}

bool control_is_free(const char *path, struct diag *diag)
{
    struct sockaddr_un address;
    return fill_address(&address, path, diag) && check_free(path, &address, diag);
}

struct control *control_open(struct loop *loop, const char *path, control_fn fn, void *user,
                             struct diag *diag)
{
    struct sockaddr_un address;
    if (!fill_address(&address, path, diag) || !make_folder(path, diag) ||
        !clear_path(path, &address, diag))
        return NULL;
    int fd = listen_on(&address);
    if (fd < 0) {
        diag_error(diag, "%s: %s (control.socket)", path, strerror(errno));
        return NULL;
    }
    struct control *control = memory_alloc(1, sizeof *control);
    *control = (struct control){.loop = loop, .fd = fd, .fn = fn, .user = user};
    control->path = memory_copy_string(path);
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++)
        control->clients[i].fd = -1;
    loop_add_fd(loop, fd, EPOLLIN, on_connect, control);
    return control;
}

void control_close(struct control *control)
{
    if (!control)
        return;
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++)
        if (control->clients[i].fd >= 0)
            drop_client(&control->clients[i]);
    loop_remove_fd(control->loop, control->fd);
    close(control->fd);
    unlink(control->path);
    free(control->path);
    free(control);
}

/* A request as a line; false where it can't be written down. */
static bool print_request(const struct request *request, struct buffer *out)
{
    json_t *json = request_to_json(request);
    char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
    json_decref(json);
    if (!text)
        return false;
    buffer_add_string(out, text);
    buffer_add_byte(out, '\n');
    free(text);
    return true;
}

static bool send_line(int fd, const struct buffer *out)
{
    size_t sent = 0;
    while (sent < out->length) {
        ssize_t took = send(fd, out->data + sent, out->length - sent, MSG_NOSIGNAL);
        if (took < 0 && errno != EINTR)
            break;
        sent += took > 0 ? (size_t)took : 0;
    }
    return sent == out->length;
}

/* A line into `in`, or false when it does not come in time. */
static bool receive_line(int fd, int timeout_ms, struct buffer *in)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    while (!in->data || !memchr(in->data, '\n', in->length)) {
        char bytes[READ_SIZE];
        if (poll(&ready, 1, timeout_ms) <= 0)
            return false;
        ssize_t got = recv(fd, bytes, sizeof bytes, 0);
        if (got <= 0)
            return false;
        buffer_add(in, bytes, (size_t)got);
    }
    return true;
}

static json_t *check_reply(json_t *reply, const char *path, struct diag *diag)
{
    if (json_is_true(json_object_get(reply, "ok")))
        return reply;
    const char *error = json_string_value(json_object_get(reply, "error"));
    diag_error(diag, "%s: %s", path, error ? error : "the answer makes no sense");
    json_decref(reply);
    return NULL;
}

static void tell_no_ticker(const char *path, int error, struct diag *diag)
{
    if (error == ENOENT || error == ECONNREFUSED)
        diag_error(diag, "no ticker is running here (nobody listens on %s)", path);
    else
        diag_error(diag, "%s: %s%s", path, strerror(error),
                   error == EACCES
                       ? " (the service's ticker hears: sudo -u motograph motograph ...)"
                       : "");
}

static json_t *converse(int fd, const char *path, const struct buffer *out, int timeout_ms,
                        struct diag *diag)
{
    struct buffer in = {0};
    json_t *reply = NULL;
    if (send_line(fd, out) && receive_line(fd, timeout_ms, &in))
        reply =
            check_reply(json_loadb(in.data, in.length, JSON_DISABLE_EOF_CHECK, NULL), path, diag);
    else
        diag_error(diag, "%s: the ticker does not answer", path);
    buffer_finish(&in);
    return reply;
}

json_t *control_ask(const char *path, const struct request *request, int timeout_ms,
                    struct diag *diag)
{
    struct sockaddr_un address;
    struct buffer out = {0};
    json_t *reply = NULL;
    if (!fill_address(&address, path, diag))
        return NULL;
    if (!print_request(request, &out)) {
        diag_error(diag, "not UTF-8: the ticker is not asked");
        return NULL;
    }
    int fd = connect_to(&address);
    if (fd < 0) {
        tell_no_ticker(path, errno, diag);
    } else {
        reply = converse(fd, path, &out, timeout_ms, diag);
        close(fd);
    }
    buffer_finish(&out);
    return reply;
}
