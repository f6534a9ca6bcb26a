/* What can be asked for, as one table: the page, the state, strips, what a machine reads. Answers
 * are values here; the wire is serve/http's. The description in OpenAPI is made from the table, so
 * that it can't say anything else.
 */
#ifndef SERVE_ROUTE_H
#define SERVE_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "serve/visible.h"

/* What answers know. */
struct route_world {
    const struct visible *visible;
    int64_t heard_ns; /* when the ticker said something last, by the loop's clock */
    int64_t now_ns;
    size_t viewers;
};

struct route_reply {
    int status;           /* RFC 9110, 15 */
    const char *type;     /* of the content: a literal */
    const char *encoding; /* of the content, or NULL: a literal */
    const char *cache;    /* how long it may be kept: a literal */
    struct buffer body;   /* the caller's to finish */
};

/* Fills in the reply, whose type is the route's already. */
typedef void route_fn(const struct route_world *world, const char *key, struct route_reply *reply);

struct route {
    const char *path; /* with {sha256} at its end: what stands there is the key */
    const char *name; /* operationId; NULL: part of the page, and not described */
    const char *type; /* of its content */
    const char *summary;
    route_fn *answer; /* NULL: an event stream, which does not end */
};

/* The route of a path, which holds no query; *key is what stands for {sha256}, else "". NULL: there
 * is none. */
const struct route *route_find(const char *path, const char **key);

/* An error as a document: code, message, field (NULL: none), found, allowed; UTF-8. */
void route_refuse(struct route_reply *reply, int status, const char *code, const char *message,
                  const char *field, const char *found, const char *allowed);

#endif
