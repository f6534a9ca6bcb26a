#include "http.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"
#include "listen.h"
#include "serve/errand.h"
#include "serve/host.h"
#include "serve/preference.h"
#include "serve/reply.h"
#include "serve/route.h"
#include "viewers.h"
#include "who.h"
#include "worker.h"

#define CONNECTIONS_MAX 1500 /* each has at most CONNECTION_MEMORY and its viewer */
#define FILES_MAX (CONNECTIONS_MAX + 100)
#define CONNECTION_MEMORY ((size_t)16384)
#define CONNECTION_IDLE_S 20U
/* From the first byte of a request to its last: who sends a byte a second is not waited for. */
#define REQUEST_NS (20 * CLOCK_NS_PER_S)
/* A request on the ticker's socket has 64 KiB. */
#define BODY_MAX ((size_t)61440)
/* Proxies end what is silent for a minute, most of them. */
#define BEAT_NS (20 * CLOCK_NS_PER_S)
/* A token that was removed opens nothing a second later: an event stream, too. */
#define LOOK_NS (CLOCK_NS_PER_S / 2)
#define MACHINE_SIZE 256
#define ADDRESS_SIZE (TOKEN_NAME_MAX + 1)

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
    struct workers *workers;
    struct who who;
    struct loop_timer *timer, *beat, *look;
    int epoll_fd; /* the daemon's */
    char url[LISTEN_URL_SIZE];
    char machine[MACHINE_SIZE]; /* this one's name */
};

enum stage {
    STAGE_READING, /* its body */
    STAGE_WAITING, /* for the ticker, or a worker: the connection is suspended */
    STAGE_READY,   /* the reply is there */
};

/* A request, from its headers to its end. */
struct exchange {
    struct http *http;
    struct MHD_Connection *connection; /* NULL: it has gone */
    const struct route *route;
    enum stage stage;
    int64_t since_ns;
    char *key;
    enum token_role role;
    char name[TOKEN_NAME_MAX + 1]; /* "": nobody's */
    struct buffer body;
    size_t size; /* of all that came, kept or not */
    json_t *json;
    struct errand_for whom;
    struct errand errand; /* of a route that asks */
    struct route_reply reply;
};

static const char *header_of(const struct exchange *exchange, const char *name)
{
    return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

static const char *query_of(void *user, const char *name)
{
    const struct exchange *exchange = user;
    return MHD_lookup_connection_value(exchange->connection, MHD_GET_ARGUMENT_KIND, name);
}

/* --- what is sent --- */

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

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (value && *value)
        MHD_add_response_header(response, name, value);
}

static const char *waits_for(int status)
{
    return status == STATUS_MANY ? "60" : status == STATUS_UNAVAILABLE ? "2" : "";
}

static enum MHD_Result send_reply(struct exchange *exchange)
{
    struct route_reply *reply = &exchange->reply;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        reply->body.length, reply->body.data, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    if (reply->status != STATUS_NO_CONTENT)
        add_header(response, "Content-Type", reply->type);
    add_header(response, "Cache-Control", reply->cache);
    add_header(response, "Content-Encoding", reply->encoding);
    add_header(response, "Vary", reply->vary);
    add_header(response, "ETag", reply->tag);
    add_header(response, "Location", reply->location);
    add_header(response, "Set-Cookie", reply->cookie);
    add_header(response, "Allow", reply->allow);
    add_header(response, "Retry-After", waits_for(reply->status));
    if (reply->status == STATUS_UNAUTHORIZED)
        add_header(response, "WWW-Authenticate", "Bearer realm=\"motograph\"");
    return send_response(exchange->connection, (unsigned)reply->status, response);
}

static enum MHD_Result send_stream(struct exchange *exchange)
{
    const char *last = header_of(exchange, "Last-Event-ID");
    bool packs = preference_takes(header_of(exchange, "Accept-Encoding"), "gzip");
    struct MHD_Response *response =
        viewers_response(exchange->http->viewers, exchange->connection, last, packs);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", "text/event-stream");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "Vary", "Accept-Encoding");
    MHD_add_response_header(response, "X-Accel-Buffering", "no"); /* nginx passes it on at once */
    return send_response(exchange->connection, MHD_HTTP_OK, response);
}

/* --- who may ask --- */

static bool is_reading(const char *method)
{
    return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

static bool refuse(struct exchange *exchange, int status, const char *code, const char *message,
                   const char *field, const char *found, const char *allowed)
{
    reply_refuse(&exchange->reply, status, code, message, field, found, allowed);
    return false;
}

static bool check_host(struct exchange *exchange)
{
    const struct http *http = exchange->http;
    const char *host = header_of(exchange, "Host");
    return host_is_ours(host, http->machine, http->setup.config->control.names) ||
           refuse(exchange, STATUS_MISDIRECTED, "not_our_name",
                  "The page is not served under this name.", "Host", host,
                  "an address, localhost, this machine's name, or one of control.names");
}

static bool find_route(struct exchange *exchange, const char *method, const char *path)
{
    char *methods = NULL;
    exchange->route = route_find(method, path, exchange->http->setup.config->control.dialects,
                                 &exchange->key, &methods);
    if (exchange->route)
        return true;
    if (methods) {
        snprintf(exchange->reply.allow, sizeof exchange->reply.allow, "%s", methods);
        refuse(exchange, STATUS_NO_METHOD, "method", "This can't be done with it.", NULL, method,
               methods);
        free(methods);
        return false;
    }
    return refuse(exchange, STATUS_NOT_FOUND, "no_such_path", "There is nothing here.", NULL, NULL,
                  "the paths of /api/v1/openapi.json");
}

/* From where it comes; behind a proxy that is the proxy. */
static void address_of(const struct exchange *exchange, char address[ADDRESS_SIZE])
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    snprintf(address, ADDRESS_SIZE, "?");
    if (info && info->client_addr)
        getnameinfo(info->client_addr,
                    info->client_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                                             : sizeof(struct sockaddr_in),
                    address, ADDRESS_SIZE, NULL, 0, NI_NUMERICHOST);
}

static bool refuse_many(struct exchange *exchange, const char *message, const char *allowed)
{
    return refuse(exchange, STATUS_MANY, "too_many", message, NULL, NULL, allowed);
}

static bool guess_is_allowed(struct exchange *exchange, bool right)
{
    struct http *http = exchange->http;
    char address[ADDRESS_SIZE];
    int64_t now_ns = loop_now_ns(http->setup.loop);
    address_of(exchange, address);
    if (!who_may_try(http->who.wrong, address, WHO_WRONG_MOST, now_ns))
        return refuse_many(exchange, "Too many wrong tokens came from there.", "20 a minute");
    if (!right)
        who_count(http->who.wrong, address, WHO_WRONG_MOST, now_ns);
    return true;
}

static bool refuse_token(struct exchange *exchange)
{
    return refuse(exchange, STATUS_UNAUTHORIZED, "token", "A token is wanted.", "Authorization",
                  NULL, "Bearer and a token that motograph token add has made");
}

/* Whether it comes from where no token is wanted for a dialect. */
static bool is_trusted(const struct exchange *exchange)
{
    char address[ADDRESS_SIZE];
    address_of(exchange, address);
    const char *mapped = strncmp(address, "::ffff:", 7) == 0 ? address + 7 : address;
    return host_is_listed(mapped, exchange->http->setup.config->control.dialect_from);
}

/* What has changed of the tokens is in force: streams that they opened end, and come again. */
static bool look_at_tokens(struct http *http)
{
    bool changed = who_look(&http->who, loop_now_ns(http->setup.loop));
    if (changed)
        viewers_cut(http->viewers);
    return changed;
}

/* One that was made a moment ago is known at once. */
static const struct token *find_token(struct http *http, const char *token)
{
    look_at_tokens(http);
    const struct token *found = token ? token_list_find(&http->who.tokens, token) : NULL;
    if (!token || found)
        return found;
    who_look_again(&http->who);
    look_at_tokens(http);
    return token_list_find(&http->who.tokens, token);
}

/* Whose token it is. A cookie that is over is none: its browser may still look, and ask anew. */
static bool find_who(struct exchange *exchange, bool *by_cookie)
{
    struct http *http = exchange->http;
    const struct route *route = exchange->route;
    const char *in_path = route->hook ? query_of(exchange, "token") : NULL;
    char *token = in_path ? memory_copy_string(in_path)
                          : who_token(header_of(exchange, "Authorization"),
                                      header_of(exchange, "Cookie"), route->hook, by_cookie);
    const struct token *found = find_token(http, token);
    bool shown = token != NULL;
    free(token);
    if (shown && !guess_is_allowed(exchange, found || *by_cookie))
        return false;
    if (found) {
        exchange->role = found->role;
        snprintf(exchange->name, sizeof exchange->name, "%s", found->name);
    }
    if (!shown && route->dialect && is_trusted(exchange)) {
        exchange->role = TOKEN_EDITOR;
        snprintf(exchange->name, sizeof exchange->name, "%s", route->dialect);
    }
    return found || !shown || *by_cookie || refuse_token(exchange);
}

static bool check_role(struct exchange *exchange)
{
    const struct route *route = exchange->route;
    bool open = route->open && exchange->http->setup.config->control.reading == CONFIG_READING_OPEN;
    if (open || exchange->role >= route->role)
        return true;
    if (exchange->role == TOKEN_NOBODY)
        return refuse_token(exchange);
    return refuse(exchange, STATUS_FORBIDDEN, "role", "This token may not do that.", NULL,
                  token_role_name(exchange->role), token_role_name(route->role));
}

/* Whether a page of this very server asks; a browser says so of what writes (Fetch, 3.2). */
static bool check_origin(struct exchange *exchange, bool by_cookie)
{
    const char *origin = header_of(exchange, "Origin");
    const char *host = header_of(exchange, "Host");
    const char *name = origin ? strstr(origin, "://") : NULL;
    if (!origin && !by_cookie)
        return true;
    return (name && host && strcasecmp(name + 3, host) == 0) ||
           refuse(exchange, STATUS_FORBIDDEN, "origin", "A page from elsewhere may not write.",
                  "Origin", origin, "this server's own page");
}

static bool is_json(const char *type)
{
    static const char json[] = "application/json";
    const char *rest =
        type && strncasecmp(type, json, strlen(json)) == 0 ? type + strlen(json) : "?";
    rest += strspn(rest, " \t;");
    return !*rest || strcasecmp(rest, "charset=utf-8") == 0;
}

static bool has_body(const struct exchange *exchange)
{
    const char *length = header_of(exchange, "Content-Length");
    return header_of(exchange, "Transfer-Encoding") || (length && strcmp(length, "0") != 0);
}

static bool check_content(struct exchange *exchange)
{
    const char *type = header_of(exchange, "Content-Type");
    const char *encoding = header_of(exchange, "Content-Encoding");
    const char *length = header_of(exchange, "Content-Length");
    if (encoding && strcasecmp(encoding, "identity") != 0)
        return refuse(exchange, STATUS_TYPE, "encoding", "The body is packed.", "Content-Encoding",
                      encoding, "identity");
    if (exchange->route->takes == TAKES_JSON && has_body(exchange) && !is_json(type))
        return refuse(exchange, STATUS_TYPE, "type", "The body is of another type.", "Content-Type",
                      type, "application/json");
    return !length || strtoull(length, NULL, 10) <= BODY_MAX ||
           refuse(exchange, STATUS_LARGE, "too_large", "The body is too long.", "Content-Length",
                  length, "61440 bytes");
}

static bool check_rate(struct exchange *exchange)
{
    struct http *http = exchange->http;
    return !*exchange->name ||
           who_count(http->who.writes, exchange->name, WHO_WRITES_MOST,
                     loop_now_ns(http->setup.loop)) ||
           refuse_many(exchange, "This token has written too often.", "600 times a minute");
}

static enum MHD_Result count_lengths(void *user, enum MHD_ValueKind kind, const char *name,
                                     const char *value)
{
    int *count = user;
    (void)kind, (void)value;
    *count += strcasecmp(name, "Content-Length") == 0 || strcasecmp(name, "Transfer-Encoding") == 0;
    return MHD_YES;
}

/* Where it ends must have one reading: a proxy in front may have the other (RFC 9112, 6.3). */
static bool check_end(struct exchange *exchange)
{
    const char *encoding = header_of(exchange, "Transfer-Encoding");
    int count = 0;
    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, count_lengths, &count);
    return (count <= 1 && (!encoding || strcasecmp(encoding, "chunked") == 0)) ||
           refuse(exchange, STATUS_BAD, "length", "Where the body ends has two readings.",
                  "Content-Length", NULL, "one Content-Length, or Transfer-Encoding: chunked");
}

/* All that the headers tell; false: the reply says why not. */
static bool may_ask(struct exchange *exchange, const char *method, const char *path)
{
    bool by_cookie = false;
    return check_end(exchange) && check_host(exchange) && find_route(exchange, method, path) &&
           find_who(exchange, &by_cookie) &&
           (is_reading(method) || check_origin(exchange, by_cookie)) && check_role(exchange) &&
           (is_reading(method) || (check_content(exchange) && check_rate(exchange)));
}

/* --- what is answered --- */

static struct route_world world_of(struct http *http)
{
    size_t count;
    const struct route *routes = route_table(&count);
    return (struct route_world){.config = http->setup.config,
                                .routes = routes,
                                .route_count = count,
                                .visible = http->setup.visible,
                                .tokens = &http->who.tokens,
                                .command = http->setup.command,
                                .command_user = http->setup.command_user,
                                .heard_ns = *http->setup.heard_ns,
                                .advanced_ns = *http->setup.advanced_ns,
                                .now_ns = loop_now_ns(http->setup.loop),
                                .now_ms = clock_wall_ms(http->setup.clock),
                                .viewers = viewers_count(http->viewers)};
}

/* To read, for one answer: nothing is open when a process is made, since SQLite's connections must
 * not go into another one. NULL: there is none. */
static struct store *open_store(const struct http *http)
{
    struct diag ignored = {0};
    struct store *store = store_open_there(http->setup.config->store.path, &ignored);
    diag_finish(&ignored);
    return store;
}

/* What ntfy's senders tell in either way. */
static const char *head_or_query(struct exchange *exchange, const char *name, const char *query)
{
    const char *value = header_of(exchange, name);
    return value ? value : query_of(exchange, query);
}

static struct asked asked_of(struct exchange *exchange)
{
    return (struct asked){.key = exchange->key ? exchange->key : "",
                          .role = exchange->role,
                          .name = *exchange->name ? exchange->name : NULL,
                          .query = query_of,
                          .user = exchange,
                          .body = exchange->body.data ? exchange->body.data : "",
                          .size = exchange->body.length,
                          .type = header_of(exchange, "Content-Type"),
                          .match = header_of(exchange, "If-Match"),
                          .none_match = header_of(exchange, "If-None-Match"),
                          .title = head_or_query(exchange, "Title", "title"),
                          .level = head_or_query(exchange, "Priority", "priority"),
                          .language = header_of(exchange, "Accept-Language"),
                          .json = exchange->json};
}

static void free_exchange(struct exchange *exchange)
{
    free(exchange->key);
    json_decref(exchange->json);
    errand_finish(&exchange->errand);
    buffer_finish(&exchange->body);
    buffer_finish(&exchange->reply.body);
    free(exchange);
}

/* The reply is there: the connection goes on, if it is still there. */
static void go_on(struct exchange *exchange)
{
    struct http *http = exchange->http;
    if (!exchange->connection) {
        free_exchange(exchange);
        return;
    }
    exchange->stage = STAGE_READY;
    MHD_resume_connection(exchange->connection);
    loop_set_timer(http->timer, loop_now_ns(http->setup.loop));
}

static void wait(struct exchange *exchange)
{
    exchange->stage = STAGE_WAITING;
    MHD_suspend_connection(exchange->connection);
}

static bool look(void *user, struct route_world *world, struct asked *asked)
{
    struct exchange *exchange = user;
    if (!exchange->connection)
        return false;
    *world = world_of(exchange->http);
    *asked = asked_of(exchange);
    return true;
}

static struct upstream *upstream_of(void *user)
{
    const struct http *http = ((struct exchange *)user)->http;
    return http->setup.upstream(http->setup.user);
}

static void on_done(void *user)
{
    go_on(user);
}

/* False: the reply is there already. */
static bool ask(struct exchange *exchange)
{
    exchange->whom = (struct errand_for){upstream_of, look, on_done, exchange};
    exchange->errand = (struct errand){
        .for_whom = &exchange->whom, .route = exchange->route, .reply = &exchange->reply};
    return errand_ask(&exchange->errand);
}

/* What was read elsewhere is what the ticker is asked for. */
static bool asks_for(struct exchange *exchange, struct route_reply *reply)
{
    if (!exchange->route->before || reply->status != STATUS_GOOD || !exchange->connection)
        return false;
    buffer_finish(&exchange->body);
    exchange->body = reply->body;
    reply->body = (struct buffer){0};
    return true;
}

static void on_work(void *user, struct route_reply *reply)
{
    struct exchange *exchange = user;
    if (asks_for(exchange, reply)) {
        if (!ask(exchange))
            go_on(exchange);
        return;
    }
    exchange->reply.status = reply->status;
    exchange->reply.type = reply->type;
    exchange->reply.cache = reply->cache;
    exchange->reply.body = reply->body; /* it is this one's from now on */
    reply->body = (struct buffer){0};
    go_on(exchange);
}

/* A body that should be JSON; false: the reply says what it is. */
static bool read_json(struct exchange *exchange)
{
    json_error_t error;
    if (exchange->route->takes != TAKES_JSON)
        return true;
    exchange->json = exchange->body.length ? json_loadb(exchange->body.data, exchange->body.length,
                                                        JSON_REJECT_DUPLICATES, &error)
                                           : json_object();
    if (json_is_object(exchange->json))
        return true;
    return refuse(exchange, STATUS_BAD, "no_json",
                  exchange->json ? "The body is no object." : error.text, NULL, NULL,
                  "an object of JSON");
}

static void dispatch(struct exchange *exchange)
{
    struct http *http = exchange->http;
    const struct route *route = exchange->route;
    exchange->stage = STAGE_READY;
    exchange->reply.status = STATUS_GOOD;
    exchange->reply.type = route->type;
    if (!read_json(exchange))
        return;
    if (route->ask && !route->before) {
        if (ask(exchange))
            wait(exchange);
        return;
    }
    struct route_world world = world_of(http);
    const struct asked asked = asked_of(exchange);
    world.store = route->work || !route->role ? NULL : open_store(http);
    if (route->answer)
        route->answer(&world, &asked, &exchange->reply);
    else if (workers_start(http->workers, &world, route, &asked, on_work, exchange))
        wait(exchange);
    else
        refuse(exchange, STATUS_UNAVAILABLE, "busy", "Two such answers are being made already.",
               NULL, NULL, "in some seconds");
    store_close(world.store);
    if (route->guess && exchange->reply.status == STATUS_UNAUTHORIZED)
        guess_is_allowed(exchange, false);
}

static struct exchange *begin(struct http *http, struct MHD_Connection *connection)
{
    struct exchange *exchange = memory_alloc(1, sizeof *exchange);
    *exchange = (struct exchange){
        .http = http, .connection = connection, .since_ns = loop_now_ns(http->setup.loop)};
    return exchange;
}

/* A part of the body; false where the connection is to be ended: it is too slow, or has no end. */
static bool take_body(struct exchange *exchange, const char *bytes, size_t size)
{
    exchange->size += size;
    if (exchange->size <= BODY_MAX)
        buffer_add(&exchange->body, bytes, size);
    else if (exchange->stage == STAGE_READING) {
        exchange->stage = STAGE_READY;
        refuse(exchange, STATUS_LARGE, "too_large", "The body is too long.", NULL, NULL,
               "61440 bytes");
    }
    return exchange->size <= 4 * BODY_MAX &&
           loop_now_ns(exchange->http->setup.loop) - exchange->since_ns <= REQUEST_NS;
}

/* MHD_AccessHandlerCallback: first with the headers, then with parts of the body, then with none;
 * again where it was suspended. */
static enum MHD_Result answer(void *user, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *body,
                              size_t *body_size, void **request)
{
    struct exchange *exchange = *request;
    (void)version;
    if (!exchange) {
        exchange = *request = begin(user, connection);
        if (may_ask(exchange, method, path))
            return MHD_YES;
        exchange->stage = STAGE_READY;
        /* Of what has a body the connection ends with that: it is not read. */
        return is_reading(method) && exchange->reply.status != STATUS_BAD ? MHD_YES
                                                                          : send_reply(exchange);
    }
    if (*body_size > 0) {
        bool goes_on = take_body(exchange, body, *body_size);
        *body_size = 0;
        return goes_on ? MHD_YES : MHD_NO;
    }
    if (exchange->stage == STAGE_READING && exchange->route->stream)
        return send_stream(exchange);
    if (exchange->stage == STAGE_READING)
        dispatch(exchange);
    return exchange->stage == STAGE_WAITING ? MHD_YES : send_reply(exchange);
}

/* MHD_RequestCompletedCallback. What is waited for finds nobody. */
static void on_completed(void *user, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode code)
{
    struct exchange *exchange = *request;
    (void)user, (void)connection, (void)code;
    *request = NULL;
    if (!exchange)
        return;
    exchange->connection = NULL;
    if (exchange->stage != STAGE_WAITING)
        free_exchange(exchange);
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

static void on_look(void *user, int64_t now_ns)
{
    struct http *http = user;
    if (look_at_tokens(http))
        run_daemon(http);
    loop_set_timer(http->look, now_ns + LOOK_NS);
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
    http->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, answer, http,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT,
        CONNECTION_IDLE_S, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_END);
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

/* A descriptor a connection: as many as are allowed at all. */
static void allow_files(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur >= FILES_MAX)
        return;
    files.rlim_cur = files.rlim_max < FILES_MAX ? files.rlim_max : FILES_MAX;
    setrlimit(RLIMIT_NOFILE, &files);
}

struct http *http_open(const struct http_setup *setup, struct diag *diag)
{
    struct http *http = memory_alloc(1, sizeof *http);
    *http = (struct http){.setup = *setup, .epoll_fd = -1};
    allow_files();
    gethostname(http->machine, sizeof http->machine - 1);
    who_init(&http->who, setup->config->control.tokens);
    http->viewers = viewers_create(setup->visible, setup->clock);
    http->workers = workers_create(setup->loop);
    http->look = loop_add_timer(setup->loop, on_look, http);
    http->timer = loop_add_timer(setup->loop, on_timer, http);
    http->beat = loop_add_timer(setup->loop, on_beat, http);
    int fd = listen_open(setup->config->control.http, http->url, diag);
    if (fd < 0 || !start(http, fd, diag)) {
        http_close(http);
        return NULL;
    }
    loop_set_timer(http->beat, loop_now_ns(setup->loop) + BEAT_NS);
    loop_set_timer(http->look, loop_now_ns(setup->loop));
    return http;
}

void http_close(struct http *http)
{
    if (!http)
        return;
    workers_destroy(http->workers);
    if (http->daemon) {
        viewers_end(http->viewers);
        MHD_run(http->daemon);
        if (http->epoll_fd >= 0)
            loop_remove_fd(http->setup.loop, http->epoll_fd);
        MHD_stop_daemon(http->daemon);
    }
    viewers_destroy(http->viewers);
    who_finish(&http->who);
    loop_remove_timer(http->setup.loop, http->look);
    loop_remove_timer(http->setup.loop, http->timer);
    loop_remove_timer(http->setup.loop, http->beat);
    free(http);
}
