/* The control socket: commands in, state out. A Unix stream socket, mode 0660,
 * one JSON document a line in each direction, lines bounded.
 *
 * A request (control/json.h) is answered with an object: the state and `"ok": true`, or
 * `"ok": false, "error": TEXT`.
 */
#ifndef CONTROL_CONTROL_H
#define CONTROL_CONTROL_H

#include <stdbool.h>

#include <jansson.h>

#include "base/diag.h"
#include "base/loop.h"
#include "control/request.h"
#include "control/state.h"

#define CONTROL_LINE_MAX 65536 /* bytes; a longer line ends the connection with an error */
#define CONTROL_CLIENTS_MAX 16

struct control;

/* Does what is asked and tells the state then, whose texts are valid until the loop goes on.
 * False with an error for people. */
typedef bool (*control_fn)(void *user, const struct request *request, struct state *state,
                           struct diag *diag);

/* Whether a socket can have that path; false with an error. */
bool control_check_path(const char *path, struct diag *diag);

/* Whether no other ticker listens there; false with an error that says so. */
bool control_is_free(const char *path, struct diag *diag);

/* Listens on path (folders are made; a stale socket is replaced, a live one is
 * an error that says so). NULL with an error. */
struct control *control_open(struct loop *loop, const char *path, control_fn fn, void *user,
                             struct diag *diag);
void control_close(struct control *control); /* removes the socket; NULL is fine */

/* The other end: sends one request and waits for the answer, at most timeout_ms. NULL with
 * an error that says whether a ticker runs at all, or what it refused. The caller
 * json_decrefs; state_from_json reads it. */
json_t *control_ask(const char *path, const struct request *request, int timeout_ms,
                    struct diag *diag);

#endif
