/* The journal: what is shown becomes rows of the as-run log, each with the scenes that stood on the
 * wall. Rows are written together, 5 s later at most, half a second after an airing is over, at
 * once when the next one is, by a thread of their own; what is on the wall is in the store, too, so
 * that a death leaves its trace. Where the disk is full or can't be written rows wait in memory
 * (10,000 of them), which is told, and the show goes on.
 */
#ifndef ASRUN_JOURNAL_H
#define ASRUN_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/loop.h"
#include "display/scene.h"
#include "layout/zones.h"
#include "output/output.h"
#include "store/store.h"

struct config;
struct journal;

/* All outlive it. Every hour it logs the chain's head, and every day it drops
 * rows older than store.asrun_days. */
struct journal *journal_create(struct loop *loop, const struct clock *clock, struct store *store,
                               struct output *output, const struct config *config);

/* Airings that begin from now on are of the configuration as it is now. */
void journal_follow(struct journal *journal, const struct config *config);

/* Why rows wait in memory, for people, until the loop runs again; NULL: none do, or there is no
 * journal (NULL). */
const char *journal_trouble(const struct journal *journal);

/* Writes what is left; the wall is dark from then on. NULL is fine. */
void journal_destroy(struct journal *journal);

/* The output that the show must go through, so that it is in the journal; as long as
 * the journal, and not to be closed. */
struct output *journal_output(struct journal *journal);

/* An airing begins on the zone of that name (NULL where there is only one); snippet 0: it is
 * idle. Texts are copied. By the number that is given back it is known until it ends: in a ribbon
 * several airings of a zone are under way. */
size_t journal_begin(struct journal *journal, const char *name, int64_t snippet, int64_t start_ms,
                     const char *text, const char *reason);

/* It ends. cut: why early, NULL: it was over. uncounted: it is no airing of the snippet. */
void journal_end(struct journal *journal, size_t place, int64_t end_ms, const char *cut,
                 bool uncounted);

#endif
