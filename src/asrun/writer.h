/* The writer: airings that are over become rows of the as-run log, with what stood
 * on the wall, in a thread and through a connection of its own, so that the loop
 * waits for no disk. On the simulated clock, or where the store stands in memory, it
 * writes at once.
 *
 * A scene's references are counted in the loop's thread only: the thread reads
 * scenes, and the loop lets go of them afterwards (writer_collect).
 */
#ifndef ASRUN_WRITER_H
#define ASRUN_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "display/scene_bytes.h"
#include "store/asrun.h"

/* An airing. Texts and references are its own. */
struct airing_row {
    struct asrun_row row;         /* its scenes and strips are the writer's */
    struct scene_moment *moments; /* what was shown, by the monotonic clock */
    size_t count;
    int64_t origin_ns; /* monotonic, at the wall time row.start_ms */
    int64_t end_ns;    /* monotonic */
    size_t place;      /* one at a time has it: what is open goes on, or is over, in the next */
    bool partial;      /* some of what was shown is not among the moments */
};

/* Another with texts and references of its own, for an airing that goes on. The caller
 * hands it over. */
struct airing_row *airing_row_copy(const struct airing_row *airing);
void airing_row_destroy(struct airing_row *airing);

struct writer;

/* threaded: with its own thread. The store outlives it. Rows older than keep_days
 * are dropped daily, the chain's head is logged hourly. */
struct writer *writer_create(struct store *store, bool threaded, int keep_days);

/* Takes an airing, which is written with the next writer_write. */
void writer_take(struct writer *writer, struct airing_row *airing);

/* Writes what was taken, at once or soon. False where it could not be written: it
 * is kept. A thread tries again by itself; true says nothing of it. */
bool writer_write(struct writer *writer);

/* Lets go of what is written, and logs what there was to say. In the loop's thread, now
 * and then. */
void writer_collect(struct writer *writer);

/* Whether there is something to collect, or soon will be: rows wait, or there is something to say.
 * In the loop's thread. */
bool writer_is_behind(struct writer *writer);

/* Why rows could not be written when it was last collected; NULL: they were. In the loop's thread,
 * until the next writer_collect. */
const char *writer_trouble(const struct writer *writer);

/* Writes what is left. NULL is fine. */
void writer_destroy(struct writer *writer);

#endif
