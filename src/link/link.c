#include "link/link.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"
#include "hear.h"
#include "keep.h"
#include "link/access.h"
#include "link_state.h"
#include "serve/host.h"

/* Within this its own marker is back, where the broker lets it. */
#define MARKER_NS (10 * CLOCK_NS_PER_S)
/* How often it is written down how far the log was told: what is told twice is known by its number.
 */
#define SAVE_NS (60 * CLOCK_NS_PER_S)
/* A cluster that chooses its leader may grant a subscription and not tell all that it keeps
 * (nats-server 2.9: one wall of twenty, in two of five runs of make bench-nats); who was let in by
 * an access list just now was told nothing, either. So it is asked again: when its election is over
 * (asked within half a minute it took longer, make bench-nats), then ever more seldom. */
#define LOOK_FIRST_NS (120 * CLOCK_NS_PER_S)
#define LOOK_MOST_NS (3600 * CLOCK_NS_PER_S)

/* --- the broker --- */

static void subscribe(struct link *link, const char *who, bool must)
{
    char *topic = memory_format("%s/%s/#", link->names.prefix, who);
    broker_subscribe(link->broker, topic, must);
    free(topic);
}

static void subscribe_each(struct link *link, bool must)
{
    subscribe(link, TOPIC_ALL, must);
    subscribe(link, link->names.name, must);
    for (size_t i = 0; i < link->names.group_count; i++)
        subscribe(link, link->names.groups[i], must);
}

/* All that the broker keeps is told anew, then what comes. */
static void subscribe_all(struct link *link)
{
    link->marked = false;
    loop_set_timer(link->settle, INT64_MAX);
    wants_begin(&link->wants);
    subscribe_each(link, true);
}

/* What is told anew is added; what is not goes nowhere. Where it is refused, what was granted
 * before stands. */
static void look_again(void *user, int64_t now_ns)
{
    struct link *link = user;
    (void)now_ns;
    subscribe_each(link, false);
}

/* A quarter of the pause lies between walls that were all connected at one instant. */
static void look_later(struct link *link)
{
    uint64_t name = hash_bytes(HASH_START, link->names.name, strlen(link->names.name));
    int64_t pause_ns = link->look_pause_ns;
    loop_set_timer(link->look,
                   loop_now_ns(link->loop) + pause_ns - (int64_t)(name % (uint64_t)(pause_ns / 4)));
    link->look_pause_ns = 2 * pause_ns < LOOK_MOST_NS ? 2 * pause_ns : LOOK_MOST_NS;
}

static void on_connected(void *user)
{
    struct link *link = user;
    link->look_pause_ns = LOOK_FIRST_NS;
    subscribe_all(link);
    tell_all(link->tell);
}

/* All that the broker keeps comes before this. */
static void on_subscribed(void *user)
{
    struct link *link = user;
    hear_say_word(link);
    loop_set_timer(link->missing, loop_now_ns(link->loop) + MARKER_NS);
    look_later(link);
}

static void on_lost(void *user)
{
    struct link *link = user;
    link->marked = false;
    loop_set_timer(link->settle, INT64_MAX);
    loop_set_timer(link->missing, INT64_MAX);
    loop_set_timer(link->look, INT64_MAX);
}

static void on_taken(void *user, int id, bool taken)
{
    struct link *link = user;
    int64_t now_ns = loop_now_ns(link->loop);
    if (!tell_taken(link->tell, id, taken) || now_ns - link->saved_ns < SAVE_NS)
        return;
    link->saved_ns = now_ns;
    link_save(link);
}

static struct broker *broker_of(void *user)
{
    return ((struct link *)user)->broker;
}

/* --- the ticker --- */

static void on_event(void *user, const json_t *event)
{
    struct link *link = user;
    bool was = link->visible.connected;
    if (event)
        visible_take(&link->visible, event);
    else
        visible_lose(&link->visible);
    if (link->visible.connected && !was) {
        wants_look_again(&link->wants);
        link->sweep = true;
    }
    if (link->visible.connected)
        keep_look_at_store(link);
    tell_event(link->tell, event);
}

static void on_all(void *user)
{
    keep_go_on(user);
}

static struct upstream *upstream_of(void *user)
{
    return ((struct link *)user)->upstream;
}

/* --- its keys, read again --- */

/* What else of the group is another one now, which only a start can take. */
static void tell_restart(const struct config_mqtt *before, const struct config_mqtt *now)
{
    const struct {
        const char *name, *before, *now;
    } members[] = {
        {"broker", before->broker, now->broker},
        {"name", before->name, now->name},
        {"prefix", before->prefix, now->prefix},
        {"groups", before->groups, now->groups},
        {"discovery", before->discovery, now->discovery},
        {"user", before->user, now->user},
        {"password_file", before->password_file, now->password_file},
        {"ca_file", before->ca_file, now->ca_file},
        {"state", before->state, now->state},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (strcmp(members[i].before, members[i].now) != 0)
            log_warning("mqtt.%s: it has changed, and needs a restart of motograph link",
                        members[i].name);
}

/* What was refused may be taken now: it is told again. */
static void take_keys(struct link *link, const struct signed_keys *keys)
{
    link->keys = *keys;
    link->wants.lasting = keys->count > 0;
    log_info("mqtt.keys: they were read again; %zu are trusted%s", keys->count,
             keys->count ? "" : ", so whatever the broker lets through is taken");
    if (broker_is_connected(link->broker))
        subscribe_all(link);
}

static void on_hangup(void *user, int number)
{
    struct link *link = user;
    struct config fresh;
    struct diag diag = {0};
    struct topic_names names;
    struct signed_keys keys;
    (void)number;
    bool good = link->again(link->again_user, &fresh, &diag);
    good &= access_identity(&fresh, &names, &keys, &diag);
    configuration_place(&fresh, &diag);
    if (good) {
        tell_restart(&link->config->mqtt, &fresh.mqtt);
        take_keys(link, &keys);
    } else {
        log_error("mqtt.keys: the configuration was read again and is not taken, the keys are as "
                  "they were: %s",
                  diag.messages[0].text);
    }
    configuration_finish(&fresh);
    diag_finish(&diag);
}

/* --- its life --- */

static void on_signal(void *user, int number)
{
    struct link *link = user;
    (void)number;
    loop_stop(link->loop);
}

static bool open_broker(struct link *link, struct diag *diag)
{
    const struct config_mqtt *mqtt = &link->config->mqtt;
    /* Its own in each process: a broker that has two of one name would throw the first out for the
     * second, and the second for the first. */
    char *client = memory_format("motograph-%s-%s", link->names.name, link->twin.word);
    char *will = tell_topic(&link->names, "availability");
    const struct broker_setup setup = {.address = mqtt->broker,
                                       .client = client,
                                       .user = *mqtt->user ? mqtt->user : NULL,
                                       .password = link->password,
                                       .ca_file = *mqtt->ca_file ? mqtt->ca_file : NULL,
                                       .will_topic = will,
                                       .will = LINK_OFFLINE,
                                       .connected = on_connected,
                                       .subscribed = on_subscribed,
                                       .lost = on_lost,
                                       .message = hear_message,
                                       .taken = on_taken,
                                       .told = link};
    link->broker = broker_open(link->loop, &setup, diag);
    free(client);
    free(will);
    return link->broker != NULL;
}

static void draw_word(struct link *link)
{
    char machine[TWIN_MACHINE_SIZE] = "";
    uint64_t bits = 0;
    gethostname(machine, sizeof machine - 1);
    if (getrandom(&bits, sizeof bits, 0) != sizeof bits)
        bits = (uint64_t)clock_wall_ns(&link->clock) ^ (uint64_t)getpid();
    twin_init(&link->twin, bits, machine);
}

static bool open_all(struct link *link, struct diag *diag)
{
    const struct upstream_told told = {on_event, on_all, link};
    const struct orders_for orders = {.config = link->config,
                                      .clock = &link->clock,
                                      .visible = &link->visible,
                                      .upstream = upstream_of,
                                      .answered = keep_answered,
                                      .idle = keep_idle,
                                      .user = link};
    draw_word(link);
    if (!memo_read(&link->memo, link->config, diag))
        return false;
    wants_from_json(&link->wants, link->memo.topics);
    link->wants.lasting = link->keys.count > 0;
    const struct tell_setup tell = {link->loop,     &link->clock,       link->config, &link->names,
                                    &link->visible, broker_of,          link,         &link->wants,
                                    &link->twin,    link->memo.last_row};
    visible_lose(&link->visible);
    link->tell = tell_create(&tell);
    link->orders = orders_create(&orders);
    link->settle = loop_add_timer(link->loop, keep_settle, link);
    link->missing = loop_add_timer(link->loop, hear_missing, link);
    link->beat = loop_add_timer(link->loop, hear_beat, link);
    link->ends = loop_add_timer(link->loop, keep_ends, link);
    link->look = loop_add_timer(link->loop, look_again, link);
    if (!open_broker(link, diag))
        return false;
    link->upstream = upstream_create(link->loop, link->config->control.socket, &told);
    loop_add_signal(link->loop, SIGTERM, on_signal, link);
    loop_add_signal(link->loop, SIGINT, on_signal, link);
    loop_add_signal(link->loop, SIGHUP, on_hangup, link);
    return true;
}

static void close_all(struct link *link)
{
    if (link->tell)
        link_save(link);
    broker_close(link->broker, LINK_OFFLINE);
    link->broker = NULL;
    upstream_destroy(link->upstream);
    orders_destroy(link->orders);
    tell_destroy(link->tell);
    loop_destroy(link->loop);
    wants_finish(&link->wants);
    memo_finish(&link->memo);
    free(link->place);
    visible_finish(&link->visible);
    free(link->password);
}

bool link_run(const struct config *config, link_read_again *again, void *user, struct diag *diag)
{
    struct link link = {.config = config, .again = again, .again_user = user};
    int error = 0;
    bool good = access_read(config, &link.password, diag);
    good &= access_identity(config, &link.names, &link.keys, diag);
    link.names.ng = host_is_listed("awtrix-ng", config->control.dialects);
    if (!good) {
        free(link.password);
        return false;
    }
    signal(SIGPIPE, SIG_IGN);
    clock_init_real(&link.clock);
    link.loop = loop_create(&link.clock);
    if (!link.loop)
        return diag_error(diag, "the event loop can't be made: %s", strerror(errno));
    good = open_all(&link, diag);
    if (good && (error = loop_run(link.loop)) < 0)
        good = diag_error(diag, "the event loop failed: %s", strerror(-error));
    close_all(&link);
    return good;
}
