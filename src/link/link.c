#include "link/link.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/memory.h"
#include "config/config.h"
#include "control/upstream.h"
#include "intake/written.h"
#include "link/broker.h"
#include "link/meaning.h"
#include "link/signed.h"
#include "link/topic.h"
#include "link/wants.h"
#include "memo.h"
#include "orders.h"
#include "password.h"
#include "serve/reply.h"
#include "serve/visible.h"
#include "store/store.h"
#include "tell.h"

#define MACHINE_SIZE 256
#define EDITOR "mqtt"
/* After its own marker, and the last message that was kept, nothing more is expected. */
#define SETTLE_NS (CLOCK_NS_PER_S / 2)
/* Commands that wait for the ticker. */
#define ORDERS_MOST 500
/* How often it is written down how far the log was told: what is told twice is known by its number.
 */
#define SAVE_NS (60 * CLOCK_NS_PER_S)

struct link {
    const struct config *config;
    struct clock clock;
    struct loop *loop;
    struct topic_names names;
    struct signed_keys keys;
    struct visible visible;
    struct upstream *upstream;
    struct broker *broker;
    struct orders *orders;
    struct tell *tell;
    struct wants wants;
    struct memo memo;
    struct loop_timer *settle;
    int64_t saved_ns;
    bool marked; /* its own marker has come */
    bool sweep;  /* the store is to be looked through for what no topic has */
};

static int64_t now_ms(const struct link *link)
{
    return clock_wall_ms(&link->clock);
}

/* --- what is remembered --- */

static void save(struct link *link)
{
    struct diag diag = {0};
    link->memo.last_row = tell_last_row(link->tell);
    json_decref(link->memo.topics);
    link->memo.topics = wants_to_json(&link->wants, now_ms(link));
    memo_write(&link->memo, &diag);
    log_diag(&diag);
    diag_finish(&diag);
}

static void save_if_changed(struct link *link)
{
    if (link->wants.changed)
        save(link);
}

/* --- results --- */

static void refuse(struct link *link, const char *text, json_t *id, const char *code,
                   const char *message)
{
    tell_result(link->tell, text, id, json_pack("{s:s, s:s}", "code", code, "message", message));
}

static void refuse_diag(struct link *link, const char *text, json_t *id, const char *code,
                        struct diag *diag)
{
    refuse(link, text, id, code, diag->count ? diag->messages[0].text : "it can't be done");
    diag_finish(diag);
}

static enum wants_outcome outcome_of(const struct order *order, const struct route_reply *reply)
{
    bool removes = strcmp(order->meaning.method, "DELETE") == 0;
    if (reply->status < STATUS_BAD || (removes && reply->status == STATUS_NOT_FOUND))
        return WANTS_DONE;
    return reply->status == STATUS_UNAVAILABLE ? WANTS_LATER : WANTS_REFUSED;
}

/* The ticker has it on its disk by now, or says why not. What waits for the ticker is told when it
 * was done. */
static void on_answered(void *user, const struct order *order, const struct route_reply *reply)
{
    struct link *link = user;
    enum wants_outcome outcome = outcome_of(order, reply);
    if (order->wanted) {
        wants_done(&link->wants, &order->topic, order->hash, outcome);
        save_if_changed(link);
        tell_state_soon(link->tell);
    }
    if (!order->text || (order->wanted && outcome == WANTS_LATER))
        return;
    json_t *document = outcome == WANTS_DONE ? NULL
                                             : json_loadb(reply->body.data ? reply->body.data : "",
                                                          reply->body.length, 0, NULL);
    json_t *error = json_incref(json_object_get(document, "error"));
    if (outcome != WANTS_DONE && !error)
        error = json_pack("{s:s}", "code", "refused");
    tell_result(link->tell, order->text, order->meaning.id, error);
    json_decref(document);
}

/* --- what is kept for this wall --- */

/* Whether the store has something under a topic's key. */
static bool is_there(const struct link *link, const struct topic *topic)
{
    char key[TOPIC_STORE_SIZE];
    struct diag ignored = {0};
    int64_t id = 0;
    struct store *store = store_open_there(link->config->store.path, &ignored);
    topic_store_key(topic, key);
    bool there = store && written_find(store, key, &id, &ignored) && id != 0;
    store_close(store);
    diag_finish(&ignored);
    return there;
}

/* Light is no part of the store: it is asked for whenever the ticker has come. */
static bool stands_so(const struct link *link, const struct want *want)
{
    return want->topic.kind != TOPIC_SET && wants_is_done(want, is_there(link, &want->topic));
}

static void tell_done(struct link *link, const struct want *want)
{
    char *rest = topic_rest(&want->topic);
    char *text = memory_format("%s/%s", link->names.prefix, rest);
    tell_result(link->tell, text, NULL, NULL);
    free(text);
    free(rest);
}

/* What is asked for of a topic; false: it makes no sense, which is told. */
static bool order_of(struct link *link, const struct want *want, struct order *order)
{
    struct diag diag = {0};
    char *rest = topic_rest(&want->topic);
    *order = (struct order){.topic = want->topic, .hash = want->hash, .wanted = true};
    order->text = memory_format("%s/%s", link->names.prefix, rest);
    order->editor = memory_copy_string(EDITOR);
    free(rest);
    if (want->gone) {
        meaning_remove(&want->topic, &order->meaning);
        return true;
    }
    if (meaning_read(&want->topic, want->payload, want->size, now_ms(link), want->until_ms,
                     &order->meaning, &diag))
        return true;
    refuse_diag(link, order->text, order->meaning.id, "field", &diag);
    return false;
}

/* One after the other; what is done already is not asked for. */
static void ask_wanted(struct link *link)
{
    struct want *want;
    while (link->visible.connected && (want = wants_next(&link->wants))) {
        struct order order;
        struct topic topic = want->topic;
        if (stands_so(link, want)) {
            tell_done(link, want);
            wants_done(&link->wants, &topic, want->hash, WANTS_DONE);
        } else if (!order_of(link, want, &order)) {
            wants_done(&link->wants, &topic, order.hash, WANTS_REFUSED);
            order_finish(&order);
        } else {
            wants_ask(&link->wants, want);
            save_if_changed(link);
            orders_add(link->orders, &order);
            return;
        }
    }
    save_if_changed(link);
}

static bool note_key(void *user, const struct store_row *row)
{
    struct link *link = user;
    struct topic topic;
    const char *key = written_key(row->snippet.origin);
    bool stands =
        row->state == STORE_LIVE || row->state == STORE_APPROVED || row->state == STORE_HELD;
    if (key && stands && topic_of_store_key(key, &topic))
        wants_has(&link->wants, &topic);
    return true;
}

/* What stands in the store, and no topic has any more. */
static void sweep(struct link *link)
{
    struct diag ignored = {0};
    if (!link->sweep || !link->wants.settled || !link->visible.connected)
        return;
    struct store *store = store_open_there(link->config->store.path, &ignored);
    link->sweep = !store || !store_each(store, note_key, link, &ignored);
    store_close(store);
    diag_finish(&ignored);
}

static void go_on(struct link *link)
{
    sweep(link);
    if (orders_are_idle(link->orders))
        ask_wanted(link);
}

static void on_idle(void *user)
{
    ask_wanted(user);
}

static void on_settle(void *user, int64_t now_ns)
{
    struct link *link = user;
    (void)now_ns;
    wants_settle(&link->wants);
    link->sweep = true;
    go_on(link);
}

static void settle_soon(struct link *link)
{
    if (link->marked && !link->wants.settled)
        loop_set_timer(link->settle, loop_now_ns(link->loop) + SETTLE_NS);
}

/* --- messages --- */

/* What a message says, whoever has signed it. */
struct heard {
    struct topic topic;
    const char *text; /* of the topic */
    const char *bytes;
    size_t size;
    int64_t until_ms;
    char *own; /* the bytes, where they were taken out of an envelope */
    char editor[sizeof EDITOR + SIGNED_NAME_MAX + 1];
};

/* Takes it out of its envelope, where keys are configured. False: it is refused, and told so. */
static bool open_envelope(struct link *link, struct heard *heard)
{
    struct signed_content content;
    struct diag diag = {0};
    snprintf(heard->editor, sizeof heard->editor, EDITOR);
    if (link->keys.count == 0)
        return true;
    bool good = signed_open(&link->keys, heard->topic.rest, heard->bytes, heard->size, now_ms(link),
                            &content, &diag) &&
                wants_number(&link->wants, &heard->topic, content.number, content.until_ms,
                             heard->bytes, heard->size, &diag);
    if (good) {
        heard->own = json_is_null(content.content)
                         ? memory_copy_string("")
                         : json_dumps(content.content, JSON_ENCODE_ANY | JSON_COMPACT);
        if (json_is_string(content.content)) {
            free(heard->own);
            heard->own = memory_copy_string(json_string_value(content.content));
        }
        heard->bytes = heard->own ? heard->own : "";
        heard->size = strlen(heard->bytes);
        heard->until_ms = content.until_ms;
        snprintf(heard->editor, sizeof heard->editor, EDITOR "-%s", content.key);
        save_if_changed(link);
    } else {
        refuse_diag(link, heard->text, NULL, "not_signed", &diag);
    }
    json_decref(content.content);
    diag_finish(&diag);
    return good;
}

static void take_content(struct link *link, struct heard *heard)
{
    struct diag diag = {0};
    if (open_envelope(link, heard)) {
        if (wants_take(&link->wants, &heard->topic, heard->bytes, heard->size, &diag))
            go_on(link);
        else
            refuse_diag(link, heard->text, NULL, "too_large", &diag);
    }
    settle_soon(link);
}

static void add_order(struct link *link, struct heard *heard)
{
    struct diag diag = {0};
    struct order order = {.topic = heard->topic};
    order.topic.rest = NULL;
    order.text = memory_copy_string(heard->text);
    order.editor = memory_copy_string(heard->editor);
    bool good = meaning_read(&heard->topic, heard->bytes, heard->size, now_ms(link),
                             heard->until_ms, &order.meaning, &diag);
    if (good && orders_waiting(link->orders) < ORDERS_MOST) {
        orders_add(link->orders, &order);
        return;
    }
    if (good)
        diag_error(&diag, "%d orders wait already", ORDERS_MOST);
    refuse_diag(link, heard->text, order.meaning.id, good ? "too_many" : "field", &diag);
    order_finish(&order);
}

/* What is done once must not be kept: it would be done again at each return. */
static void take_command(struct link *link, struct heard *heard, bool kept)
{
    if (kept && !topic_may_be_kept(&heard->topic))
        refuse(link, heard->text, NULL, "retained",
               "A command that the broker keeps is never obeyed: it would be again at each return. "
               "Publish it without the retain flag, and clear this one with an empty message.");
    else if (open_envelope(link, heard))
        add_order(link, heard);
}

static void on_message(void *user, const char *text, const char *bytes, size_t size, bool kept)
{
    struct link *link = user;
    struct heard heard = {.text = text, .bytes = bytes, .size = size};
    if (!topic_read(&link->names, text, &heard.topic))
        return;
    switch (heard.topic.kind) {
    case TOPIC_OWN:
        break;
    case TOPIC_MARKER:
        link->marked = true;
        settle_soon(link);
        break;
    case TOPIC_ITEM:
    case TOPIC_BREAKING:
    case TOPIC_SET:
        take_content(link, &heard);
        break;
    case TOPIC_COMMAND:
    case TOPIC_DIALECT:
        if (size > 0 || heard.topic.kind == TOPIC_DIALECT)
            take_command(link, &heard, kept);
        break;
    case TOPIC_OTHER:
        if (size > 0)
            refuse(link, text, NULL, "no_such_topic",
                   "There is no such topic; items/KEY, breaking/KEY, set and cmd/NAME are.");
        break;
    }
    free(heard.own);
}

/* --- the broker --- */

static void subscribe(struct link *link, const char *who)
{
    char *topic = memory_format("%s/%s/#", link->names.prefix, who);
    broker_subscribe(link->broker, topic);
    free(topic);
}

static void on_connected(void *user)
{
    struct link *link = user;
    link->marked = false;
    loop_set_timer(link->settle, INT64_MAX);
    wants_begin(&link->wants);
    subscribe(link, TOPIC_ALL);
    subscribe(link, link->names.name);
    for (size_t i = 0; i < link->names.group_count; i++)
        subscribe(link, link->names.groups[i]);
    tell_all(link->tell);
}

/* All that the broker keeps comes before this. */
static void on_subscribed(void *user)
{
    struct link *link = user;
    char *topic = tell_topic(&link->names, "marker");
    broker_publish(link->broker, topic, "x", 1, 1, false);
    free(topic);
}

static void on_lost(void *user)
{
    struct link *link = user;
    link->marked = false;
    loop_set_timer(link->settle, INT64_MAX);
}

static void on_taken(void *user, int id)
{
    struct link *link = user;
    int64_t now_ns = loop_now_ns(link->loop);
    if (!tell_taken(link->tell, id) || now_ns - link->saved_ns < SAVE_NS)
        return;
    link->saved_ns = now_ns;
    save(link);
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
    tell_event(link->tell, event);
}

static void on_all(void *user)
{
    go_on(user);
}

static struct upstream *upstream_of(void *user)
{
    return ((struct link *)user)->upstream;
}

/* --- its life --- */

static void on_signal(void *user, int number)
{
    struct link *link = user;
    (void)number;
    loop_stop(link->loop);
}

static bool read_names(const struct config *config, struct topic_names *names,
                       struct signed_keys *keys, struct diag *diag)
{
    char machine[MACHINE_SIZE] = "";
    const struct config_mqtt *mqtt = &config->mqtt;
    gethostname(machine, sizeof machine - 1);
    bool good = topic_names_read(names, mqtt->prefix, mqtt->name, machine, mqtt->groups, diag);
    return signed_keys_read(keys, mqtt->keys, diag) && good;
}

static bool open_broker(struct link *link, struct diag *diag)
{
    const struct config_mqtt *mqtt = &link->config->mqtt;
    char *password = NULL;
    if (!password_read(link->config, &password, diag))
        return false;
    char *client = memory_format("motograph-%s", link->names.name);
    char *will = tell_topic(&link->names, "availability");
    const struct broker_setup setup = {.address = mqtt->broker,
                                       .client = client,
                                       .user = *mqtt->user ? mqtt->user : NULL,
                                       .password = password,
                                       .ca_file = *mqtt->ca_file ? mqtt->ca_file : NULL,
                                       .will_topic = will,
                                       .will = "offline",
                                       .connected = on_connected,
                                       .subscribed = on_subscribed,
                                       .lost = on_lost,
                                       .message = on_message,
                                       .taken = on_taken,
                                       .told = link};
    link->broker = broker_open(link->loop, &setup, diag);
    free(client);
    free(will);
    free(password);
    return link->broker != NULL;
}

static bool open_all(struct link *link, struct diag *diag)
{
    const struct upstream_told told = {on_event, on_all, link};
    const struct orders_for orders = {.config = link->config,
                                      .clock = &link->clock,
                                      .visible = &link->visible,
                                      .upstream = upstream_of,
                                      .answered = on_answered,
                                      .idle = on_idle,
                                      .user = link};
    if (!memo_read(&link->memo, link->config, diag))
        return false;
    wants_from_json(&link->wants, link->memo.topics);
    link->wants.lasting = link->keys.count > 0;
    const struct tell_setup tell = {link->loop,   &link->clock,   link->config,
                                    &link->names, &link->visible, broker_of,
                                    link,         &link->wants,   link->memo.last_row};
    visible_lose(&link->visible);
    link->tell = tell_create(&tell);
    link->orders = orders_create(&orders);
    link->settle = loop_add_timer(link->loop, on_settle, link);
    if (!open_broker(link, diag))
        return false;
    link->upstream = upstream_create(link->loop, link->config->control.socket, &told);
    loop_add_signal(link->loop, SIGTERM, on_signal, link);
    loop_add_signal(link->loop, SIGINT, on_signal, link);
    return true;
}

static void close_all(struct link *link)
{
    if (link->tell)
        save(link);
    broker_close(link->broker, "offline");
    link->broker = NULL;
    upstream_destroy(link->upstream);
    orders_destroy(link->orders);
    tell_destroy(link->tell);
    loop_destroy(link->loop);
    wants_finish(&link->wants);
    memo_finish(&link->memo);
    visible_finish(&link->visible);
}

bool link_run(const struct config *config, struct diag *diag)
{
    struct link link = {.config = config};
    int error = 0;
    if (!*config->mqtt.broker)
        return diag_error(diag, "mqtt.broker: found \"\", so there is nobody to talk to; an "
                                "address is wanted, as mqtt.broker = \"mqtt://127.0.0.1:1883\"");
    if (!read_names(config, &link.names, &link.keys, diag))
        return false;
    signal(SIGPIPE, SIG_IGN);
    clock_init_real(&link.clock);
    link.loop = loop_create(&link.clock);
    if (!link.loop)
        return diag_error(diag, "the event loop can't be made: %s", strerror(errno));
    bool good = open_all(&link, diag);
    if (good && (error = loop_run(link.loop)) < 0)
        good = diag_error(diag, "the event loop failed: %s", strerror(-error));
    close_all(&link);
    return good;
}
