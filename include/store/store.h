/* The store: all SQL there is. SQLite in WAL mode, synchronous FULL: an edit is
 * durable when a call returns true. One struct store is one connection, used by
 * one thread at a time.
 *
 * Errors: false or NULL with a message in diag that says which file, what
 * SQLite found and what to do; the store is unchanged then. Writers wait for
 * another program's transaction, 5 s at most; readers wait for nobody.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "news/snippet.h"
#include "store/state.h"

struct store;

/* Opens or creates the file (and missing folders on its way), migrates an older
 * schema in one transaction; a newer schema is refused. NULL with an error when
 * it is no database, another program's, not readable, ... One that can't be written is opened for
 * reading: each write fails then, and store_refused says why. */
struct store *store_open(const char *path, struct diag *diag);

/* The same of a file that was there a moment ago: none is begun where it is gone by now, nor a
 * folder made. */
struct store *store_open_there(const char *path, struct diag *diag);

/* Another connection of an open store; never a new file. NULL with an error, also where another
 * store stands in its place by now. */
struct store *store_open_again(const struct store *store, struct diag *diag);

/* Whether no store is at a path: no file, or an empty one. */
bool store_is_absent(const char *path);

/* An empty one in memory in place of a store that is gone: nothing can be written to it
 * (store_refused) until the file is there again, which is taken up then. */
struct store *store_open_absent(const char *path, struct diag *diag);

/* What tells this store from any other: 32 digits, the same in its backups; the store's. Empty
 * where it is not known. */
const char *store_identity(const struct store *store);

/* Whether its file is still the one that was opened and begins as a store does; false with an
 * error. Costs no more than two calls of the system. A file that was removed is written again, as
 * it stood. */
bool store_look(struct store *store, struct diag *diag);

/* Whether what this connection committed last is in the file that stands there now; store_look
 * else. False with an error also where that can't be told. */
bool store_confirm(struct store *store, struct diag *diag);

/* The number of the state that its last commit led to, which grows with each change of a snippet;
 * 0: it has committed nothing. */
int64_t store_own_edition(const struct store *store);

/* The greatest such number that a connection which asks store_version knows of, whose change it
 * would miss; 0: none. */
int64_t store_known_edition(const struct store *store);

/* The greatest id of a snippet that it knows was given. */
int64_t store_known_id(const struct store *store);

/* Which snippets' last changes were lost when the store had to be recovered under this connection,
 * for people; the store's. NULL: none that are known. */
const char *store_loss(const struct store *store);

/* Whether its file is gone with the disk or the folder that it was on: what is written there now
 * would only hide it when that comes back. */
bool store_is_away(const struct store *store);

/* Takes it for damaged, since another connection found that it is. */
void store_doubt(struct store *store);

/* Whether it was found to be damaged since it was opened. */
bool store_is_damaged(const struct store *store);

/* Reads it through (PRAGMA quick_check, the sums of what may air from now_ms on); false with an
 * error where it is damaged, which is then known of it. */
bool store_read_through(struct store *store, int64_t now_ms, struct diag *diag);

/* An empty store in memory. */
struct store *store_open_memory(struct diag *diag);

/* Closes it; NULL is fine. A batch has been ended or dropped (assert). */
void store_close(struct store *store);

/* Whether it stands in memory only: nothing written to it lasts. */
bool store_in_memory(const struct store *store);

/* Its file's name, the store's. */
const char *store_path(const struct store *store);

/* Whether it was opened for reading only, since it can't be written. */
bool store_is_read_only(const struct store *store);

/* Tries again: true when it can be written (from now on, or anyway). */
bool store_try_writing(struct store *store, struct diag *diag);

/* Whether the last error was that nothing can be written just now (a full or read-only
 * disk, no rights, damage that waits for its repair, another program at it for too long), not that
 * the edit was wrong. */
bool store_refused(const struct store *store);

/* How long a writer waits for another program's transaction; 5 s unless told. */
void store_set_wait(struct store *store, int wait_ms);

/* Whether its file system can be written and has room; false with an error that says
 * which it is. Writes nothing to find out. */
bool store_has_room(const struct store *store, struct diag *diag);

/* Brings the log of changes into the file; `whole`: waits for readers, and leaves the
 * log empty. That another program is at it is no error. */
bool store_checkpoint(struct store *store, bool whole, struct diag *diag);

/* Between these two all that is written is one transaction, so that many articles
 * cost one sync: a call that fails takes back only what is its own, and nothing is
 * durable before store_batch_end returns true. When it returns false, all of it is
 * lost. Other programs' writers wait meanwhile: keep it short. */
bool store_batch_begin(struct store *store, struct diag *diag);

/* Whether all of it is durable now. */
bool store_batch_end(struct store *store, struct diag *diag);

/* Takes back all of it instead. */
void store_batch_drop(struct store *store);

/* One snippet, live, or held where it says why (hold); sets its id. It stays the caller's. */
bool store_add(struct store *store, struct snippet *snippet, struct diag *diag);

struct store_row {
    struct snippet snippet;
    enum store_state state;
    int64_t last_aired_ms; /* 0: never */
    int64_t airings;
    int64_t sum;       /* of its words, as stored */
    int64_t checksum;  /* of its words as they came in; only when it is written */
    bool damaged;      /* its words are not what was written: never due */
    const char *fault; /* the column with what this program never writes there, a literal: never
                          due; NULL: none */
};

/* Calls fn for each snippet in order of id, removed ones not; row is valid only
 * during the call; fn returns false to stop. */
bool store_each(struct store *store, bool (*fn)(void *user, const struct store_row *row),
                void *user, struct diag *diag);

/* One row by id, which the caller finishes with store_row_finish. False with an
 * error that names the id when there is none. */
bool store_get(struct store *store, int64_t id, struct store_row *row, struct diag *diag);

/* Frees what a row owns; a zeroed one is fine. */
void store_row_finish(struct store_row *row);

/* Changes a snippet in one transaction: fn gets it as it stands and changes what
 * it likes of what an edit writes (COLUMN_EDITED in store/columns.h); false from it (with an error
 * in diag) leaves all as it was, and a damaged row stays as it is, with an error. That it is
 * corrected, where fn says so, holds only where the log knows that it is or was on air. */
bool store_edit(struct store *store, int64_t id,
                bool (*fn)(void *user, struct snippet *snippet, struct diag *diag), void *user,
                struct diag *diag);

/* To STORE_APPROVED only from held, killed, live or approved. A page of a quotation takes all pages
 * of it along: they air together or not at all. False with an error where there is no such snippet.
 */
bool store_set_state(struct store *store, int64_t id, enum store_state state, struct diag *diag);

/* To STORE_REMOVED. */
bool store_remove(struct store *store, int64_t id, struct diag *diag);

/* One that may air becomes STORE_HELD, with the reason, and with it all pages of its quotation; any
 * other stays as it is. */
bool store_hold(struct store *store, int64_t id, const char *reason, struct diag *diag);

/* Ends every take-over: they become STORE_EXPIRED. */
bool store_clear_breaking(struct store *store, size_t *count, struct diag *diag);

/* When the newest article or line came in; 0 for an empty store. */
bool store_newest(struct store *store, int64_t *when_ms, struct diag *diag);

/* When the newest row of the log began; 0: there is none. */
bool store_last_aired(struct store *store, int64_t *when_ms, struct diag *diag);

/* A number that changes whenever another connection commits a change of a snippet;
 * cheap enough to ask 20 times a second. */
bool store_version(struct store *store, int64_t *version, struct diag *diag);

/* Which snippets changed since *version, which this function gave before (0: never), by whichever
 * connection; one may stand there twice. False where that is not known, or not all fit into `room`:
 * then all must be read. *version becomes the present one in any case but an error. */
bool store_changed(struct store *store, int64_t *version, int64_t *ids, size_t room, size_t *count,
                   struct diag *diag);

/* A number that changed if another connection had committed anything when store_version was asked
 * last. */
int64_t store_commits(const struct store *store);

#endif
