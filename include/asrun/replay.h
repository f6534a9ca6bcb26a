/* Replay: what the wall showed, from the as-run log and the strips as aired. No
 * font and no configuration is asked.
 *
 * Instants here are wall time in ns since 1970 UTC. An airing starts at the
 * millisecond that the log tells, and goes on by the monotonic clock of its day.
 */
#ifndef ASRUN_REPLAY_H
#define ASRUN_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "display/scene_bytes.h"
#include "output/output.h"
#include "store/store.h"

/* An airing of the log that was on the wall in the time that was asked for. */
struct replay_airing {
    int64_t snippet; /* its id; 0: none */
    char *text;
    char *reason;
    int64_t start_ns, end_ns;
    int64_t frames; /* pictures that the output sent, and their sum, as logged */
    uint64_t pixels;
    size_t moment, moment_count; /* of the replay's: its own */
    bool unreadable;             /* its scenes or a strip are damaged or gone */
    bool kept;                   /* it has scenes: older logs have none */
};

struct replay {
    struct replay_airing *airings;
    size_t count;
    struct scene_moment *moments; /* in order */
    size_t moment_count;
    int width, height; /* of the wall at from_ns */
};

/* What was on the wall in [from_ns, to_ns). False with an error when the log says
 * nothing of it. The caller finishes it in any case. */
bool replay_load(struct replay *replay, struct store *store, int64_t from_ns, int64_t to_ns,
                 struct diag *diag);
void replay_finish(struct replay *replay);

/* The picture at an instant; frame has the size of the wall. Dark where nothing was shown. */
void replay_draw(const struct replay *replay, int64_t t_ns, struct frame *frame);

/* Plays it from the clock's (simulated) monotonic time on, which stands for wall
 * time in ns, to to_ns. False with an error where an output does not take it. */
bool replay_play(const struct replay *replay, struct clock *clock, struct output *output,
                 int64_t to_ns, struct diag *diag);

/* Draws an airing anew, each step of it: how many pictures, and the sum of their
 * CRC-32s, as an output counts them that drops no step. */
void replay_count(const struct replay *replay, const struct replay_airing *airing,
                  struct output_sent *sent);

#endif
