/* What can be asked for, as one table: the page, the state, items, the log, what a machine reads.
 * Answers are values here; the wire is serve/http's. The description in OpenAPI is made from the
 * table, so that it can't say anything else.
 *
 * A route answers by itself, or it asks the ticker (for all that changes something), or it works:
 * in a process of its own, since a forecast or a film takes long and much memory.
 */
#ifndef SERVE_ROUTE_H
#define SERVE_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/buffer.h"
#include "control/request.h"
#include "control/token.h"
#include "serve/visible.h"
#include "store/store.h"

struct config;

enum {
    STATUS_GOOD = 200, /* RFC 9110, 15 */
    STATUS_CREATED = 201,
    STATUS_NO_CONTENT = 204,
    STATUS_BAD = 400,
    STATUS_UNAUTHORIZED = 401,
    STATUS_FORBIDDEN = 403,
    STATUS_NOT_FOUND = 404,
    STATUS_NO_METHOD = 405,
    STATUS_TIMEOUT = 408,
    STATUS_CONFLICT = 409,
    STATUS_OTHER = 412, /* If-Match or If-None-Match does not hold */
    STATUS_LARGE = 413,
    STATUS_TYPE = 415,
    STATUS_MISDIRECTED = 421,
    STATUS_FIELD = 422,
    STATUS_MANY = 429,
    STATUS_FAULT = 500,
    STATUS_UNAVAILABLE = 503,
};

/* Runs a command of the program as a process of its own, with this configuration, and takes what it
 * prints: a document of JSON; NULL with an error that says what the command says. `words` are its
 * name, its arguments and its options; NULL ends them. */
typedef json_t *command_fn(void *user, const char *const *words, struct diag *diag);

struct route;

/* What answers know. */
struct route_world {
    const struct config *config;
    const struct route *routes; /* all of them: route_table */
    size_t route_count;
    const struct visible *visible;
    const struct token_list *tokens;
    struct store *store; /* to read; NULL: there is none that can be read */
    command_fn *command; /* NULL: not known here */
    void *command_user;
    int64_t heard_ns;    /* when the ticker said something last, by the loop's clock */
    int64_t advanced_ns; /* when its output did something last, by the same */
    int64_t now_ns;
    int64_t now_ms; /* wall time */
    size_t viewers;
};

/* What is asked. Texts are good during the call. */
struct asked {
    const char *key;      /* what stands for the hole in the path; "": nothing */
    enum token_role role; /* whose token it is */
    const char *name;     /* NULL: nobody's */
    const char *(*query)(void *user, const char *name); /* NULL: not told */
    void *user;
    const char *body; /* NUL-terminated */
    size_t size;
    const char *type;               /* of the body, as told; NULL: not told */
    const char *match, *none_match; /* If-Match, If-None-Match; NULL */
    const char *title, *level;      /* of ntfy (Title, Priority); NULL */
    const char *language;           /* Accept-Language; NULL */
    size_t step;                    /* of a route that asks again: how often it has asked */
    size_t absent;                  /* and how often what was to be taken out was not there */
    json_t *json;                   /* the body, where the route takes JSON; borrowed */
};

struct route_reply {
    int status;
    const char *type;     /* of the content: a literal */
    const char *encoding; /* of the content, or NULL: a literal */
    const char *vary;     /* the field that it depends on, or NULL: a literal */
    const char *cache;    /* how long it may be kept: a literal */
    char tag[24];         /* ETag; "": none */
    char location[96];    /* "": none */
    char cookie[192];     /* Set-Cookie; "": none */
    char allow[64];       /* Allow; "": none */
    struct buffer body;   /* the caller's to finish */
};

/* Fills in the reply, whose status is good and whose type is the route's already. */
typedef void route_answer_fn(const struct route_world *world, const struct asked *asked,
                             struct route_reply *reply);

/* Fills in what the ticker is asked for, whose texts are good as long as `asked` and `keep` (which
 * is dropped when it was asked). False: the reply says why not, or what is so already. */
typedef bool route_ask_fn(const struct route_world *world, const struct asked *asked,
                          struct request *request, json_t *keep, struct route_reply *reply);

/* The ticker did it; its answer has what became of it. */
typedef void route_done_fn(const struct route_world *world, const struct asked *asked,
                           const json_t *answer, struct route_reply *reply);

enum route_takes {
    TAKES_NOTHING,
    TAKES_JSON,  /* an object; an empty body is an empty one */
    TAKES_BYTES, /* of some type */
};

struct route {
    const char *method;
    const char *path; /* {key}, {sha256}: what stands there is asked.key */
    const char *name; /* operationId; NULL: part of the page, and not described */
    const char *type; /* of its content */
    const char *summary;
    const char *dialect;     /* of control.dialects; NULL: it is the program's own */
    route_answer_fn *answer; /* by itself */
    route_answer_fn *work;   /* in a process of its own */
    route_answer_fn *before; /* in a process of its own, before it asks: its body is what came */
    route_ask_fn *ask;       /* by the ticker, then done */
    route_done_fn *done;
    enum token_role role;
    enum route_takes takes;
    bool open;   /* without a token, where reading is open */
    bool stream; /* an event stream, which does not end */
    bool again;  /* it asks until it has nothing to ask for */
    bool hook;   /* the token may stand in the address, or be the password of Basic */
    bool guess;  /* 401 counts as a wrong token */
};

/* The route of a method and a path, which holds no query; of dialects those count that are named
 * ("awtrix3; awtrix-ng"). *key is what stands for the hole, for the caller to free. NULL: there is
 * none; *methods is then what can be asked of the path ("GET, HEAD"), for the caller to free; NULL:
 * there is no such path. HEAD is as GET. */
const struct route *route_find(const char *method, const char *path, const char *dialects,
                               char **key, char **methods);

/* All of them. */
const struct route *route_table(size_t *count);

#endif
