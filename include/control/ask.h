/* The control socket's other end: who asks a running ticker. Nothing here waits for ever: a
 * ticker that is stopped, or whose backlog is full, is told from none.
 */
#ifndef CONTROL_ASK_H
#define CONTROL_ASK_H

#include <stdbool.h>
#include <sys/un.h>

#include <jansson.h>

#include "base/buffer.h"
#include "base/diag.h"
#include "control/request.h"

enum ask_answer {
    ASK_DONE,    /* the ticker did it */
    ASK_REFUSED, /* it is there, and says why not */
    ASK_SILENT,  /* it is there, and does not answer in time or may not be asked; what was asked is
                    not done later: who hangs up before the answer has given up */
    ASK_NOBODY,  /* there is none */
};

/* The socket's address; false with an error when the path is too long for one (unix(7)). */
bool ask_address(struct sockaddr_un *address, const char *path, struct diag *diag);

/* A connection, at most timeout_ms after it was asked for; -1 with errno: ENOENT or ECONNREFUSED
 * when nobody listens, EAGAIN when somebody does who takes no connection. The caller closes. */
int ask_connect(const struct sockaddr_un *address, int timeout_ms);

/* Adds a request as a line; false where it can't be written down. */
bool ask_print(const struct request *request, struct buffer *out);

/* Sends one request and waits for the answer, at most timeout_ms for each of connecting, sending
 * and receiving. All but ASK_DONE come with an error in diag; *reply is NULL then, else the caller
 * json_decrefs it and state_from_json reads it. */
enum ask_answer ask_ticker(const char *path, const struct request *request, int timeout_ms,
                           json_t **reply, struct diag *diag);

/* Subscribes to what changes (control/stream.h): the connection, which blocks and which the caller
 * closes, and in `in` what has come of the events behind its answer. -1 with an error. */
int ask_watch(const char *path, int timeout_ms, struct buffer *in, struct diag *diag);

#endif
