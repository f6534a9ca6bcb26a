/* The store: all SQL there is. SQLite in WAL mode; edits are durable when a
 * call returns true. One struct store is one connection, used by one thread.
 *
 * Errors: false or NULL with a message in diag that says which file, what
 * SQLite found and what to do; the store is unchanged then.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "news/snippet.h"

/* State of a snippet in the store; what may air is STORE_LIVE and in its time. */
enum store_state {
    STORE_LIVE,
    STORE_HELD,   /* hold says why; an editor may approve it */
    STORE_KILLED, /* never again on the glass; kept for the log */
};

struct store;

/* Opens or creates the file (and missing folders on its way), migrates an older
 * schema in one transaction; a newer schema is refused. NULL with an error when
 * it is no database, not writable, ... */
struct store *store_open(const char *path, struct diag *diag);

/* An empty store in memory. */
struct store *store_open_memory(struct diag *diag);
void store_close(struct store *store);

enum store_import {
    STORE_IMPORT_FAILED,
    STORE_IMPORT_NEW,
    STORE_IMPORT_KNOWN, /* the same bytes are there already: nothing changed */
};

/* An article and all its snippets in one transaction, all or nothing. `now_ms`
 * is when it came in; snippets without created_ms get it, and those that may
 * expire and have no expiry get now + expire_after_ms (0: never). Snippets with
 * `hold` are stored as STORE_HELD. */
enum store_import store_import_article(struct store *store, const char *name, uint64_t checksum,
                                       const struct snippets *snippets, int64_t now_ms,
                                       int64_t expire_after_ms, struct diag *diag);

/* One snippet; sets its id. */
bool store_add(struct store *store, struct snippet *snippet, struct diag *diag);

struct store_row {
    struct snippet snippet;
    enum store_state state;
    int64_t last_aired_ms; /* 0: never */
    int64_t airings;
};

/* Calls fn for each snippet in order of id, removed ones not; row is valid only
 * during the call; fn returns false to stop. */
bool store_each(struct store *store, bool (*fn)(void *user, const struct store_row *row),
                void *user, struct diag *diag);

/* One row by id, which the caller finishes with store_row_finish. False with an
 * error that names the id when there is none. */
bool store_get(struct store *store, int64_t id, struct store_row *row, struct diag *diag);
void store_row_finish(struct store_row *row);

bool store_set_text(struct store *store, int64_t id, const char *text, struct diag *diag);
bool store_set_state(struct store *store, int64_t id, enum store_state state, struct diag *diag);
bool store_remove(struct store *store, int64_t id, struct diag *diag);

/* What may air at now_ms: live, not before its time, not expired. In order of
 * id. rows: array for the caller to free by store_rows_free. */
bool store_due(struct store *store, int64_t now_ms, struct store_row **rows, size_t *count,
               struct diag *diag);
void store_rows_free(struct store_row *rows, size_t count);

/* The first instant after now_ms at which the set of due snippets changes by
 * itself (an embargo ends, a snippet expires); INT64_MAX when never. */
bool store_next_change(struct store *store, int64_t now_ms, int64_t *when_ms, struct diag *diag);

/* When the newest article or line came in; 0 for an empty store. */
bool store_newest(struct store *store, int64_t *when_ms, struct diag *diag);

/* A number that changes whenever another connection commits a change (PRAGMA
 * data_version); cheap enough to ask 20 times a second. */
bool store_version(struct store *store, int64_t *version, struct diag *diag);

/* Writes down that a snippet has aired. */
bool store_log_airing(struct store *store, int64_t id, int64_t start_ms, int64_t end_ms,
                      const char *reason, struct diag *diag);

#endif
