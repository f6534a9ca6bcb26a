/* What viewers may see of a ticker: the wall and what it shows, and nothing that is held, not yet
 * due, or configured. It is taken out of the ticker's events (control/stream.h).
 *
 * Three parts, each the newest of its kind with the number of the event that changed it: who
 * knows all up to a number is told what has a higher one, and nothing that is over. So are
 * strips, before the scene: who keeps those that the scene before had needs no others.
 */
#ifndef SERVE_VISIBLE_H
#define SERVE_VISIBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/buffer.h"

enum visible_part {
    VISIBLE_SCENE, /* or darkness */
    VISIBLE_AIR,
    VISIBLE_STATE,
    VISIBLE_PARTS,
};

struct visible_strip {
    char *key;            /* its SHA-256 in hexadecimal digits */
    struct buffer packed; /* an RFC 1950 stream of what text/strip_bytes.h describes */
    char *text;           /* of its event */
    int64_t number;       /* and the event's */
    bool needed;          /* by the scene that is shown */
};

/* Zero-initialised: nothing is known, nobody is connected. */
struct visible {
    const char *names[VISIBLE_PARTS]; /* of the events for viewers: literals */
    char *texts[VISIBLE_PARTS];       /* JSON objects; NULL: not known yet */
    int64_t numbers[VISIBLE_PARTS];
    int64_t last; /* the highest of them */
    char *levels; /* of `hello`: a JSON array; NULL: not known yet */
    struct visible_strip *strips;
    size_t strip_count;
    char *scene_bytes; /* the scene as the ticker draws it, in base64; NULL: dark, or not known */
    int64_t scene_ns;  /* and when it began */
    json_t *zones;     /* [{"zone", "on_air", "next"}] */
    json_t *status, *store; /* as the ticker told them: for the machine's own eyes */
    int64_t beats;          /* of its output, as told last */
    int64_t lives;          /* how often it was told that its output goes on */
    bool connected;
};

/* Takes an event of a ticker; one of a kind that it does not know changes nothing. */
void visible_take(struct visible *visible, const json_t *event);

/* The ticker does not answer any more: that is told, and nothing is shown. */
void visible_lose(struct visible *visible);

/* The packed bytes of a strip of what is shown now; NULL: there is none of that key. */
const struct buffer *visible_strip(const struct visible *visible, const char *key);

/* What has changed since a number (0: everything that is known), as events of an event stream
 * (HTML, 9.2): `id: EPOCH-NUMBER`, `event`, `data`. */
void visible_events(const struct visible *visible, int64_t since, int64_t epoch,
                    struct buffer *out);

/* Whether the output is well as far as the ticker says. */
bool visible_is_healthy(const struct visible *visible);

/* Frees; it is empty and valid afterwards. */
void visible_finish(struct visible *visible);

#endif
