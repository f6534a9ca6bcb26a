/* Topics: which of a broker's are meant for this wall, and what each of them says. Pure.
 *
 * PREFIX/WHO/..., where WHO is this wall's name, one of its groups, or all.
 */
#ifndef LINK_TOPIC_H
#define LINK_TOPIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

#define TOPIC_WHO_MAX 24 /* bytes of a name, a group: letters, digits, _ - */
#define TOPIC_KEY_MAX 32 /* of a key: a letter, then letters, digits, . _ - */
#define TOPIC_GROUPS_MAX 16
#define TOPIC_PREFIX_MAX 64
#define TOPIC_ALL "all"
/* Of what a topic has put, in the store: a mark, WHO, a dot, KEY; as a route takes it. */
#define TOPIC_STORE_SIZE (5 + TOPIC_WHO_MAX + 1 + TOPIC_KEY_MAX + 1)

enum topic_kind {
    TOPIC_OTHER,    /* nothing that is known */
    TOPIC_OWN,      /* what this wall itself tells */
    TOPIC_MARKER,   /* its own word that all which was kept has come */
    TOPIC_ITEM,     /* items/KEY: kept, and airs while it is there */
    TOPIC_BREAKING, /* breaking/KEY: kept, takes over until its end */
    TOPIC_SET,      /* set: kept */
    TOPIC_COMMAND,  /* cmd/KEY: done once, never where it was kept */
    TOPIC_DIALECT,  /* what senders to an AWTRIX clock say (3, or NG below cmd/): as a command */
};

struct topic {
    enum topic_kind kind;
    char who[TOPIC_WHO_MAX + 1];
    char key[TOPIC_KEY_MAX + 1]; /* "": none */
    const char *rest;            /* of the text, behind the prefix */
    bool ng;                     /* of topic_names */
};

/* As who this wall is meant. */
struct topic_names {
    char prefix[TOPIC_PREFIX_MAX + 1];
    char name[TOPIC_WHO_MAX + 1];
    char groups[TOPIC_GROUPS_MAX][TOPIC_WHO_MAX + 1];
    size_t group_count;
    bool ng; /* what is said to cmd/notify may be said to an AWTRIX NG */
};

/* Whether topics may begin so: words of letters, digits and . _ -, with / between. What is allowed,
 * as a format that takes TOPIC_PREFIX_MAX. */
#define TOPIC_PREFIX_WANTED "up to %d letters, digits and . _ - are wanted, with / between"
bool topic_is_prefix(const char *text);

/* Out of the configuration's values; where `name` is empty the machine's up to its first dot. False
 * with an error that names the key (mqtt.name). */
bool topic_names_read(struct topic_names *names, const char *prefix, const char *name,
                      const char *machine, const char *groups, struct diag *diag);

/* False: the topic is meant for another one. One with a key that is none is TOPIC_OTHER. */
bool topic_read(const struct topic_names *names, const char *text, struct topic *topic);

/* Whether the broker may keep what it says: what is done once would be done again at each return.
 */
bool topic_may_be_kept(const struct topic *topic);

/* How what it puts is known in the store: "mqtt.WHO.KEY", of a take-over "mqtt_WHO.KEY". */
void topic_store_key(const struct topic *topic, char key[TOPIC_STORE_SIZE]);

/* The other way round: what stands behind the prefix; false where no topic has put it. */
bool topic_of_store_key(const char *key, struct topic *topic);

/* "WHO/items/KEY": the caller frees. */
char *topic_rest(const struct topic *topic);

#endif
