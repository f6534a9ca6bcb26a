#include "link/broker.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mosquitto.h>
#include <mqtt_protocol.h>

#include "base/log.h"
#include "base/memory.h"
#include "complaints.h"
#include "distrust.h"

/* It comes back by itself between these two: all of a fleet must be back within five seconds, and
 * not in the same instant. */
#define AGAIN_LEAST_NS (CLOCK_NS_PER_S / 4)
#define AGAIN_SPREAD_NS (2 * CLOCK_NS_PER_S)
#define KNOCK_MS 1500
#define IN_FLIGHT 100
/* Of the answer to a connection: MQTT 3.1.1, 3.2.2.3. */
#define CODE_VERSION 1
#define CODE_PASSWORD 4
#define CODE_NOT_LET_IN 5
#define CODE_REFUSED 0x80 /* MQTT 5, 2.4; of a subscription 3.1.1, 3.9.3, too: from here on */
#define WHY_SIZE 200
#define SYSTEM_CERTIFICATES "/etc/ssl/certs"

struct broker {
    struct loop *loop;
    struct loop_timer *care, *again;
    struct broker_setup setup;
    struct mosquitto *client;
    struct broker_addresses addresses; /* tried one after the other */
    size_t at;
    char *name, *user, *password, *ca_file, *will_topic, *will;
    int fd;         /* -1: none */
    bool agreed;    /* both ends, on TLS */
    bool connected; /* the broker has said so */
    int version;    /* of the protocol that is tried, or spoken */
    struct complaints complaints;
    char why[WHY_SIZE];     /* what is known of it before the connection is lost; "": nothing */
    bool missed;            /* ... and it has not been there since */
    size_t wanted, granted; /* subscriptions */
    bool refused;           /* one of them ... */
    bool must;              /* ... and without one of them the connection is of no use */
    bool other_version;     /* it does not speak this one, and said so */
};

static const struct broker_address *address_of(const struct broker *broker)
{
    return &broker->addresses.items[broker->at];
}

/* --- the socket in the loop --- */

static void look_after(struct broker *broker);

static void try_again(struct broker *broker)
{
    uint32_t dice = 0;
    if (getrandom(&dice, sizeof dice, GRND_NONBLOCK) < 0)
        dice = (uint32_t)getpid();
    int64_t spread_ns = (int64_t)dice * AGAIN_SPREAD_NS / UINT32_MAX;
    broker->at = (broker->at + !broker->other_version) % broker->addresses.count;
    if (broker->other_version)
        spread_ns = 0;
    broker->other_version = false;
    loop_set_timer(broker->again, loop_now_ns(broker->loop) + AGAIN_LEAST_NS + spread_ns);
}

void broker_complain(struct broker *broker, const char *why)
{
    const struct broker_address *address = address_of(broker);
    char *text = memory_format("mqtt.broker: %s:%d: %s", address->host, address->port, why);
    if (complaints_may(&broker->complaints, text, loop_now_ns(broker->loop)))
        log_warning("%s", text);
    free(text);
}

static void tell_none(struct broker *broker, const char *why)
{
    char *text =
        memory_format("%s; it is tried again every few seconds, and the wall goes on", why);
    broker->missed = true;
    broker_complain(broker, text);
    free(text);
}

static void drop_socket(struct broker *broker)
{
    if (broker->fd >= 0)
        loop_remove_fd(broker->loop, broker->fd);
    broker->fd = -1;
}

/* What the library told, or what its code says: of what is no TLS it may tell nothing. */
static const char *words_of(const struct broker *broker, int code)
{
    bool odd = code == MOSQ_ERR_TLS || (code == MOSQ_ERR_ERRNO && errno == EPROTO);
    if (*broker->why)
        return broker->why;
    if (odd && address_of(broker)->tls && !broker->agreed)
        return distrust_no_tls;
    return code == MOSQ_ERR_CONN_LOST ? "the connection was lost" : mosquitto_strerror(code);
}

/* The library has closed its socket, or will have no more of it. */
static void lose(struct broker *broker, int code)
{
    bool was = broker->connected;
    const char *why = words_of(broker, code);
    drop_socket(broker);
    broker->connected = false;
    /* Who answers one version with a hang-up may speak the other. */
    if (!was && !*broker->why)
        broker->version =
            broker->version == MQTT_PROTOCOL_V5 ? MQTT_PROTOCOL_V311 : MQTT_PROTOCOL_V5;
    if (!broker->other_version)
        tell_none(broker, why);
    if (was)
        broker->setup.lost(broker->setup.told);
    try_again(broker);
}

static void on_socket(void *user, int fd, uint32_t events)
{
    struct broker *broker = user;
    int result = MOSQ_ERR_SUCCESS;
    (void)fd;
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        result = mosquitto_loop_read(broker->client, 1);
    if (result == MOSQ_ERR_SUCCESS && events & EPOLLOUT)
        result = mosquitto_loop_write(broker->client, 1);
    if (broker->fd < 0)
        return; /* it was lost in one of these */
    broker->agreed |= distrust_is_agreed(mosquitto_ssl_get(broker->client));
    if (result != MOSQ_ERR_SUCCESS)
        lose(broker, result);
    else
        look_after(broker);
}

static void look_after(struct broker *broker)
{
    if (broker->fd >= 0)
        loop_modify_fd(broker->loop, broker->fd,
                       mosquitto_want_write(broker->client) ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

static void on_care(void *user, int64_t now_ns)
{
    struct broker *broker = user;
    if (broker->fd >= 0) {
        int result = mosquitto_loop_misc(broker->client);
        if (result != MOSQ_ERR_SUCCESS)
            lose(broker, result);
        look_after(broker);
    }
    loop_set_timer(broker->care, loop_next_second_ns(now_ns));
}

/* --- connecting --- */

static bool wait_for(int fd, const struct addrinfo *address)
{
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    int error = 0;
    socklen_t size = sizeof error;
    if (connect(fd, address->ai_addr, address->ai_addrlen) == 0)
        return true;
    return errno == EINPROGRESS && poll(&ready, 1, KNOCK_MS) == 1 &&
           getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

/* Whether somebody listens (NULL), or why not: the library's own connecting would wait for minutes
 * where nobody answers at all. */
static const char *knock(const struct broker *broker)
{
    const struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
    struct addrinfo *found = NULL;
    char port[8];
    bool good = false;
    snprintf(port, sizeof port, "%d", address_of(broker)->port);
    int error = getaddrinfo(address_of(broker)->host, port, &wanted, &found);
    if (error != 0)
        return gai_strerror(error);
    for (const struct addrinfo *at = found; at && !good; at = at->ai_next) {
        int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        good = fd >= 0 && wait_for(fd, at);
        if (fd >= 0)
            close(fd);
    }
    freeaddrinfo(found);
    return good ? NULL : "nobody answers";
}

/* In MQTT 5 nothing is kept for who is away unless it says for how long (3.1.2.11.2); in 3.1.1 it
 * is kept for ever. */
static int dial(struct broker *broker)
{
    const struct broker_address *address = address_of(broker);
    mosquitto_property *terms = NULL;
    mosquitto_int_option(broker->client, MOSQ_OPT_PROTOCOL_VERSION, broker->version);
    if (broker->setup.waits && broker->version == MQTT_PROTOCOL_V5)
        mosquitto_property_add_int32(&terms, MQTT_PROP_SESSION_EXPIRY_INTERVAL, BROKER_WAITS_S);
    int result = mosquitto_connect_bind_v5(broker->client, address->host, address->port,
                                           BROKER_KEEP_ALIVE_S, NULL, terms);
    mosquitto_property_free_all(&terms);
    return result;
}

static void connect_now(struct broker *broker)
{
    const char *silence = knock(broker);
    broker->why[0] = '\0';
    broker->agreed = false;
    if (silence) {
        tell_none(broker, silence);
        try_again(broker);
        return;
    }
    int result = dial(broker);
    broker->fd = result == MOSQ_ERR_SUCCESS ? mosquitto_socket(broker->client) : -1;
    if (broker->fd < 0 ||
        loop_add_fd(broker->loop, broker->fd, EPOLLIN | EPOLLOUT, on_socket, broker) < 0) {
        tell_none(broker, words_of(broker, result));
        broker->fd = -1;
        try_again(broker);
    }
}

static void on_again(void *user, int64_t now_ns)
{
    (void)now_ns;
    connect_now(user);
}

/* --- what the library tells --- */

/* Of TLS; while the connection is there. Others are told by what fails. */
static void on_log(struct mosquitto *client, void *user, int level, const char *text)
{
    struct broker *broker = user;
    if (level == MOSQ_LOG_ERR && address_of(broker)->tls && !broker->connected && !*broker->why)
        snprintf(broker->why, sizeof broker->why, "%s",
                 distrust_words(mosquitto_ssl_get(client), text));
}

/* Who may not come in is told by what of the configuration. */
static void note_refusal(struct broker *broker, int code)
{
    bool five = broker->version == MQTT_PROTOCOL_V5;
    bool not_let_in =
        five ? code == MQTT_RC_BAD_USERNAME_OR_PASSWORD || code == MQTT_RC_NOT_AUTHORIZED
             : code == CODE_PASSWORD || code == CODE_NOT_LET_IN;
    if (not_let_in && broker->user)
        snprintf(broker->why, sizeof broker->why,
                 "it does not let \"%.40s\" in with that password (mqtt.user, "
                 "mqtt.password_file)",
                 broker->user);
    else
        snprintf(broker->why, sizeof broker->why, "%s",
                 not_let_in ? "it lets nobody in without a user and a password (mqtt.user, "
                              "mqtt.password_file)"
                 : five     ? mosquitto_reason_string(code)
                            : mosquitto_connack_string(code));
}

static void on_connect(struct mosquitto *client, void *user, int code)
{
    struct broker *broker = user;
    (void)client;
    broker->other_version = broker->version == MQTT_PROTOCOL_V5 &&
                            (code == MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION || code == CODE_VERSION);
    if (broker->other_version)
        return; /* it hangs up now, and is asked in the older one */
    if (code != 0) {
        note_refusal(broker, code);
        return; /* it hangs up now */
    }
    broker->connected = true;
    broker->wanted = broker->granted = 0;
    broker->refused = broker->must = false;
    if (broker->missed)
        log_info("mqtt.broker: %s:%d is there", address_of(broker)->host, address_of(broker)->port);
    broker->missed = false;
    broker->setup.connected(broker->setup.told);
}

/* A broker in the middle of an election may refuse what it grants a second later. */
static void on_subscribe(struct mosquitto *client, void *user, int id, int count,
                         const int *granted)
{
    struct broker *broker = user;
    (void)client, (void)id;
    for (int i = 0; i < count; i++)
        broker->refused |= granted[i] >= CODE_REFUSED;
    broker->granted++;
    if (broker->granted < broker->wanted)
        return;
    if (broker->refused && broker->must) {
        snprintf(broker->why, sizeof broker->why,
                 "it refuses a subscription: its access list has to let this user read the topics "
                 "(src/link/README.md), or a cluster chooses its leader");
        mosquitto_disconnect(broker->client);
        return;
    }
    broker->refused = broker->must = false;
    broker->setup.subscribed(broker->setup.told);
}

static void on_message(struct mosquitto *client, void *user,
                       const struct mosquitto_message *message)
{
    struct broker *broker = user;
    (void)client;
    broker->setup.message(broker->setup.told, message->topic,
                          message->payload ? message->payload : "", (size_t)message->payloadlen,
                          message->retain);
}

static void on_publish(struct mosquitto *client, void *user, int id, int reason,
                       const mosquitto_property *properties)
{
    struct broker *broker = user;
    (void)client, (void)properties;
    bool taken = reason < CODE_REFUSED;
    if (!taken) {
        char *why = memory_format("it does not take what is said here: %s; its access list has to "
                                  "let this user write (src/link/README.md)",
                                  mosquitto_reason_string(reason));
        broker_complain(broker, why);
        free(why);
    }
    broker->setup.taken(broker->setup.told, id, taken);
}

static void on_disconnect(struct mosquitto *client, void *user, int code)
{
    struct broker *broker = user;
    (void)client;
    if (broker->fd >= 0)
        lose(broker, code);
}

/* --- its life --- */

static bool set_up(struct broker *broker, struct diag *diag)
{
    struct mosquitto *client = broker->client;
    if (!client)
        return diag_error(diag, "mqtt: %s", strerror(errno));
    mosquitto_connect_callback_set(client, on_connect);
    mosquitto_subscribe_callback_set(client, on_subscribe);
    mosquitto_message_callback_set(client, on_message);
    mosquitto_publish_v5_callback_set(client, on_publish);
    mosquitto_disconnect_callback_set(client, on_disconnect);
    mosquitto_log_callback_set(client, on_log);
    mosquitto_max_inflight_messages_set(client, IN_FLIGHT);
    /* Each message is one that somebody waits for. */
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    if (broker->will)
        mosquitto_will_set(client, broker->will_topic, (int)strlen(broker->will), broker->will, 1,
                           true);
    if (broker->user)
        mosquitto_username_pw_set(client, broker->user, broker->password);
    if (!address_of(broker)->tls)
        return true;
    int result = mosquitto_tls_set(client, broker->ca_file,
                                   broker->ca_file ? NULL : SYSTEM_CERTIFICATES, NULL, NULL, NULL);
    return result == MOSQ_ERR_SUCCESS ||
           diag_error(diag, "mqtt.ca_file: %s: %s",
                      broker->ca_file ? broker->ca_file : SYSTEM_CERTIFICATES,
                      mosquitto_strerror(result));
}

static void free_broker(struct broker *broker)
{
    char *owned[] = {broker->name,    broker->user,       broker->password,
                     broker->ca_file, broker->will_topic, broker->will};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    broker_addresses_finish(&broker->addresses);
    mosquitto_destroy(broker->client);
    mosquitto_lib_cleanup();
    free(broker);
}

struct broker *broker_open(struct loop *loop, const struct broker_setup *setup, struct diag *diag)
{
    struct broker *broker = memory_alloc(1, sizeof *broker);
    *broker = (struct broker){.loop = loop, .setup = *setup, .fd = -1, .version = MQTT_PROTOCOL_V5};
    mosquitto_lib_init();
    broker->name = memory_copy_string(setup->client);
    broker->user = memory_copy_string(setup->user);
    broker->password = memory_copy_string(setup->password);
    broker->ca_file = memory_copy_string(setup->ca_file);
    broker->will_topic = memory_copy_string(setup->will_topic);
    broker->will = memory_copy_string(setup->will);
    bool good = broker_addresses_read(&broker->addresses, setup->address, diag);
    if (good)
        broker->client = mosquitto_new(broker->name, !setup->waits, broker);
    if (!good || !set_up(broker, diag)) {
        free_broker(broker);
        return NULL;
    }
    broker->care = loop_add_timer(loop, on_care, broker);
    broker->again = loop_add_timer(loop, on_again, broker);
    loop_set_timer(broker->care, loop_next_second_ns(loop_now_ns(loop)));
    loop_set_timer(broker->again, loop_now_ns(loop));
    return broker;
}

void broker_close(struct broker *broker, const char *last_word)
{
    if (!broker)
        return;
    if (broker->connected) {
        if (last_word)
            broker_publish(broker, broker->will_topic, last_word, strlen(last_word), 0, true);
        drop_socket(broker);
        mosquitto_disconnect(broker->client);
        mosquitto_loop_write(broker->client, 1);
    }
    drop_socket(broker);
    loop_remove_timer(broker->loop, broker->care);
    loop_remove_timer(broker->loop, broker->again);
    free_broker(broker);
}

bool broker_is_connected(const struct broker *broker)
{
    return broker->connected;
}

void broker_subscribe(struct broker *broker, const char *topic, bool must)
{
    /* Only MQTT 5 knows these: what was kept is told apart where it comes at once, too, and its own
     * words don't come back. */
    int options = broker->version == MQTT_PROTOCOL_V5 ? MQTT_SUB_OPT_RETAIN_AS_PUBLISHED : 0;
    broker->wanted++;
    broker->must |= must;
    mosquitto_subscribe_v5(broker->client, NULL, topic, 1, options, NULL);
    look_after(broker);
}

int broker_publish(struct broker *broker, const char *topic, const void *bytes, size_t size,
                   int quality, bool kept)
{
    int id = 0;
    if (!broker->connected)
        return 0;
    int result = mosquitto_publish(broker->client, &id, topic, (int)size, bytes, quality, kept);
    look_after(broker);
    return result == MOSQ_ERR_SUCCESS ? id : 0;
}
