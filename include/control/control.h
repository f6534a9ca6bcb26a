/* The control socket: commands in, state out. A Unix stream socket, mode 0660,
 * one JSON document a line in each direction, lines bounded.
 *
 * A request is an object `{"command": NAME, ...}`; the answer an object with
 * `"ok": true` and whatever the command gives, or `"ok": false, "error": TEXT`.
 */
#ifndef CONTROL_CONTROL_H
#define CONTROL_CONTROL_H

#include <stdbool.h>

#include <jansson.h>

#include "base/diag.h"
#include "base/loop.h"

#define CONTROL_LINE_MAX 65536 /* bytes; a longer line ends the connection with an error */
#define CONTROL_CLIENTS_MAX 16

struct control;

/* Answers a command: fills `reply` and returns NULL, or returns a static or
 * reply-independent error text. */
typedef const char *(*control_fn)(void *user, const char *command, const json_t *request,
                                  json_t *reply);

/* Whether no other ticker listens there; false with an error that says so. */
bool control_is_free(const char *path, struct diag *diag);

/* Listens on path (folders are made; a stale socket is replaced, a live one is
 * an error that says so). NULL with an error. */
struct control *control_open(struct loop *loop, const char *path, control_fn fn, void *user,
                             struct diag *diag);
void control_close(struct control *control); /* removes the socket; NULL is fine */

/* The other end: sends one request and waits for the answer, at most
 * timeout_ms. NULL with an error that says whether a ticker runs at all. The
 * caller json_decrefs. */
json_t *control_ask(const char *path, const json_t *request, int timeout_ms, struct diag *diag);

#endif
