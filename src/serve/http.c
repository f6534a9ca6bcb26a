#include "http.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/memory.h"
#include "listen.h"
#include "serve/host.h"
#include "serve/route.h"
#include "viewers.h"

#define CONNECTIONS_MAX 512 /* each has at most CONNECTION_MEMORY and its viewer */
#define CONNECTION_MEMORY ((size_t)16384)
#define CONNECTION_IDLE_S 20U
/* Proxies end what is silent for a minute, most of them. */
#define BEAT_NS (20 * CLOCK_NS_PER_S)
#define MACHINE_SIZE 256

/* For every answer: nothing from elsewhere, no code in the page, in no frame. */
static const char *const headers[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

struct http {
    struct http_setup setup;
    struct MHD_Daemon *daemon;
    struct viewers *viewers;
    struct loop_timer *timer, *beat;
    int epoll_fd; /* the daemon's */
    char url[LISTEN_URL_SIZE];
    char machine[MACHINE_SIZE]; /* this one's name */
};

static enum MHD_Result send_response(struct MHD_Connection *connection, unsigned status,
                                     struct MHD_Response *response)
{
    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        MHD_add_response_header(response, headers[i][0], headers[i][1]);
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result send_reply(struct MHD_Connection *connection, struct route_reply *reply)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        reply->body.length, reply->body.data, MHD_RESPMEM_MUST_COPY);
    buffer_finish(&reply->body);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", reply->type);
    MHD_add_response_header(response, "Cache-Control", reply->cache);
    if (reply->encoding)
        MHD_add_response_header(response, "Content-Encoding", reply->encoding);
    if (reply->status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(response, "Allow", "GET, HEAD");
    return send_response(connection, (unsigned)reply->status, response);
}

static enum MHD_Result send_stream(struct http *http, struct MHD_Connection *connection)
{
    const char *last = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Last-Event-ID");
    struct MHD_Response *response = viewers_response(http->viewers, connection, last);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", "text/event-stream");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Accel-Buffering", "no"); /* nginx passes it on at once */
    return send_response(connection, MHD_HTTP_OK, response);
}

static bool is_reading(const char *method)
{
    return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

/* False where it may not be asked: the reply says why. */
static bool may_ask(const struct http *http, struct MHD_Connection *connection, const char *method,
                    struct route_reply *reply)
{
    const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host");
    if (!host_is_ours(host, http->machine, http->setup.names)) {
        route_refuse(reply, MHD_HTTP_MISDIRECTED_REQUEST, "not_our_name",
                     "The page is not served under this name.", "Host", host,
                     "an address, localhost, this machine's name, or one of control.names");
        return false;
    }
    if (is_reading(method))
        return true;
    route_refuse(reply, MHD_HTTP_METHOD_NOT_ALLOWED, "method", "This can only be read.", NULL,
                 method, "GET, HEAD");
    return false;
}

static struct route_world world_of(const struct http *http)
{
    return (struct route_world){.visible = http->setup.visible,
                                .heard_ns = *http->setup.heard_ns,
                                .now_ns = loop_now_ns(http->setup.loop),
                                .viewers = viewers_count(http->viewers)};
}

/* MHD_AccessHandlerCallback. A body is not read: who sends one is answered before. */
static enum MHD_Result answer(void *user, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *body,
                              size_t *body_size, void **request)
{
    struct http *http = user;
    struct route_reply reply = {.status = MHD_HTTP_OK};
    const char *key = "";
    (void)version, (void)body, (void)body_size;
    if (is_reading(method) && !*request) {
        *request =
            http; /* the headers are there; the connection goes on only if it ends here, too */
        return MHD_YES;
    }
    if (!may_ask(http, connection, method, &reply))
        return send_reply(connection, &reply);
    const struct route *route = route_find(path, &key);
    if (!route) {
        route_refuse(&reply, MHD_HTTP_NOT_FOUND, "no_such_path", "There is nothing here.", NULL,
                     NULL, "the paths of /api/v1/openapi.json");
        return send_reply(connection, &reply);
    }
    if (!route->answer)
        return send_stream(http, connection);
    const struct route_world world = world_of(http);
    reply.type = route->type;
    route->answer(&world, key, &reply);
    return send_reply(connection, &reply);
}

/* --- in the loop --- */

static void run_daemon(struct http *http)
{
    MHD_UNSIGNED_LONG_LONG wait_ms = 0;
    MHD_run(http->daemon);
    if (MHD_get_timeout(http->daemon, &wait_ms) == MHD_YES)
        loop_set_timer(http->timer,
                       loop_now_ns(http->setup.loop) + (int64_t)wait_ms * CLOCK_NS_PER_MS);
}

static void on_bytes(void *user, int fd, uint32_t events)
{
    (void)fd, (void)events;
    run_daemon(user);
}

static void on_timer(void *user, int64_t now_ns)
{
    (void)now_ns;
    run_daemon(user);
}

static void on_beat(void *user, int64_t now_ns)
{
    struct http *http = user;
    viewers_beat(http->viewers);
    run_daemon(http);
    loop_set_timer(http->beat, now_ns + BEAT_NS);
}

void http_wake(struct http *http)
{
    viewers_wake(http->viewers);
    run_daemon(http);
}

const char *http_url(const struct http *http)
{
    return http->url;
}

/* --- its life --- */

static bool start(struct http *http, int fd, struct diag *diag)
{
    http->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, answer,
                                    http, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
                                    (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                                    CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT,
                                    CONNECTION_IDLE_S, MHD_OPTION_END);
    if (!http->daemon) {
        close(fd);
        return diag_error(diag, "the web server can't be started: %s", strerror(errno));
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    http->epoll_fd = info ? info->epoll_fd : -1;
    return (http->epoll_fd >= 0 &&
            loop_add_fd(http->setup.loop, http->epoll_fd, EPOLLIN, on_bytes, http) == 0) ||
           diag_error(diag, "the web server has nothing that the loop can wait for");
}

struct http *http_open(const struct http_setup *setup, struct diag *diag)
{
    struct http *http = memory_alloc(1, sizeof *http);
    *http = (struct http){.setup = *setup, .epoll_fd = -1};
    gethostname(http->machine, sizeof http->machine - 1);
    http->viewers = viewers_create(setup->visible, setup->clock);
    http->timer = loop_add_timer(setup->loop, on_timer, http);
    http->beat = loop_add_timer(setup->loop, on_beat, http);
    int fd = listen_open(setup->address, http->url, diag);
    if (fd < 0 || !start(http, fd, diag)) {
        http_close(http);
        return NULL;
    }
    loop_set_timer(http->beat, loop_now_ns(setup->loop) + BEAT_NS);
    return http;
}

void http_close(struct http *http)
{
    if (!http)
        return;
    if (http->daemon) {
        viewers_end(http->viewers);
        MHD_run(http->daemon);
        if (http->epoll_fd >= 0)
            loop_remove_fd(http->setup.loop, http->epoll_fd);
        MHD_stop_daemon(http->daemon);
    }
    viewers_destroy(http->viewers);
    loop_remove_timer(http->setup.loop, http->timer);
    loop_remove_timer(http->setup.loop, http->beat);
    free(http);
}
