/* The generations of a backup: PATH is the newest; beside it stand PATH.hour, the one before, and
 * two from each of the last days (PATH.day-1, .day-2) and weeks (PATH.week-1, .week-2). Each is a
 * backup (store/backup.h), brought up to date in its place when it is the oldest of its kind.
 */
#ifndef STORE_GENERATIONS_H
#define STORE_GENERATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "store/store.h"

struct store_generation {
    char *path;
    const char *span; /* "hour", "day", "week" or "kept"; a literal */
    int64_t taken_ms;
    int64_t snippets; /* how many it holds, removed ones, too */
    int64_t bytes;
};

struct store_generations {
    struct store_generation *items; /* the newest first */
    size_t count;
};

/* Makes the newest one, and those of a day and a week that are due. What need not be is left out,
 * with a note, where the disk is short of room; the oldest go, never the newest, where all are more
 * than most_bytes (0: no limit). False with an error where the newest could not be made. */
bool store_generations_make(struct store *store, const char *path, int64_t now_ms,
                            int64_t most_bytes, struct diag *diag);

/* Those that can be read; the caller finishes it. */
struct store_generations store_generations_list(const char *path);

/* Frees what the list owns. */
void store_generations_finish(struct store_generations *generations);

/* The newest that is whole, not after when_ms, for the caller to free. NULL: there is none. */
char *store_generations_newest(const char *path, int64_t when_ms);

/* Puts a generation in the store's place, which is kept as PATH.before-TIME (of now_ms). False with
 * an error; the store is as it was then. */
bool store_generations_restore(const char *store_path, const char *generation, int64_t now_ms,
                               struct diag *diag);

/* Gives the store and its generations other names (NAME.before-TIME), so that a new store can begin
 * at its path. What is not there is no error. */
bool store_generations_set_aside(const char *store_path, const char *path, int64_t now_ms,
                                 struct diag *diag);

#endif
