/* Time, replaceable. Nothing else in the program asks the kernel what time it
 * is; with the simulated clock the whole program is deterministic.
 *
 * Monotonic time is in nanoseconds since an arbitrary start (CLOCK_MONOTONIC;
 * 0 at creation for the simulated clock); wall time is in milliseconds since
 * 1970-01-01T00:00:00Z, leap seconds not counted (POSIX.1-2017, 4.16).
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLOCK_NS_PER_MS INT64_C(1000000)
#define CLOCK_NS_PER_S INT64_C(1000000000)
#define CLOCK_MS_PER_S INT64_C(1000)
#define CLOCK_LAST_MS                                                                              \
    INT64_C(253402300799999) /* the end of 9999, in UTC: the last that RFC 3339 can say */

struct clock {
    bool simulated;
    int64_t monotonic_ns;  /* simulated: now */
    int64_t wall_start_ms; /* simulated: the wall time at monotonic 0 */
    bool unset;            /* simulated: a board whose time is not known */
};

/* The kernel's clocks. */
void clock_init_real(struct clock *clock);

/* A clock that stands still until clock_advance_to moves it. */
void clock_init_simulated(struct clock *clock, int64_t wall_start_ms);

/* Now, in monotonic time: it never goes back and knows no changes of the wall time. */
int64_t clock_monotonic_ns(const struct clock *clock);

/* Now, in wall time; it jumps when the system's clock is set. */
int64_t clock_wall_ms(const struct clock *clock);

/* The same in ns: up to the year 2262, where 64 bits end. */
int64_t clock_wall_ns(const struct clock *clock);

/* Whether the wall time can be trusted. The simulated clock's can unless it says
 * `unset`. Else the kernel is asked whether it is synchronised (adjtimex(2)); where it is not, the
 * clock is still right when the machine has a clock chip (/sys/class/rtc), or is no small board
 * (/proc/device-tree), unless only synchronised time will do. */
bool clock_is_right(const struct clock *clock, bool synchronised_only);

/* Simulated only: moves on to monotonic_ns; never backwards (assert). */
void clock_advance_to(struct clock *clock, int64_t monotonic_ns);

/* `2026-05-01T12:00:00Z` in UTC. out takes CLOCK_TEXT_SIZE bytes. */
#define CLOCK_TEXT_SIZE 32
void clock_format_utc(int64_t wall_ms, char out[CLOCK_TEXT_SIZE]);

/* `2026-05-01T12:00:00.250Z`: for who goes back to that instant. */
void clock_format_utc_exact(int64_t wall_ms, char out[CLOCK_TEXT_SIZE]);

/* Reads `YYYY-MM-DD[THH:MM[:SS[.FRACTION]]][Z|+HH:MM]` (RFC 3339; without a zone: local
 * time, with the daylight-saving rule of TZ; of a doubled hour one of the two) or `@SECONDS`, from
 * 1970 to April of 2262, where 64 bits of nanoseconds end. False when it is neither, no day of the
 * calendar, or in an hour that summer time skips. */
bool clock_parse(const char *text, int64_t *wall_ms);

/* The same, finer; false after the year 2262, too. */
bool clock_parse_ns(const char *text, int64_t *wall_ns);

/* Why a text that looks like an instant is none, for a person; NULL: it does not look like one. */
const char *clock_why_not(const char *text);

#endif
