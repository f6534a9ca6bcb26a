/* What a message asks for, as a request of serve's table of routes: so words, limits and refusals
 * are the same for who writes by the web and who writes by topics. Pure.
 */
#ifndef LINK_MEANING_H
#define LINK_MEANING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/diag.h"
#include "link/topic.h"

/* All of it is owned, but for method. */
struct meaning {
    const char *method;
    char *path;
    json_t *body; /* an object; NULL: bytes are it */
    char *bytes;
    size_t size;
    char *name; /* of an application (?name=); NULL: none */
    json_t *id; /* what the sender calls it; NULL: nothing */
};

/* What is said for a topic (of an item, a take-over, set, a command, a dialect), which is not
 * empty; until_ms: when signed content ends, 0: it is not signed. False with an error. The caller
 * finishes it in any case. */
bool meaning_read(const struct topic *topic, const char *payload, size_t size, int64_t now_ms,
                  int64_t until_ms, struct meaning *meaning, struct diag *diag);

/* That what an item's or a take-over's topic has put goes. */
void meaning_remove(const struct topic *topic, struct meaning *meaning);

/* Frees what it owns and zeroes it. */
void meaning_finish(struct meaning *meaning);

#endif
