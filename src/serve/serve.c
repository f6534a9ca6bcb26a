#include "serve/serve.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "config/config.h"
#include "control/upstream.h"
#include "http.h"
#include "serve/visible.h"

struct serve {
    struct clock clock;
    struct loop *loop;
    struct visible visible;
    struct upstream *upstream;
    struct http *http;
    int64_t heard_ns, advanced_ns;
};

static void on_event(void *user, const json_t *event)
{
    struct serve *serve = user;
    if (!event) {
        visible_lose(&serve->visible);
        return;
    }
    serve->heard_ns = loop_now_ns(serve->loop);
    int64_t before = serve->visible.lives;
    visible_take(&serve->visible, event);
    if (serve->visible.lives != before)
        serve->advanced_ns = serve->heard_ns;
}

static void on_all(void *user)
{
    struct serve *serve = user;
    http_wake(serve->http);
}

static void on_signal(void *user, int number)
{
    struct serve *serve = user;
    (void)number;
    loop_stop(serve->loop);
}

static struct upstream *upstream_of(void *user)
{
    return ((struct serve *)user)->upstream;
}

static bool open_all(struct serve *serve, const struct config *config, command_fn *command,
                     void *user, struct diag *diag)
{
    const struct http_setup setup = {.loop = serve->loop,
                                     .clock = &serve->clock,
                                     .config = config,
                                     .visible = &serve->visible,
                                     .heard_ns = &serve->heard_ns,
                                     .advanced_ns = &serve->advanced_ns,
                                     .upstream = upstream_of,
                                     .user = serve,
                                     .command = command,
                                     .command_user = user};
    const struct upstream_told told = {on_event, on_all, serve};
    visible_lose(&serve->visible); /* until there is a ticker, that is what viewers are told */
    serve->http = http_open(&setup, diag);
    if (!serve->http)
        return false;
    serve->upstream = upstream_create(serve->loop, config->control.socket, &told);
    loop_add_signal(serve->loop, SIGTERM, on_signal, serve);
    loop_add_signal(serve->loop, SIGINT, on_signal, serve);
    printf("%s\n", http_url(serve->http));
    fflush(stdout);
    return true;
}

bool serve_run(const struct config *config, command_fn *command, void *user, struct diag *diag)
{
    struct serve serve = {0};
    if (!*config->control.http)
        return diag_error(diag,
                          "control.http: found \"\", so nothing listens; an address is wanted, as "
                          "control.http = \"127.0.0.1:8080\" for browsers on this machine");
    signal(SIGPIPE, SIG_IGN);
    clock_init_real(&serve.clock);
    serve.loop = loop_create(&serve.clock);
    if (!serve.loop)
        return diag_error(diag, "the event loop can't be made: %s", strerror(errno));
    int error = 0;
    bool good = open_all(&serve, config, command, user, diag);
    if (good && (error = loop_run(serve.loop)) < 0)
        good = diag_error(diag, "the event loop failed: %s", strerror(-error));
    upstream_destroy(serve.upstream);
    http_close(serve.http);
    loop_destroy(serve.loop);
    visible_finish(&serve.visible);
    return good;
}
