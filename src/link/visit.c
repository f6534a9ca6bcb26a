#include "visit.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "config/config.h"
#include "link/access.h"

/* Behind the marker, and the last message, nothing more is expected. */
#define SETTLE_NS (CLOCK_NS_PER_S / 2)
/* What comes within this is one turn: a sync of the disk for all of it. */
#define TURN_NS (CLOCK_NS_PER_S / 5)

struct visitor {
    const struct visit *visit;
    const char *prefix;
    struct loop *loop;
    struct broker *broker;
    struct loop_timer *turn, *end;
    char *marker; /* a topic of its own */
    bool marked, answered, turning;
};

static const char *below(const struct visitor *visitor, const char *topic)
{
    size_t length = strlen(visitor->prefix);
    return strncmp(topic, visitor->prefix, length) == 0 && topic[length] == '/' ? topic + length + 1
                                                                                : NULL;
}

static void settle_soon(struct visitor *visitor)
{
    if (visitor->marked && visitor->visit->ends)
        loop_set_timer(visitor->end, loop_now_ns(visitor->loop) + SETTLE_NS);
}

static void on_connected(void *user)
{
    struct visitor *visitor = user;
    char *topic = memory_format("%s/%s", visitor->prefix, visitor->visit->topic);
    broker_subscribe(visitor->broker, topic, true);
    free(topic);
    if (visitor->visit->ends)
        broker_subscribe(visitor->broker, visitor->marker, true);
}

static void on_subscribed(void *user)
{
    struct visitor *visitor = user;
    visitor->answered = true;
    if (visitor->visit->ends)
        broker_publish(visitor->broker, visitor->marker, "x", 1, 1, false);
}

static void on_message(void *user, const char *topic, const char *bytes, size_t size, bool kept)
{
    struct visitor *visitor = user;
    const char *rest = below(visitor, topic);
    (void)kept;
    if (strcmp(topic, visitor->marker) == 0)
        visitor->marked = true;
    else if (rest)
        visitor->visit->message(visitor->visit->user, rest, bytes, size);
    settle_soon(visitor);
    if (!visitor->turning)
        loop_set_timer(visitor->turn, loop_now_ns(visitor->loop) + TURN_NS);
    visitor->turning = true;
}

static void on_lost(void *user)
{
    (void)user;
}

static void on_taken(void *user, int id, bool taken)
{
    (void)user, (void)id, (void)taken;
}

static void on_turn(void *user, int64_t now_ns)
{
    struct visitor *visitor = user;
    (void)now_ns;
    visitor->turning = false;
    visitor->visit->turn(visitor->visit->user);
}

static void on_end(void *user, int64_t now_ns)
{
    (void)now_ns;
    loop_stop(((struct visitor *)user)->loop);
}

static void on_signal(void *user, int number)
{
    (void)number;
    loop_stop(((struct visitor *)user)->loop);
}

static bool open_broker(struct visitor *visitor, const struct config *config, struct diag *diag)
{
    const struct config_mqtt *mqtt = &config->mqtt;
    char *password = NULL;
    if (!access_read(config, &password, diag)) {
        free(password);
        return false;
    }
    const struct broker_setup setup = {.address = mqtt->broker,
                                       .client = visitor->visit->client,
                                       .waits = visitor->visit->waits,
                                       .user = *mqtt->user ? mqtt->user : NULL,
                                       .password = password,
                                       .ca_file = *mqtt->ca_file ? mqtt->ca_file : NULL,
                                       .connected = on_connected,
                                       .subscribed = on_subscribed,
                                       .lost = on_lost,
                                       .message = on_message,
                                       .taken = on_taken,
                                       .told = visitor};
    visitor->broker = broker_open(visitor->loop, &setup, diag);
    free(password);
    return visitor->broker != NULL;
}

static bool stay(struct visitor *visitor, const struct config *config, struct diag *diag)
{
    int seconds = visitor->visit->seconds;
    if (!open_broker(visitor, config, diag))
        return false;
    visitor->turn = loop_add_timer(visitor->loop, on_turn, visitor);
    visitor->end = loop_add_timer(visitor->loop, on_end, visitor);
    if (seconds)
        loop_set_timer(visitor->end, loop_now_ns(visitor->loop) + seconds * CLOCK_NS_PER_S);
    loop_add_signal(visitor->loop, SIGTERM, on_signal, visitor);
    loop_add_signal(visitor->loop, SIGINT, on_signal, visitor);
    int error = loop_run(visitor->loop);
    broker_close(visitor->broker, NULL);
    if (error < 0)
        return diag_error(diag, "the event loop failed: %s", strerror(-error));
    return visitor->answered || !visitor->visit->ends ||
           diag_error(diag, "%s: no broker answers within %d s (mqtt.broker)", config->mqtt.broker,
                      seconds);
}

bool visit_broker(const struct config *config, const struct visit *visit, struct diag *diag)
{
    struct visitor visitor = {.visit = visit, .prefix = config->mqtt.prefix};
    struct clock clock;
    signal(SIGPIPE, SIG_IGN);
    clock_init_real(&clock);
    visitor.loop = loop_create(&clock);
    if (!visitor.loop)
        return diag_error(diag, "the event loop can't be made: %s", strerror(errno));
    visitor.marker = memory_format("%s/%s/marker", config->mqtt.prefix, visit->client);
    bool good = stay(&visitor, config, diag);
    loop_destroy(visitor.loop);
    free(visitor.marker);
    return good;
}
