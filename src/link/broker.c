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

#define PORT_PLAIN 1883 /* as IANA has them */
#define PORT_TLS 8883
#define PORT_MOST 65535
/* It comes back by itself between these two: all of a fleet must be back within five seconds, and
 * not in the same instant. */
#define AGAIN_LEAST_NS (CLOCK_NS_PER_S / 4)
#define AGAIN_SPREAD_NS (3 * CLOCK_NS_PER_S)
#define TOLD_NS (INT64_C(3600) * CLOCK_NS_PER_S)
#define KNOCK_MS 1500
#define IN_FLIGHT 100
#define SYSTEM_CERTIFICATES "/etc/ssl/certs"

struct broker {
    struct loop *loop;
    struct loop_timer *care, *again;
    struct broker_setup setup;
    struct mosquitto *client;
    char *host, *name, *user, *password, *ca_file, *will_topic, *will;
    int port;
    bool tls;
    int fd;                 /* -1: none */
    bool connected;         /* the broker has said so */
    int version;            /* of the protocol that is tried, or spoken */
    int64_t told_ns;        /* that there is none; 0: never */
    bool missed;            /* ... and it has not been there since */
    size_t wanted, granted; /* subscriptions */
    bool refused;
};

/* Host, for the caller to free, and port of an address; false with an error. */
static bool read_address(const char *text, char **host, int *port, bool *tls, struct diag *diag)
{
    const char *scheme = strstr(text, "://");
    const char *rest = scheme ? scheme + 3 : text;
    bool plain = !scheme || strncmp(text, "mqtt://", 7) == 0;
    *tls = !plain && strncmp(text, "mqtts://", 8) == 0;
    bool six = rest[0] == '[';
    size_t length = six ? strcspn(++rest, "]") : strcspn(rest, ":");
    const char *behind = rest + length + (six && rest[length] == ']');
    char *end = NULL;
    *port = *tls ? PORT_TLS : PORT_PLAIN;
    if (*behind == ':')
        *port = (int)strtol(behind + 1, &end, 10);
    bool good = (plain || *tls) && length > 0 && !strpbrk(text, "@ ?#") &&
                !memchr(rest, '/', length) && *port > 0 && *port <= PORT_MOST &&
                (end ? end != behind + 1 && !*end : !*behind);
    *host = good ? memory_copy_bytes(rest, length) : NULL;
    return good || diag_error(diag,
                              "mqtt.broker: found \"%.80s\"; mqtt://HOST:PORT or mqtts://HOST:PORT "
                              "is wanted (user and password are keys of their own)",
                              text);
}

/* --- the socket in the loop --- */

static void look_after(struct broker *broker);

static void try_again(struct broker *broker)
{
    uint32_t dice = 0;
    if (getrandom(&dice, sizeof dice, GRND_NONBLOCK) < 0)
        dice = (uint32_t)getpid();
    int64_t spread_ns = (int64_t)dice * AGAIN_SPREAD_NS / UINT32_MAX;
    loop_set_timer(broker->again, loop_now_ns(broker->loop) + AGAIN_LEAST_NS + spread_ns);
}

static void tell_none(struct broker *broker, const char *why)
{
    int64_t now_ns = loop_now_ns(broker->loop);
    broker->missed = true;
    if (broker->told_ns && now_ns - broker->told_ns < TOLD_NS)
        return;
    broker->told_ns = now_ns;
    log_warning("mqtt.broker: %s:%d: %s; it is tried again every few seconds, and the wall goes on",
                broker->host, broker->port, why);
}

static void drop_socket(struct broker *broker)
{
    if (broker->fd >= 0)
        loop_remove_fd(broker->loop, broker->fd);
    broker->fd = -1;
}

/* The library has closed its socket, or will have no more of it. */
static void lose(struct broker *broker, const char *why)
{
    bool was = broker->connected;
    drop_socket(broker);
    broker->connected = false;
    /* Who answers one version with a hang-up may speak the other. */
    if (!was)
        broker->version =
            broker->version == MQTT_PROTOCOL_V5 ? MQTT_PROTOCOL_V311 : MQTT_PROTOCOL_V5;
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
    if (result != MOSQ_ERR_SUCCESS)
        lose(broker, mosquitto_strerror(result));
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
            lose(broker, mosquitto_strerror(result));
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

/* Whether somebody listens: the library's own connecting would wait for minutes where nobody
 * answers at all. */
static bool knock(const struct broker *broker)
{
    const struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
    struct addrinfo *found = NULL;
    char port[8];
    bool good = false;
    snprintf(port, sizeof port, "%d", broker->port);
    if (getaddrinfo(broker->host, port, &wanted, &found) != 0)
        return false;
    for (const struct addrinfo *at = found; at && !good; at = at->ai_next) {
        int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        good = fd >= 0 && wait_for(fd, at);
        if (fd >= 0)
            close(fd);
    }
    freeaddrinfo(found);
    return good;
}

static int dial(struct broker *broker)
{
    mosquitto_int_option(broker->client, MOSQ_OPT_PROTOCOL_VERSION, broker->version);
    return mosquitto_connect(broker->client, broker->host, broker->port, BROKER_KEEP_ALIVE_S);
}

static void connect_now(struct broker *broker)
{
    if (!knock(broker)) {
        tell_none(broker, "nobody answers");
        try_again(broker);
        return;
    }
    int result = dial(broker);
    broker->fd = result == MOSQ_ERR_SUCCESS ? mosquitto_socket(broker->client) : -1;
    if (broker->fd < 0 ||
        loop_add_fd(broker->loop, broker->fd, EPOLLIN | EPOLLOUT, on_socket, broker) < 0) {
        tell_none(broker, result == MOSQ_ERR_ERRNO ? strerror(errno) : mosquitto_strerror(result));
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

static void on_connect(struct mosquitto *client, void *user, int code)
{
    struct broker *broker = user;
    (void)client;
    if (code != 0) {
        tell_none(broker, broker->version == MQTT_PROTOCOL_V5 ? mosquitto_reason_string(code)
                                                              : mosquitto_connack_string(code));
        return; /* it hangs up now */
    }
    broker->connected = true;
    broker->wanted = broker->granted = 0;
    broker->refused = false;
    if (broker->missed)
        log_info("mqtt.broker: %s:%d is there", broker->host, broker->port);
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
        broker->refused |= granted[i] >= 0x80; /* MQTT 5, 3.9.3; 3.1.1, 3.9.3 */
    broker->granted++;
    if (broker->granted < broker->wanted)
        return;
    if (broker->refused) {
        tell_none(broker, "it refuses a subscription");
        mosquitto_disconnect(broker->client);
        return;
    }
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

static void on_publish(struct mosquitto *client, void *user, int id)
{
    struct broker *broker = user;
    (void)client;
    broker->setup.taken(broker->setup.told, id);
}

static void on_disconnect(struct mosquitto *client, void *user, int code)
{
    struct broker *broker = user;
    (void)client;
    if (broker->fd >= 0)
        lose(broker,
             code == MOSQ_ERR_CONN_LOST ? "the connection was lost" : mosquitto_strerror(code));
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
    mosquitto_publish_callback_set(client, on_publish);
    mosquitto_disconnect_callback_set(client, on_disconnect);
    mosquitto_max_inflight_messages_set(client, IN_FLIGHT);
    if (broker->will)
        mosquitto_will_set(client, broker->will_topic, (int)strlen(broker->will), broker->will, 1,
                           true);
    if (broker->user)
        mosquitto_username_pw_set(client, broker->user, broker->password);
    if (!broker->tls)
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
    char *owned[] = {broker->host,    broker->name,       broker->user, broker->password,
                     broker->ca_file, broker->will_topic, broker->will};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
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
    bool good = read_address(setup->address, &broker->host, &broker->port, &broker->tls, diag);
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

void broker_subscribe(struct broker *broker, const char *topic)
{
    /* Only MQTT 5 knows these: what was kept is told apart where it comes at once, too, and its own
     * words don't come back. */
    int options = broker->version == MQTT_PROTOCOL_V5 ? MQTT_SUB_OPT_RETAIN_AS_PUBLISHED : 0;
    broker->wanted++;
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
