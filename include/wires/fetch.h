/* Fetching by HTTP: many requests at once in one loop, each with its limits. The only file that
 * knows libcurl.
 *
 * Only http and https are spoken. Redirects are followed here, five at most, never from https to
 * http. Where a public address was asked, no redirect and no name that it leads to may end at a
 * private one (wires/address.h): the address that is connected to is looked at, at each hop. An
 * address that somebody has configured may be private. With a proxy the proxy connects: then only
 * literal addresses in redirects can be judged.
 */
#ifndef WIRES_FETCH_H
#define WIRES_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/loop.h"

#define FETCH_BYTES_MAX (4u << 20) /* of a document, unpacked */
#define FETCH_HEADERS_MAX (256u << 10)
#define FETCH_HOPS_MAX 5
#define FETCH_TOTAL_MS 30000 /* over all hops */
#define FETCH_CONNECT_MS 10000

/* Texts are copied; NULL stands for none. */
struct fetch_request {
    const char *url;
    const char *etag, *modified; /* of what is here already */
    const char *user;            /* "USER:PASSWORD"; sent to the url's own host and port alone */
    const char *header;          /* a line, "Authorization: ..."; the same */
    const char *ca_file;         /* PEM; else the system's authorities */
    const char *proxy;
    const char *user_agent;
    int64_t total_ms; /* over all hops; 0: FETCH_TOTAL_MS */
};

/* What came of it; valid during the call. */
struct fetch_result {
    int status;          /* of the last hop; 0: no answer */
    struct buffer *body; /* of a 200, unpacked; the called one may detach it */
    const char *etag, *modified, *content_type; /* NULL: not told */
    int64_t retry_after_s, max_age_s;           /* 0: not told */
    const char *moved; /* where permanent redirects led, from the first hop on; NULL: nowhere */
    const char *url;   /* that gave the document in the end */
    const char *fault; /* for people; NULL: a 200 or a 304 */
    int64_t sent, received; /* bytes of HTTP in the last hop */
};

/* The answer, for who asked. */
typedef void (*fetch_fn)(void *user, const struct fetch_result *result);

struct fetcher;

/* NULL where libcurl can't begin. The loop outlives it. */
struct fetcher *fetcher_create(struct loop *loop);

/* What was asked and has not been answered is given up, without a call. NULL is fine. */
void fetcher_destroy(struct fetcher *fetcher);

/* Asks; fn is called once, from the loop, never from within. */
void fetcher_ask(struct fetcher *fetcher, const struct fetch_request *request, fetch_fn fn,
                 void *user);

#endif
