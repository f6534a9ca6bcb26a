/* A broker of messages: MQTT 5, or 3.1.1 where it speaks no other, by libmosquitto in our own
 * loop. Tries again by itself, within RETRY seconds of the loss and not at the same instant as
 * others; a message of this process's end is left with the broker (the will).
 */
#ifndef LINK_BROKER_H
#define LINK_BROKER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/loop.h"
#include "link/addresses.h"

struct broker;

#define BROKER_KEEP_ALIVE_S 20
#define BROKER_WAITS_S (30 * 86400) /* for who is away, and waits */

struct broker_setup {
    const char *address;                   /* as broker_addresses_read takes it */
    const char *client;                    /* by which the broker knows it */
    const char *user, *password, *ca_file; /* NULL: none */
    const char *will_topic, *will;         /* kept; NULL: none */
    bool waits; /* what comes for it while it is away is kept by the broker until it is back */
    /* It is connected; subscriptions are made now. */
    void (*connected)(void *user);
    /* Each of them was granted. */
    void (*subscribed)(void *user);
    void (*lost)(void *user);
    /* `kept`: the broker had it before. Bytes are good during the call. */
    void (*message)(void *user, const char *topic, const char *bytes, size_t size, bool kept);
    /* What was published with quality 1 was taken by the broker, or refused (which MQTT 5 alone
     * tells). */
    void (*taken)(void *user, int id, bool taken);
    void *told; /* the user of these */
};

/* Texts are copied, but for those of the setup's functions. NULL with an error where the address
 * makes no sense. */
struct broker *broker_open(struct loop *loop, const struct broker_setup *setup, struct diag *diag);

/* Publishes the last word (NULL: none) where the will would be, ends the connection in order; NULL
 * is fine. */
void broker_close(struct broker *broker, const char *last_word);

/* What else is wrong with it goes to the log, each of them once an hour. */
void broker_complain(struct broker *broker, const char *why);

/* Whether it has said so. */
bool broker_is_connected(const struct broker *broker);

/* Quality 1. Without one that `must` be granted the connection is ended and tried again; another
 * one that is refused leaves it as it was. */
void broker_subscribe(struct broker *broker, const char *topic, bool must);

/* The message's number where quality is 1 and it will be sent; 0: it was dropped. */
int broker_publish(struct broker *broker, const char *topic, const void *bytes, size_t size,
                   int quality, bool kept);

#endif
