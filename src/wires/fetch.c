#include "wires/fetch.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/memory.h"
#include "cache_control.h"
#include "wires/address.h"

#define HTTP_OK 200
#define HTTP_MOVED 301
#define HTTP_FOUND 302
#define HTTP_SEE_OTHER 303
#define HTTP_NOT_MODIFIED 304
#define HTTP_TEMPORARY 307
#define HTTP_PERMANENT 308

struct transfer {
    struct fetcher *fetcher;
    struct transfer *next;
    CURL *easy;
    struct curl_slist *headers;
    char *start;           /* the address that was asked for */
    char *etag, *modified; /* sent */
    char *user, *header, *ca_file, *proxy, *user_agent;
    fetch_fn fn;
    void *user_data;
    int64_t deadline_ns;
    /* of this hop */
    char *url;
    int hops;
    bool public_seen; /* a public address was asked on the way */
    bool connected;   /* to anything */
    bool refused;     /* an address that may not be asked */
    bool too_large;
    size_t header_bytes;
    bool moving; /* every redirect so far was for good */
    char *moved;
    /* of the answer */
    struct buffer body;
    char *got_etag, *got_modified, *got_type;
    int64_t max_age_s;
    char error[CURL_ERROR_SIZE];
};

struct fetcher {
    struct loop *loop;
    struct loop_timer *timer;
    CURLM *multi;
    struct transfer *transfers;
};

static void set_text(char **text, const char *by, size_t length)
{
    free(*text);
    *text = by ? memory_copy_bytes(by, length) : NULL;
}

static void forget_answer(struct transfer *transfer)
{
    buffer_clear(&transfer->body);
    set_text(&transfer->got_etag, NULL, 0);
    set_text(&transfer->got_modified, NULL, 0);
    set_text(&transfer->got_type, NULL, 0);
    transfer->max_age_s = 0;
    transfer->header_bytes = 0;
    transfer->error[0] = '\0';
}

static void destroy(struct transfer *transfer)
{
    struct transfer **at = &transfer->fetcher->transfers;
    while (*at != transfer)
        at = &(*at)->next;
    *at = transfer->next;
    if (transfer->easy) {
        curl_multi_remove_handle(transfer->fetcher->multi, transfer->easy);
        curl_easy_cleanup(transfer->easy);
    }
    curl_slist_free_all(transfer->headers);
    forget_answer(transfer);
    buffer_finish(&transfer->body);
    char *owned[] = {transfer->start,  transfer->etag,      transfer->modified, transfer->user,
                     transfer->header, transfer->ca_file,   transfer->proxy,    transfer->url,
                     transfer->moved,  transfer->user_agent};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    free(transfer);
}

/* --- what libcurl calls --- */

static size_t on_body(char *bytes, size_t size, size_t count, void *user)
{
    struct transfer *transfer = user;
    size_t length = size * count;
    if (length > FETCH_BYTES_MAX - transfer->body.length) {
        transfer->too_large = true;
        return 0;
    }
    buffer_add(&transfer->body, bytes, length);
    return length;
}

/* The value of a header's line where it has that name; NULL: another one. */
static const char *value_of(const char *line, size_t length, const char *name, size_t *value_length)
{
    size_t named = strlen(name);
    if (length <= named || strncasecmp(line, name, named) != 0 || line[named] != ':')
        return NULL;
    const char *start = line + named + 1;
    const char *end = line + length;
    while (start < end && (*start == ' ' || *start == '\t'))
        start++;
    while (end > start && strchr(" \t\r\n", end[-1]))
        end--;
    *value_length = (size_t)(end - start);
    return start;
}

static size_t on_header(char *line, size_t size, size_t count, void *user)
{
    struct transfer *transfer = user;
    size_t length = size * count;
    size_t found;
    const char *value;
    transfer->header_bytes += length;
    if (transfer->header_bytes > FETCH_HEADERS_MAX) {
        transfer->too_large = true;
        return 0;
    }
    if (length > 5 && strncmp(line, "HTTP/", 5) == 0)
        transfer->max_age_s = 0; /* what came before was a 1xx */
    if ((value = value_of(line, length, "ETag", &found)))
        set_text(&transfer->got_etag, value, found);
    else if ((value = value_of(line, length, "Last-Modified", &found)))
        set_text(&transfer->got_modified, value, found);
    else if ((value = value_of(line, length, "Content-Type", &found)))
        set_text(&transfer->got_type, value, found);
    else if ((value = value_of(line, length, "Cache-Control", &found)))
        transfer->max_age_s = cache_control_max_age(value, found);
    return length;
}

static curl_socket_t on_open(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *transfer = user;
    (void)purpose;
    if (!transfer->proxy && transfer->hops > 0 && transfer->public_seen &&
        address_of_socket(&address->addr) != ADDRESS_PUBLIC) {
        transfer->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static void on_ready(void *user, int fd, uint32_t events);

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *user, void *watched)
{
    struct fetcher *fetcher = user;
    uint32_t events = (what & CURL_POLL_IN ? EPOLLIN : 0U) | (what & CURL_POLL_OUT ? EPOLLOUT : 0U);
    (void)easy;
    if (what == CURL_POLL_REMOVE)
        loop_remove_fd(fetcher->loop, fd);
    else if (!watched || loop_modify_fd(fetcher->loop, fd, events) < 0)
        loop_add_fd(fetcher->loop, fd, events, on_ready, fetcher);
    curl_multi_assign(fetcher->multi, fd, what == CURL_POLL_REMOVE ? NULL : fetcher);
    return 0;
}

static int on_timeout(CURLM *multi, long timeout_ms, void *user)
{
    struct fetcher *fetcher = user;
    (void)multi;
    loop_set_timer(fetcher->timer, timeout_ms < 0
                                       ? INT64_MAX
                                       : loop_now_ns(fetcher->loop) + timeout_ms * CLOCK_NS_PER_MS);
    return 0;
}

/* --- a hop --- */

#define SET(option, value) curl_easy_setopt(easy, option, value)

/* Scheme, host and port are those that were configured: secrets go there alone. */
static bool is_at_home(const struct transfer *transfer)
{
    static const CURLUPart parts[] = {CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT};
    CURLU *here = curl_url();
    CURLU *home = curl_url();
    bool same = curl_url_set(here, CURLUPART_URL, transfer->url, 0) == CURLUE_OK &&
                curl_url_set(home, CURLUPART_URL, transfer->start, 0) == CURLUE_OK;
    for (size_t i = 0; same && i < sizeof parts / sizeof *parts; i++) {
        char *one = NULL;
        char *other = NULL;
        curl_url_get(here, parts[i], &one, CURLU_DEFAULT_PORT);
        curl_url_get(home, parts[i], &other, CURLU_DEFAULT_PORT);
        same = one && other && strcasecmp(one, other) == 0;
        curl_free(one);
        curl_free(other);
    }
    curl_url_cleanup(here);
    curl_url_cleanup(home);
    return same;
}

static void add_header(struct transfer *transfer, const char *name, const char *value)
{
    char *line = memory_format("%s: %s", name, value);
    transfer->headers = curl_slist_append(transfer->headers, line);
    free(line);
}

static void set_headers(struct transfer *transfer)
{
    bool home = is_at_home(transfer);
    CURL *easy = transfer->easy;
    curl_slist_free_all(transfer->headers);
    transfer->headers = NULL;
    if (transfer->etag)
        add_header(transfer, "If-None-Match", transfer->etag);
    if (transfer->modified)
        add_header(transfer, "If-Modified-Since", transfer->modified);
    if (transfer->header && home)
        transfer->headers = curl_slist_append(transfer->headers, transfer->header);
    SET(CURLOPT_HTTPHEADER, transfer->headers);
    SET(CURLOPT_USERPWD, transfer->user && home ? transfer->user : NULL);
}

static void set_limits(struct transfer *transfer)
{
    CURL *easy = transfer->easy;
    int64_t left_ms =
        (transfer->deadline_ns - loop_now_ns(transfer->fetcher->loop)) / CLOCK_NS_PER_MS;
    SET(CURLOPT_TIMEOUT_MS, (long)(left_ms > 1 ? left_ms : 1));
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)FETCH_CONNECT_MS);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_FRESH_CONNECT, transfer->hops > 0 ? 1L : 0L); /* on_open looks at each address */
    SET(CURLOPT_PROXY, transfer->proxy ? transfer->proxy : "");
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    if (transfer->ca_file)
        SET(CURLOPT_CAINFO, transfer->ca_file);
}

static void begin_hop(struct transfer *transfer)
{
    CURL *easy = transfer->easy;
    forget_answer(transfer);
    SET(CURLOPT_URL, transfer->url);
    SET(CURLOPT_PRIVATE, transfer);
    SET(CURLOPT_ERRORBUFFER, transfer->error);
    SET(CURLOPT_USERAGENT,
        transfer->user_agent ? transfer->user_agent : "motograph/" MOTOGRAPH_VERSION);
    SET(CURLOPT_ACCEPT_ENCODING, "");
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_WRITEDATA, transfer);
    SET(CURLOPT_HEADERFUNCTION, on_header);
    SET(CURLOPT_HEADERDATA, transfer);
    SET(CURLOPT_OPENSOCKETFUNCTION, on_open);
    SET(CURLOPT_OPENSOCKETDATA, transfer);
    set_limits(transfer);
    set_headers(transfer);
    curl_multi_add_handle(transfer->fetcher->multi, easy);
}

/* --- the end of a hop --- */

static const char *words_for(const struct transfer *transfer, CURLcode code)
{
    if (transfer->refused)
        return "it leads from a public address to a private one, which is not asked";
    if (transfer->too_large)
        return "it is larger than 4 MiB";
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return "no whole answer within 30 s (10 s to connect)";
    case CURLE_COULDNT_RESOLVE_HOST:
        return "the name of its host is not known";
    case CURLE_COULDNT_CONNECT:
        return "its host takes no connection";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return "its certificate is not valid, or of an authority that is not trusted (ca_file)";
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
        return "the answer broke off";
    case CURLE_BAD_CONTENT_ENCODING:
        return "the answer can't be unpacked";
    case CURLE_UNSUPPORTED_PROTOCOL:
        return transfer->connected ? "what answers there speaks no HTTP"
                                   : "this is no address of http or https";
    case CURLE_URL_MALFORMAT:
        return "this is no address of http or https";
    default:
        return *transfer->error ? transfer->error : curl_easy_strerror(code);
    }
}

static void give(struct transfer *transfer, int status, const char *fault)
{
    curl_off_t retry_s = 0;
    curl_off_t received = 0;
    long sent = 0;
    long headers = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &retry_s);
    curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &sent);
    curl_easy_getinfo(transfer->easy, CURLINFO_HEADER_SIZE, &headers);
    curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
    const struct fetch_result result = {
        .status = status,
        .body = &transfer->body,
        .etag = transfer->got_etag,
        .modified = transfer->got_modified,
        .content_type = transfer->got_type,
        .retry_after_s = retry_s,
        .max_age_s = transfer->max_age_s,
        .moved = transfer->moved,
        .url = transfer->url,
        .fault = fault,
        .sent = sent,
        .received = received + headers,
    };
    transfer->fn(transfer->user_data, &result);
    destroy(transfer);
}

static const char *scheme_and_host(CURLU *url, char **scheme, char **host)
{
    if (curl_url_get(url, CURLUPART_SCHEME, scheme, 0) != CURLUE_OK)
        return "it leads to what is no address";
    if (strcmp(*scheme, "http") != 0 && strcmp(*scheme, "https") != 0)
        return "it leads to an address that is neither http nor https";
    return curl_url_get(url, CURLUPART_HOST, host, 0) == CURLUE_OK ? NULL : "it leads to no host";
}

/* Why a redirect is not followed; NULL where it may be: *to is the address then, and the caller
 * frees it. */
static const char *judge_hop(const struct transfer *transfer, const char *location, char **to)
{
    char *scheme = NULL;
    char *host = NULL;
    char *whole = NULL;
    CURLU *url = curl_url();
    const char *fault = "it leads to what is no address";
    if (curl_url_set(url, CURLUPART_URL, transfer->url, 0) == CURLUE_OK &&
        curl_url_set(url, CURLUPART_URL, location, 0) == CURLUE_OK)
        fault = scheme_and_host(url, &scheme, &host);
    if (!fault && strncasecmp(transfer->url, "https:", 6) == 0 && strcmp(scheme, "https") != 0)
        fault = "it leads from https to http, which is not followed";
    if (!fault && transfer->public_seen && address_of_host(host) == ADDRESS_PRIVATE)
        fault = "it leads from a public address to a private one, which is not asked";
    curl_url_set(url, CURLUPART_USER, NULL, 0);
    curl_url_set(url, CURLUPART_PASSWORD, NULL, 0);
    curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0);
    if (!fault && curl_url_get(url, CURLUPART_URL, &whole, 0) == CURLUE_OK)
        *to = memory_copy_string(whole);
    curl_free(whole);
    curl_free(scheme);
    curl_free(host);
    curl_url_cleanup(url);
    return fault;
}

/* What was connected to; behind a proxy only what the URL tells. */
static void note_address(struct transfer *transfer)
{
    char *address = NULL;
    char *host = NULL;
    CURLU *url = curl_url();
    curl_easy_getinfo(transfer->easy, CURLINFO_PRIMARY_IP, &address);
    transfer->connected = address && *address;
    if (transfer->proxy && curl_url_set(url, CURLUPART_URL, transfer->url, 0) == CURLUE_OK &&
        curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK)
        transfer->public_seen |= address_of_host(host) != ADDRESS_PRIVATE;
    else if (transfer->connected)
        transfer->public_seen |= address_of_host(address) == ADDRESS_PUBLIC;
    curl_free(host);
    curl_url_cleanup(url);
}

static bool is_redirect(long status)
{
    return status == HTTP_MOVED || status == HTTP_FOUND || status == HTTP_SEE_OTHER ||
           status == HTTP_TEMPORARY || status == HTTP_PERMANENT;
}

static void follow(struct transfer *transfer, int status)
{
    char *location = NULL;
    char *to = NULL;
    curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &location);
    const char *fault = transfer->hops == FETCH_HOPS_MAX
                            ? "it leads on and on: more than five redirects"
                        : location ? judge_hop(transfer, location, &to)
                                   : "it leads nowhere";
    if (fault || !to) {
        give(transfer, status, fault ? fault : "it leads to what is no address");
        return;
    }
    free(transfer->url);
    transfer->url = to;
    transfer->hops++;
    transfer->moving &= status == HTTP_MOVED || status == HTTP_PERMANENT;
    if (transfer->moving)
        set_text(&transfer->moved, to, strlen(to));
    begin_hop(transfer);
}

static void end_hop(struct transfer *transfer, CURLcode code)
{
    long status = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(transfer->fetcher->multi, transfer->easy);
    note_address(transfer);
    if (code != CURLE_OK) {
        give(transfer, 0, words_for(transfer, code));
    } else if (is_redirect(status)) {
        follow(transfer, (int)status);
    } else if (status == HTTP_OK || status == HTTP_NOT_MODIFIED) {
        give(transfer, (int)status, NULL);
    } else {
        char *fault = memory_format("its host answers with %ld", status);
        give(transfer, (int)status, fault);
        free(fault);
    }
}

static void look(struct fetcher *fetcher)
{
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(fetcher->multi, &left))) {
        struct transfer *transfer = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode code = message->data.result; /* gone with the handle */
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
        end_hop(transfer, code);
    }
}

static void on_ready(void *user, int fd, uint32_t events)
{
    struct fetcher *fetcher = user;
    int running;
    int what = (events & EPOLLIN ? CURL_CSELECT_IN : 0) |
               (events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
               (events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
    curl_multi_socket_action(fetcher->multi, fd, what, &running);
    look(fetcher);
}

static void on_timer(void *user, int64_t now_ns)
{
    struct fetcher *fetcher = user;
    int running;
    (void)now_ns;
    curl_multi_socket_action(fetcher->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    look(fetcher);
}

struct fetcher *fetcher_create(struct loop *loop)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return NULL;
    struct fetcher *fetcher = memory_alloc(1, sizeof *fetcher);
    fetcher->loop = loop;
    fetcher->timer = loop_add_timer(loop, on_timer, fetcher);
    fetcher->multi = curl_multi_init();
    curl_multi_setopt(fetcher->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(fetcher->multi, CURLMOPT_SOCKETDATA, fetcher);
    curl_multi_setopt(fetcher->multi, CURLMOPT_TIMERFUNCTION, on_timeout);
    curl_multi_setopt(fetcher->multi, CURLMOPT_TIMERDATA, fetcher);
    return fetcher;
}

void fetcher_destroy(struct fetcher *fetcher)
{
    if (!fetcher)
        return;
    while (fetcher->transfers)
        destroy(fetcher->transfers);
    curl_multi_cleanup(fetcher->multi);
    loop_remove_timer(fetcher->loop, fetcher->timer);
    free(fetcher);
    curl_global_cleanup();
}

void fetcher_ask(struct fetcher *fetcher, const struct fetch_request *request, fetch_fn fn,
                 void *user)
{
    struct transfer *transfer = memory_alloc(1, sizeof *transfer);
    int64_t total_ms = request->total_ms > 0 ? request->total_ms : FETCH_TOTAL_MS;
    *transfer = (struct transfer){
        .fetcher = fetcher,
        .next = fetcher->transfers,
        .easy = curl_easy_init(),
        .start = memory_copy_string(request->url),
        .url = memory_copy_string(request->url),
        .etag = memory_copy_string(request->etag),
        .modified = memory_copy_string(request->modified),
        .user = memory_copy_string(request->user),
        .header = memory_copy_string(request->header),
        .ca_file = memory_copy_string(request->ca_file),
        .proxy = memory_copy_string(request->proxy),
        .user_agent = memory_copy_string(request->user_agent),
        .fn = fn,
        .user_data = user,
        .deadline_ns = loop_now_ns(fetcher->loop) + total_ms * CLOCK_NS_PER_MS,
        .moving = true,
    };
    fetcher->transfers = transfer;
    begin_hop(transfer);
}
