/* What a broker keeps for this wall, and what of it the ticker's store has: the broker's topics are
 * the desired state, the store is their replica. A state machine without network, store or clock of
 * its own; whoever has them tells what came and does what is due.
 *
 * A topic's content is done once: what was acknowledged by the ticker is remembered (its hash, and
 * of signed content the number), over the end of the process in a file. It is done again where the
 * store has lost it, and where it is said anew; what came to its end on the wall, by itself or by
 * somebody's act there, stays so while the broker only keeps it. What the broker keeps no more is
 * taken away; of signed content only what says so is, and what is over by its own end.
 */
#ifndef LINK_WANTS_H
#define LINK_WANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/diag.h"
#include "link/topic.h"

#define WANTS_MOST 2000         /* topics with content */
#define WANTS_PAYLOAD_MOST 8192 /* bytes of each */

/* A topic that has, or had, content. */
struct want {
    struct topic topic; /* without rest */
    char *payload;      /* NULL: it is to be taken away, or is not told yet */
    size_t size;
    uint64_t hash;      /* of the payload */
    uint64_t done_hash; /* of what the store has of it; 0: nothing */
    int64_t done_id;    /* which snippet that was; 0: not known */
    int64_t number;     /* of signed content, the newest that was believed; 0: none */
    uint64_t number_hash;
    int64_t until_ms; /* of the newest signed one: until then an older one is refused */
    bool told;        /* since the broker was connected */
    bool due;         /* something is to be done */
    bool refused;     /* ... and the ticker will not have it: told once */
    bool gone;        /* it is to be taken out of the store */
    bool doubted;     /* the store is another one than that which has what was done of it */
};

/* Zero-initialised is empty. */
struct wants {
    struct want *items; /* in no order; moves when one is added */
    size_t count;
    bool settled; /* all that the broker keeps was told */
    bool lasting; /* what the broker keeps no more stays until its end (signed content) */
    bool changed; /* what outlives the process */
};

/* Frees; it is empty and valid afterwards. */
void wants_finish(struct wants *wants);

/* A broker is connected: what it keeps is told from now on. */
void wants_begin(struct wants *wants);

/* What came for a topic of an item or a take-over; size 0: it is empty; `anew`: somebody says it
 * now, the broker does not only keep it. False with an error. */
bool wants_take(struct wants *wants, const struct topic *topic, const char *payload, size_t size,
                bool anew, struct diag *diag);

/* Whether signed content of that number may be taken: it is newer than any before (*anew), or the
 * very same. False with an error. It is remembered then. */
bool wants_number(struct wants *wants, const struct topic *topic, int64_t number, int64_t until_ms,
                  const char *payload, size_t size, bool *anew, struct diag *diag);

/* All that is kept was told: what was not is taken away. */
void wants_settle(struct wants *wants);

/* The ticker has come: all is looked at anew. */
void wants_look_again(struct wants *wants);

/* Its store is another one, which may have earlier words: all is looked at, and asked for where it
 * stands, or is not there at all. And whether anything of that is still to be done. */
void wants_doubt(struct wants *wants);
bool wants_any_doubt(const struct wants *wants);

/* The store has something under such a topic: what was not told goes, where all was. */
void wants_has(struct wants *wants, const struct topic *topic);

/* Something that is due; NULL: nothing is. It stays so until wants_done. The pointer is good until
 * something is added. */
struct want *wants_next(struct wants *wants);

/* What the store has of a topic. */
enum wants_presence {
    WANTS_UNKNOWN, /* it can't be asked */
    WANTS_ABSENT,  /* nothing that stands, and never what was done last (done_id) */
    WANTS_STANDS,  /* on the wall, or held, or killed */
    WANTS_OVER,    /* it had what was done last: that is over, or was removed */
};

/* Whether it need not be asked for. */
bool wants_is_done(const struct want *want, enum wants_presence presence);

/* It is about to be asked for: until it is known to be done nothing is known of what the store has.
 * To be written down before the ticker is asked, where `changed` says so. */
void wants_ask(struct wants *wants, struct want *want);

enum wants_outcome {
    WANTS_DONE,
    WANTS_REFUSED, /* it never will be, as it is */
    WANTS_LATER,   /* the ticker is not there */
};

/* What became of it: `hash` is that of what was asked for, which may have been replaced since; id:
 * which snippet it is, 0: not known. */
void wants_done(struct wants *wants, const struct topic *topic, uint64_t hash,
                enum wants_outcome outcome, int64_t id);

/* How many topics have content, and of how many it was done. */
void wants_count(const struct wants *wants, size_t *wanted, size_t *taken);

/* What outlives the process, {"WHO/items/KEY": {...}}, which the caller json_decrefs; what is over
 * by now_ms is forgotten. Of settings it is all that they say: no store has them. And back; what
 * makes no sense is left out. */
json_t *wants_to_json(struct wants *wants, int64_t now_ms);
void wants_from_json(struct wants *wants, const json_t *json);

#endif
