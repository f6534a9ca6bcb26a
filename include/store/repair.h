/* A store that is damaged: what a card or a disk does to it. It is set aside, never
 * deleted; what can be read of it, and what the backup has beyond that, becomes a new
 * one; and it is said what could not be read.
 */
#ifndef STORE_REPAIR_H
#define STORE_REPAIR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "store/store.h"

/* Opens as store_open does, reads it through (PRAGMA quick_check, the sums of what may
 * air), and if it is damaged:
 * - the file becomes PATH.damaged-TIME, byte for byte, with its log of changes; of these the
 *   newest eight stay;
 * - every row that can be read is in the new store;
 * - a snippet that can't is as in the backup, but held: what happened to it since is
 *   not known. Where no snippet at all can be read, the backup is used as it is;
 * - warnings in diag tell what was found, what is missing, and of when the backup is.
 * A store that is gone (no file, an empty one, another program's in its place, which is set aside)
 * is as in the newest generation of its backup (store/generations.h) that is whole; without one it
 * is begun (or refused: another program's).
 *
 * A loss of power in between is made good by the next call. Where the new store can't
 * be written it stands in memory, and the damaged one stays where it is.
 *
 * A sound store that can't be written (a read-only disk, a full one) is opened for
 * reading, with a warning; see store_is_read_only. */
struct store *store_open_sound(const char *path, const char *backup, int64_t now_ms,
                               struct diag *diag);

/* The same without reading it through, which takes as long as there is much in it: for who shows
 * what it holds at once, and has it read through then (store_read_through). No row with other words
 * than what was written is given by it in the meantime. */
struct store *store_open_unread(const char *path, const char *backup, int64_t now_ms,
                                struct diag *diag);

/* As store_open_sound under a ticker that knows that snippets up to known_id were there: what is
 * missing of them is told, and none gets such an id anew. */
struct store *store_repair(const char *path, const char *backup, int64_t now_ms, int64_t known_id,
                           struct diag *diag);

/* What a ticker knows of its store (store_known_edition, store_known_id, asrun_known). */
struct store_knowledge {
    int64_t edition, id, asrun;
};

/* Of an open store that is damaged: writes its file anew from its bytes and its log of changes, or
 * from what this connection sees of it, whichever is whole and newer; the old file is kept as
 * store_open_sound does. False, and nothing was changed, where neither is whole, or where the
 * store's disk is gone (store_is_away). It reads and writes all of the store: the connection is one
 * that no loop waits for. */
bool store_rescue(struct store *store, const struct store_knowledge *known, int64_t now_ms,
                  struct diag *diag);

#endif
