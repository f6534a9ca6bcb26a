/* What changes, as events for those who watch a running ticker: scenes, strips, what is on air and
 * next, its status, its store, its log. A line of JSON each; src/control/README.md describes them.
 *
 * All calls come from the loop's thread, in which it was created. While nobody watches, nothing
 * but a reference to the scene is kept.
 */
#ifndef CONTROL_STREAM_H
#define CONTROL_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/loop.h"
#include "control/control.h"
#include "display/scene.h"

struct stream;

/* How often what shows in no scene is looked at while somebody watches. */
#define STREAM_LOOK_NS CLOCK_NS_PER_S
/* How often the status is told though nothing has changed: who hears none knows that the ticker
 * hangs. */
#define STREAM_BEAT_NS (10 * CLOCK_NS_PER_S)

/* Each line is for everybody who watches; it ends with a line feed. */
typedef void stream_tell_fn(void *user, const char *line, size_t length);

/* Nobody watches yet. It listens to the log (log_set_listener) until it is destroyed. The clock is
 * the loop's. */
struct stream *stream_create(struct loop *loop, const struct clock *clock);
void stream_destroy(struct stream *stream); /* NULL is fine */

/* This is on the wall from its valid_from_ns on; NULL: it is dark. A reference is kept. */
void stream_show(struct stream *stream, struct scene *scene);

/* Somebody watches: events are told until stream_stop. `fn` answers REQUEST_STATUS. */
void stream_start(struct stream *stream, control_fn fn, void *fn_user, stream_tell_fn *tell,
                  void *tell_user);
void stream_stop(struct stream *stream);

/* Adds all that there is, as the events that would have told it: what one who begins to watch, or
 * has lost some, must know. */
void stream_catch_up(struct stream *stream, struct buffer *out);

/* Adds the event which says that so many were lost. */
void stream_gap(const struct stream *stream, size_t lost, struct buffer *out);

#endif
