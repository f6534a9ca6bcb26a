/* One snippet that may air, in memory. */
#ifndef PLAYER_CANDIDATE_H
#define PLAYER_CANDIDATE_H

#include <stdbool.h>
#include <stdint.h>

#include "news/snippet.h"
#include "store/store.h"

/* Of a row no more than what airs and what its turn hangs on, since there may be thousands: texts
 * that only editors read are not kept. Members are a snippet's (news/snippet.h) and a row's
 * (store_row) of the same name. */
struct candidate {
    int64_t id, article_id, page_of;
    int64_t created_ms, not_before_ms, expires_ms;
    int64_t gap_ms, most_airings;
    int64_t last_aired_ms, airings;
    int64_t sum;           /* of its words */
    int64_t run_airings;   /* since this program started */
    int64_t *durations_ns; /* of its airings in each zone; NULL: it was on air nowhere yet */
    char *words;           /* its texts, one behind the other (candidate_snippet) */
    uint32_t span_start, span_length; /* where in the text the speaker stands */
    int page;
    int daypart; /* into the timetable's spans; -1: always */
    uint8_t kind, breaking, priority, weight;
    uint8_t zone; /* where it is on air */
    uint8_t has;  /* the texts that there are, a bit each */
    bool partial, corrected;
    bool gone; /* it may air no more: it is about to be forgotten */
    bool on_air;
    bool refused; /* can't be shown as it stands: skipped until its text changes */
};

/* Whether two sums of store_row are of the same words. A take-over that waits for the disk has
 * none yet: 0, and nobody can edit it before it is stored. */
static inline bool candidate_same_words(int64_t sum, int64_t other)
{
    return sum == other || sum == 0 || other == 0;
}

/* As what airs is known everywhere; its texts stay the candidate's. */
struct snippet candidate_snippet(const struct candidate *item);

/* The same, NULL where it has none; the candidate's. */
const char *candidate_category(const struct candidate *item);
const char *candidate_speaker(const struct candidate *item);
const char *candidate_daypart(const struct candidate *item);

/* Of a row that the store gave, which has no number that it never writes (store/columns.h); the row
 * stays the caller's. To be finished (candidate_finish). */
struct candidate candidate_of(const struct store_row *row);

/* Takes over what this run knows of an older state of it. */
void candidate_keep_history(struct candidate *item, struct candidate *old);

/* Frees what it owns. */
void candidate_finish(struct candidate *item);

#endif
