/* Times as people write them: "14:00", "tomorrow 9:00", "mon 18:00", "in 2 hours", "18h30m",
 * "30.11.2026 14:00", "6pm", "noon", "tonight"; and all that clock_parse reads. In local time
 * (base/local.h) unless the text says UTC.
 *
 * What has two readings ("03/04") is no time: the error names both. A time that summer time skips
 * is none either; of one that comes twice it is the first.
 */
#ifndef BASE_ASKED_TIME_H
#define BASE_ASKED_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"

/* What the time is asked for. It decides where a text leaves room: a clock time without a day, a
 * weekday and a date without a year are the next one, or the last one; a span goes from now on, or
 * back; a day is its beginning, or its end. */
enum asked_time_for {
    ASKED_TIME_BEGIN,    /* something to come begins */
    ASKED_TIME_END,      /* something to come ends: a day means its end */
    ASKED_TIME_PAST,     /* something that was */
    ASKED_TIME_PAST_END, /* its end */
};

/* Reads a text at an instant (wall ms). False with an error that shows it and says why it is no
 * time and what may be written, or which two it may be; *when_ms is unchanged then. */
bool asked_time_parse(const char *text, int64_t now_ms, enum asked_time_for purpose,
                      int64_t *when_ms, struct diag *diag);

/* Whether the text is an instant that leaves nothing to understand: of clock_parse, with a clock
 * time. */
bool asked_time_is_exact(const char *text);

/* "Mon 2026-11-30 14:00 CET"; seconds where there are any; an end at midnight is that of the day
 * before, "Mon 2026-11-30 24:00 CET". With utc in UTC. */
#define ASKED_TIME_SIZE 64
void asked_time_format(int64_t when_ms, bool end, bool utc, char out[ASKED_TIME_SIZE]);

/* "2026-11-30 14:00:05 CET": of one width in a zone and season, for tables. */
void asked_time_stamp(int64_t when_ms, bool utc, char out[ASKED_TIME_SIZE]);

#endif
