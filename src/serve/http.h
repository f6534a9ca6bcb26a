/* HTTP/1.1 by libmicrohttpd, in our loop: no thread, nothing that waits. */
#ifndef SERVE_HTTP_H
#define SERVE_HTTP_H

#include <stdint.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/loop.h"
#include "control/upstream.h"
#include "serve/route.h"
#include "serve/visible.h"

struct http;

/* What it serves, and to whom. All of it outlives it. */
struct http_setup {
    struct loop *loop;
    const struct clock *clock;
    const struct config *config;
    const struct visible *visible;
    const int64_t *heard_ns;                  /* when the ticker said something last */
    const int64_t *advanced_ns;               /* when its output did something last */
    struct upstream *(*upstream)(void *user); /* whom to ask */
    void *user;
    command_fn *command;
    void *command_user;
};

/* Listens. NULL with an error. */
struct http *http_open(const struct http_setup *setup, struct diag *diag);

/* Ends what is open. NULL is fine. */
void http_close(struct http *http);

/* There is news for who has an event stream open. */
void http_wake(struct http *http);

/* Where a browser on this machine finds it: "http://127.0.0.1:8080/"; its own. */
const char *http_url(const struct http *http);

#endif
