/* What this wall tells a broker of itself. */
#ifndef LINK_TELL_H
#define LINK_TELL_H

#include "base/clock.h"
#include "base/loop.h"
#include "config/config.h"
#include "link/broker.h"
#include "link/topic.h"
#include "link/wants.h"
#include "serve/visible.h"
#include "twin.h"

struct tell;

struct tell_setup {
    struct loop *loop;
    const struct clock *clock;
    const struct config *config;
    const struct topic_names *names;
    const struct visible *visible;
    struct broker *(*broker)(void *user); /* NULL or not connected: nothing is told */
    void *user;
    const struct wants *wants;
    const struct twin *twin;
    int64_t last_row; /* that the broker has taken; 0: none */
};

struct tell *tell_create(const struct tell_setup *setup);
void tell_destroy(struct tell *tell); /* NULL is fine */

/* PREFIX/NAME/WHAT; the caller frees. */
char *tell_topic(const struct topic_names *names, const char *what);

/* A broker has come: all is told anew. */
void tell_all(struct tell *tell);

/* An event of the ticker was taken by `visible`; NULL: it has gone. */
void tell_event(struct tell *tell, const json_t *event);

/* What is wanted, or done, may have changed. */
void tell_state_soon(struct tell *tell);

/* What became of a message. `error`: NULL where it was done; dropped. */
void tell_result(struct tell *tell, const char *topic, json_t *id, json_t *error);

/* That it is there, or that its ticker has gone. */
void tell_availability(const struct tell *tell);

/* The broker has taken that message (or refused it: it is said again later, where it is a row);
 * true where a newer row of the log is with it. */
bool tell_taken(struct tell *tell, int id, bool good);
int64_t tell_last_row(const struct tell *tell);

#endif
