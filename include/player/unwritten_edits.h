/* Edits that the disk did not take: kill, breaking and clear work on a running ticker
 * although the store can't be written. They are kept in memory, laid over what the
 * store gives, and written as soon as that can be.
 */
#ifndef PLAYER_UNWRITTEN_EDITS_H
#define PLAYER_UNWRITTEN_EDITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "store/store.h"

struct unwritten_edit;

/* Zero-initialised is empty. */
struct unwritten {
    struct unwritten_edit *edits; /* in the order in which they came */
    size_t count;
    int64_t last_id; /* take-overs have ids below 0 until they are in the store */
    size_t ended;    /* take-overs in the store that unwritten_write has ended, in all */
};

/* The snippet never airs again. */
void unwritten_kill(struct unwritten *unwritten, int64_t id);

/* Ends every take-over there is, those that wait here included: how many did. */
size_t unwritten_clear(struct unwritten *unwritten);

/* The snippet is copied; its id is given: -1, -2, ... */
int64_t unwritten_breaking(struct unwritten *unwritten, const struct snippet *snippet);

/* Lays the edits over rows of store_due, which are in order of id and stay so. */
void unwritten_apply(const struct unwritten *unwritten, struct store_row **rows, size_t *count);

/* Writes all of them in one transaction and forgets them. `moved` is told of each
 * take-over's new id. On an error all of them stay. */
bool unwritten_write(struct unwritten *unwritten, struct store *store,
                     void (*moved)(void *user, int64_t from, int64_t to), void *user,
                     struct diag *diag);

/* Forgets and frees them; it is empty and valid afterwards. */
void unwritten_finish(struct unwritten *unwritten);

#endif
