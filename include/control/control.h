/* The control socket: commands in, state out. A Unix stream socket, mode 0660,
 * one JSON document a line in each direction, lines bounded.
 *
 * A request (control/json.h) is answered with an object: the state and `"ok": true`, or
 * `"ok": false, "error": TEXT`, a line of it for each error. Who asks (control/ask.h) waits for the
 * answer: what is asked by somebody who has closed the connection before it was read is not done.
 */
#ifndef CONTROL_CONTROL_H
#define CONTROL_CONTROL_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/loop.h"
#include "control/request.h"
#include "control/state.h"

#define CONTROL_LINE_MAX 65536 /* bytes; a longer line ends the connection with an error */
#define CONTROL_CLIENTS_MAX 16
/* Who says no whole line for so long is dropped; where all places are taken, whoever was silent for
 * longest gives way at once. */
#define CONTROL_IDLE_NS (60 * CLOCK_NS_PER_S)

/* So many may watch (control/stream.h); the other places stay for commands. */
#define CONTROL_WATCHERS_MAX 4
/* Bytes of events that wait for one who watches; more are lost to it, and it is told how many. What
 * it catches up with then may be more, as the strips are. */
#define CONTROL_QUEUE_MAX 1048576

struct control;
struct stream;

/* Does what is asked and tells the state then, whose texts are valid until the loop goes on.
 * False with an error for people. */
typedef bool (*control_fn)(void *user, const struct request *request, struct state *state,
                           struct diag *diag);

/* Whether a socket can have that path; false with an error. */
bool control_check_path(const char *path, struct diag *diag);

/* Whether no other ticker listens there, be it one that is stopped; false with an error that says
 * so. */
bool control_is_free(const char *path, struct diag *diag);

/* Listens on path (folders are made; a stale socket is replaced, a live one is
 * an error that says so). NULL with an error. A socket that is removed
 * meanwhile is there again within a second. */
struct control *control_open(struct loop *loop, const char *path, control_fn fn, void *user,
                             struct diag *diag);

/* From now on the stream's events can be watched: the answer to REQUEST_WATCH is followed by them.
 * It outlives the control. */
void control_offer(struct control *control, struct stream *stream);

void control_close(struct control *control); /* removes the socket; NULL is fine */

#endif
