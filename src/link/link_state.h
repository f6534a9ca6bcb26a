/* The link's own, for its parts: link.c has its life, keep.c what a broker keeps, hear.c what is
 * said to it. */
#ifndef LINK_LINK_STATE_H
#define LINK_LINK_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/loop.h"
#include "control/upstream.h"
#include "link/broker.h"
#include "link/link.h"
#include "link/signed_keys.h"
#include "link/topic.h"
#include "link/wants.h"
#include "memo.h"
#include "orders.h"
#include "serve/visible.h"
#include "tell.h"
#include "twin.h"

#define LINK_EDITOR "mqtt"     /* for whom it asks the ticker; behind it a key's name */
#define LINK_OFFLINE "offline" /* of its availability, by its will, too */

struct config;

struct link {
    const struct config *config;
    link_read_again *again;
    void *again_user;
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
    char *place;    /* the store's file, as it was seen last; NULL: never */
    char *password; /* NULL: none */
    struct loop_timer *settle, *missing, *beat;
    struct loop_timer *ends; /* when signed settings are over */
    struct loop_timer *look; /* at what the broker keeps, again */
    int64_t look_pause_ns;   /* to the next one */
    struct twin twin;
    int64_t saved_ns;
    bool marked; /* its own marker has come */
    bool sweep;  /* the store is to be looked through for what no topic has */
};

int64_t link_now_ms(const struct link *link);

/* What outlives the process is written down; the second where there is something new. */
void link_save(struct link *link);
void link_save_if_changed(struct link *link);

/* The result of a message to the topic `text` is that it was refused; `id` is the sender's, or
 * NULL. The second says the first of the diag's messages, and finishes that. */
void link_refuse(struct link *link, const char *text, json_t *id, const char *code,
                 const char *message);
void link_refuse_diag(struct link *link, const char *text, json_t *id, const char *code,
                      struct diag *diag);

#endif
