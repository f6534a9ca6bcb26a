#include "control/ask.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "control/control.h"
#include "control/json.h"

#define READ_SIZE 4096
/* Of an answer: some zones with a text of snippet.max_chars each, and what would help. */
#define ANSWER_MAX ((size_t)16 * CONTROL_LINE_MAX)

bool ask_address(struct sockaddr_un *address, const char *path, struct diag *diag)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address->sun_path)
        return diag_error(diag, "control.socket: found %s; a socket's path has at most %zu bytes",
                          path, sizeof address->sun_path - 1);
    memcpy(address->sun_path, path, strlen(path));
    return true;
}

/* The limit of a blocking connect and send (socket(7)); a full backlog counts as sending. */
static int limit_waiting(int fd, int timeout_ms)
{
    const struct timeval limit = {.tv_sec = timeout_ms / 1000,
                                  .tv_usec = (suseconds_t)(timeout_ms % 1000) * 1000};
    return setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

int ask_connect(const struct sockaddr_un *address, int timeout_ms)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if (limit_waiting(fd, timeout_ms) == 0 &&
        connect(fd, (const struct sockaddr *)address, sizeof *address) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

bool ask_print(const struct request *request, struct buffer *out)
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

/* A line into `in`, or false when it does not come in time, however slowly it comes. */
static bool receive_line(int fd, int timeout_ms, struct buffer *in)
{
    struct clock clock;
    clock_init_real(&clock);
    int64_t end_ns = clock_monotonic_ns(&clock) + timeout_ms * CLOCK_NS_PER_MS;
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    while (!in->data || !memchr(in->data, '\n', in->length)) {
        char bytes[READ_SIZE];
        int64_t left_ms = (end_ns - clock_monotonic_ns(&clock)) / CLOCK_NS_PER_MS;
        if (left_ms <= 0 || in->length > ANSWER_MAX)
            return false;
        int waited = poll(&ready, 1, (int)left_ms);
        if (waited < 0 && errno == EINTR)
            continue;
        ssize_t got = waited > 0 ? recv(fd, bytes, sizeof bytes, 0) : 0;
        if (got <= 0)
            return false;
        buffer_add(in, bytes, (size_t)got);
    }
    return true;
}

/* What the ticker says, a line each. */
static void tell_lines(const char *errors, struct diag *diag)
{
    while (*errors) {
        size_t length = strcspn(errors, "\n");
        diag_error(diag, "%.*s", (int)length, errors);
        errors += length + (errors[length] == '\n');
    }
}

static enum ask_answer read_reply(const struct buffer *in, const char *path, json_t **reply,
                                  struct diag *diag)
{
    *reply = json_loadb(in->data, in->length, JSON_DISABLE_EOF_CHECK, NULL);
    if (json_is_true(json_object_get(*reply, "ok")))
        return ASK_DONE;
    const char *error = json_string_value(json_object_get(*reply, "error"));
    if (error)
        tell_lines(error, diag);
    else
        diag_error(diag, "%s: the answer makes no sense", path);
    json_decref(*reply);
    *reply = NULL;
    return error ? ASK_REFUSED : ASK_SILENT;
}

static enum ask_answer converse(int fd, const char *path, const struct buffer *out, int timeout_ms,
                                json_t **reply, struct diag *diag)
{
    struct buffer in = {0};
    enum ask_answer answer = ASK_SILENT;
    if (send_line(fd, out) && receive_line(fd, timeout_ms, &in))
        answer = read_reply(&in, path, reply, diag);
    else
        diag_error(diag, "%s: the ticker does not answer", path);
    buffer_finish(&in);
    return answer;
}

static enum ask_answer tell_no_connection(const char *path, int error, struct diag *diag)
{
    if (error == ENOENT || error == ECONNREFUSED) {
        diag_error(diag, "no ticker is running here (nobody listens on %s)", path);
        return ASK_NOBODY;
    }
    diag_error(
        diag, "%s: %s%s", path, error == EAGAIN ? "the ticker does not answer" : strerror(error),
        error == EACCES ? " (the service's ticker hears: sudo -u motograph motograph ...)" : "");
    return ASK_SILENT;
}

enum ask_answer ask_ticker(const char *path, const struct request *request, int timeout_ms,
                           json_t **reply, struct diag *diag)
{
    struct sockaddr_un address;
    struct buffer out = {0};
    *reply = NULL;
    if (!ask_address(&address, path, diag))
        return ASK_NOBODY;
    if (!ask_print(request, &out)) {
        diag_error(diag, "not UTF-8: the ticker is not asked");
        return ASK_REFUSED;
    }
    int fd = ask_connect(&address, timeout_ms);
    enum ask_answer answer = fd < 0 ? tell_no_connection(path, errno, diag)
                                    : converse(fd, path, &out, timeout_ms, reply, diag);
    if (fd >= 0)
        close(fd);
    buffer_finish(&out);
    return answer;
}

/* Takes the first line, which is there, out of it. */
static void drop_line(struct buffer *in)
{
    const char *end = memchr(in->data, '\n', in->length);
    size_t length = (size_t)(end - in->data) + 1;
    memmove(in->data, in->data + length, in->length - length);
    in->length -= length;
}

int ask_watch(const char *path, int timeout_ms, struct buffer *in, struct diag *diag)
{
    struct sockaddr_un address;
    struct buffer out = {0};
    json_t *reply = NULL;
    if (!ask_address(&address, path, diag))
        return -1;
    int fd = ask_connect(&address, timeout_ms);
    if (fd < 0) {
        tell_no_connection(path, errno, diag);
        return -1;
    }
    ask_print(&(struct request){.kind = REQUEST_WATCH}, &out);
    bool good = send_line(fd, &out) && receive_line(fd, timeout_ms, in);
    if (!good)
        diag_error(diag, "%s: the ticker does not answer", path);
    good = good && read_reply(in, path, &reply, diag) == ASK_DONE;
    if (good)
        drop_line(in);
    else
        close(fd);
    json_decref(reply);
    buffer_finish(&out);
    return good ? fd : -1;
}
