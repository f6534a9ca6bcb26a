/* The guard: a process that makes the panel dark when the ticker can't any more.
 *
 * When a program dies, the kernel lets its lines go; a row of LEDs may stay lit
 * and burn. The guard has the chips open, waits for the ticker's death (or for a
 * refresh thread that is silent, or a loop that stands still, whose process it kills, and says
 * so on standard error), takes the lines as soon
 * as they are free, makes the panel deeply dark and holds the lines until the next
 * ticker asks for them (guard_dismiss) or it is told to end (SIGTERM).
 */
#ifndef PANEL_GUARD_H
#define PANEL_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "scanned_wall.h"

#define GUARD_NAME "motograph-guard" /* as a process and as the lines' holder */
#define GUARD_SILENCE_MS 100
#define GUARD_LOOP_STILL_MS 5000

struct guard;

/* Forks; call it before threads are started and before lines are requested.
 * pid_path: where it writes its process id while it holds the lines; both outlive the
 * guard. NULL with a warning in diag when there can be none: the show goes on without. */
struct guard *guard_start(const struct scanned_wall *wall, const char *pid_path, struct diag *diag);

/* Of the loop, now and then: when the guard has died or hangs, another is started and
 * the log says so. By real time, whatever the loop's clock. NULL is fine. */
void guard_look_after(struct guard *guard);

/* Of the refresh thread, at every refresh: no lock, no call of the system. */
void guard_beat(struct guard *guard);

/* Whether a silence means anything: off while no thread runs. */
void guard_watch(struct guard *guard, bool on);

/* Of the loop, at every turn, once a second at least: from the first one on it is watched. NULL is
 * fine. */
void guard_beat_loop(struct guard *guard);

/* The loop has ended: its silence means nothing any more. NULL is fine. */
void guard_rest_loop(struct guard *guard);

/* The panel is dark and the lines are let go: the guard ends, or is ended where it
 * hangs. NULL is fine. */
void guard_stop(struct guard *guard);

/* Ends a guard that holds the lines since an earlier ticker's death. False when
 * there was none. */
bool guard_dismiss(const char *pid_path);

/* Whether there is one (the panel is dark then). */
bool guard_holds(const char *pid_path);

#endif
