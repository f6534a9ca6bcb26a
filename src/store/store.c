/* The connection as the others see it, and the snippets: each a row. */
#include "store/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/input.h"
#include "base/log.h"
#include "base/memory.h"
#include "edits.h"
#include "files.h"
#include "read_through.h"
#include "snippet_rows.h"

/* What follows WHERE. */
#define SQL_GET "s.id = ?1 AND state <> 'removed'"
#define SQL_EACH "state <> 'removed' ORDER BY s.id"

/* Whole statements. */
#define SQL_CHANGED                                                                                \
    "SELECT snippet FROM changed WHERE edition > ?1 AND edition <= ?2 ORDER BY edition"
#define SQL_NEWEST "SELECT ifnull(max(created_ms), 0) FROM snippet"
/* What was corrected or is over stays so when it is killed: approved it would air again. */
#define SQL_SET_STATE                                                                              \
    "UPDATE snippet SET state = iif(:state = 'killed' AND state IN ('corrected', 'expired'), "     \
    "state, "                                                                                      \
    ":state) WHERE " ROWS_WITH_PAGES " AND state <> 'removed'"
#define SQL_APPROVE                                                                                \
    "UPDATE snippet SET state = :state WHERE " ROWS_WITH_PAGES " AND"                              \
    " state IN ('held', 'killed', 'live', 'approved')"
#define SQL_HOLD                                                                                   \
    "UPDATE snippet SET state = 'held', hold = :reason WHERE " ROWS_WITH_PAGES " AND"              \
    " " ROWS_AIRABLE
#define SQL_CLEAR "UPDATE snippet SET state = 'expired' WHERE breaking > 0 AND " ROWS_AIRABLE

static struct store *open_with(const char *path, int flags, struct diag *diag)
{
    int code = 0;
    struct diag first = {0};
    struct diag second = {0};
    bool begins = (flags & SQLITE_OPEN_CREATE) != 0;
    if ((begins && !files_make_folders(path, diag)) || !files_are_plain(path, diag))
        return NULL;
    struct store *store = db_open(path, SQLITE_OPEN_READWRITE | flags, &code, &first);
    if (!store && db_is_unwritable(code) && access(path, R_OK) == 0)
        store = db_open_reading(path, &second);
    if (!store)
        diag_take(diag, &first);
    else
        files_set_store_modes(path);
    diag_finish(&first);
    diag_finish(&second);
    return store;
}

struct store *store_open(const char *path, struct diag *diag)
{
    return open_with(path, SQLITE_OPEN_CREATE, diag);
}

struct store *store_open_there(const char *path, struct diag *diag)
{
    return open_with(path, 0, diag);
}

struct store *store_open_again(const struct store *store, struct diag *diag)
{
    struct store *again = db_open(store->path, SQLITE_OPEN_READWRITE, NULL, diag);
    if (!again || strcmp(again->id, store->id) == 0)
        return again;
    diag_error(diag, "%s: another store stands in its place", store->path);
    store_close(again);
    return NULL;
}

struct store *store_open_absent(const char *path, struct diag *diag)
{
    return db_open_absent(path, diag);
}

bool store_is_absent(const char *path)
{
    return files_is_absent(path);
}

const char *store_identity(const struct store *store)
{
    return store->id;
}

bool store_look(struct store *store, struct diag *diag)
{
    return db_look(store, diag);
}

bool store_confirm(struct store *store, struct diag *diag)
{
    int64_t before = store->own_reopened;
    return db_look(store, diag) &&
           (store->reopened == before || edits_own_stands(store) ||
            diag_error(diag, "%s: recovered without what was written last", store->path));
}

int64_t store_own_edition(const struct store *store)
{
    return store->own_edition;
}

int64_t store_known_edition(const struct store *store)
{
    return edits_known(store);
}

int64_t store_known_id(const struct store *store)
{
    return store->last_id;
}

bool store_is_away(const struct store *store)
{
    return db_is_away(store);
}

const char *store_loss(const struct store *store)
{
    return store->loss;
}

void store_doubt(struct store *store)
{
    store->damaged = !store->in_memory;
}

bool store_is_damaged(const struct store *store)
{
    return store->damaged;
}

bool store_read_through(struct store *store, int64_t now_ms, struct diag *diag)
{
    if (!read_through(store, now_ms, diag))
        store->damaged = true;
    return !store->damaged;
}

struct store *store_open_memory(struct diag *diag)
{
    return db_open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL, diag);
}

bool store_in_memory(const struct store *store)
{
    return store->in_memory;
}

bool store_has_room(const struct store *store, struct diag *diag)
{
    return store->absent || store->in_memory || files_have_room(store->path, diag);
}

const char *store_path(const struct store *store)
{
    return store->path;
}

bool store_is_read_only(const struct store *store)
{
    return store->read_only;
}

bool store_try_writing(struct store *store, struct diag *diag)
{
    return db_try_writing(store, diag);
}

bool store_refused(const struct store *store)
{
    return db_is_unwritable(store->code) || db_is_damage(store->code) ||
           (store->code & 0xff) == SQLITE_BUSY;
}

void store_set_wait(struct store *store, int wait_ms)
{
    assert(wait_ms >= 0);
    sqlite3_busy_timeout(store->db, wait_ms);
}

bool store_checkpoint(struct store *store, bool whole, struct diag *diag)
{
    if (store->in_memory || store->read_only)
        return true;
    int mode = whole ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    int code = sqlite3_wal_checkpoint_v2(store->db, NULL, mode, NULL, NULL);
    return code == SQLITE_OK || code == SQLITE_BUSY || db_tell(store, diag);
}

void store_close(struct store *store)
{
    assert(!store || !store->batch); /* ended or dropped: else what is in it is lost unsaid */
    db_close(store);
}

bool store_batch_begin(struct store *store, struct diag *diag)
{
    assert(!store->batch);
    if (!db_begin(store, diag))
        return false;
    store->batch = true;
    return true;
}

void store_batch_drop(struct store *store)
{
    assert(store->batch);
    store->batch = store->batch_lost = false;
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    db_forget(store);
}

bool store_batch_end(struct store *store, struct diag *diag)
{
    assert(store->batch);
    bool lost = store->batch_lost;
    store->batch = store->batch_lost = false;
    if (lost)
        return diag_error(diag, "%s: what came before it in the same transaction is lost, too",
                          store->path);
    return db_end_edit(store, true, diag);
}

/* Writing. */

bool store_add(struct store *store, struct snippet *snippet, struct diag *diag)
{
    return db_begin(store, diag) &&
           db_end_edit(store,
                       rows_insert(store, snippet, snippet->hold ? STORE_HELD : STORE_LIVE,
                                   &snippet->id, diag),
                       diag);
}

/* Reading. */

void store_row_finish(struct store_row *row)
{
    snippet_finish(&row->snippet);
}

bool store_each(struct store *store, bool (*fn)(void *user, const struct store_row *row),
                void *user, struct diag *diag)
{
    sqlite3_stmt *statement = rows_prepare(store, SQL_EACH, diag);
    if (!statement)
        return false;
    int code = SQLITE_DONE;
    bool go_on = true;
    while (go_on && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct store_row row;
        rows_read(statement, &row);
        go_on = fn(user, &row);
        store_row_finish(&row);
    }
    bool good = !go_on || code == SQLITE_DONE || db_tell(store, diag);
    db_give_back(store, statement);
    return good;
}

static bool tell_no_id(const struct store *store, int64_t id, struct diag *diag)
{
    return diag_error(diag, "%s: no snippet has the id %lld (motograph list shows them)",
                      store->path, (long long)id);
}

bool store_get(struct store *store, int64_t id, struct store_row *row, struct diag *diag)
{
    sqlite3_stmt *statement = rows_prepare(store, SQL_GET, diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    int code = sqlite3_step(statement);
    bool good = code == SQLITE_ROW;
    if (good)
        rows_read(statement, row);
    else if (code == SQLITE_DONE)
        tell_no_id(store, id, diag);
    else
        db_tell(store, diag);
    db_give_back(store, statement);
    return good;
}

/* Whether it is on air, or was; a cut that does not count is one, too. */
static bool has_aired(struct store *store, const struct store_row *row, struct diag *diag)
{
    if (row->airings > 0 || row->last_aired_ms > 0)
        return true;
    sqlite3_stmt *statement =
        db_prepare(store, "SELECT 1 FROM asrun_open WHERE snippet = :id LIMIT 1", diag);
    if (!statement)
        return false;
    db_bind_number(statement, ":id", row->snippet.id);
    bool any = sqlite3_step(statement) == SQLITE_ROW;
    db_give_back(store, statement);
    return any;
}

bool store_edit(struct store *store, int64_t id,
                bool (*fn)(void *user, struct snippet *snippet, struct diag *diag), void *user,
                struct diag *diag)
{
    struct store_row row;
    if (!db_begin(store, diag))
        return false;
    if (!store_get(store, id, &row, diag))
        return db_end_edit(store, false, diag);
    bool good = !row.damaged || diag_error(diag,
                                           "%s: the words of snippet %lld are damaged (motograph "
                                           "repair)",
                                           store->path, (long long)id);
    bool corrected = row.snippet.corrected;
    good = good && fn(user, &row.snippet, diag);
    row.snippet.corrected &= corrected || has_aired(store, &row, diag);
    good = good && rows_update(store, &row.snippet, diag);
    store_row_finish(&row);
    return db_end_edit(store, good, diag);
}

/* Runs an UPDATE of :id to :state; *changed: whether it touched any. */
static bool update(struct store *store, const char *sql, int64_t id, enum store_state state,
                   bool *changed, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, sql, diag);
    if (!statement)
        return false;
    db_bind_number(statement, ":id", id);
    db_bind_text(statement, ":state", store_state_name(state));
    bool good = db_finish(store, statement, diag);
    *changed = sqlite3_changes(store->db) > 0;
    return good;
}

static bool tell_not_approved(struct store *store, int64_t id, struct diag *diag)
{
    struct store_row row;
    if (!store_get(store, id, &row, diag))
        return false;
    diag_error(diag, "%s: snippet %lld is %s and can't be approved: %s", store->path, (long long)id,
               store_state_name(row.state),
               row.state == STORE_CORRECTED ? "a correction of its article took its place"
                                            : "it is over; add it anew");
    store_row_finish(&row);
    return false;
}

static bool set_state(struct store *store, int64_t id, enum store_state state, struct diag *diag)
{
    bool approve = state == STORE_APPROVED;
    bool changed = false;
    if (!update(store, approve ? SQL_APPROVE : SQL_SET_STATE, id, state, &changed, diag))
        return false;
    if (changed)
        return true;
    return approve ? tell_not_approved(store, id, diag) : tell_no_id(store, id, diag);
}

bool store_set_state(struct store *store, int64_t id, enum store_state state, struct diag *diag)
{
    assert(state < STORE_STATES);
    return db_begin(store, diag) && db_end_edit(store, set_state(store, id, state, diag), diag);
}

bool store_remove(struct store *store, int64_t id, struct diag *diag)
{
    return store_set_state(store, id, STORE_REMOVED, diag);
}

static bool hold(struct store *store, int64_t id, const char *reason, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, SQL_HOLD, diag);
    if (!statement)
        return false;
    db_bind_number(statement, ":id", id);
    db_bind_text(statement, ":reason", reason);
    return db_finish(store, statement, diag);
}

bool store_hold(struct store *store, int64_t id, const char *reason, struct diag *diag)
{
    assert(reason && *reason); /* an editor reads it */
    return db_begin(store, diag) && db_end_edit(store, hold(store, id, reason, diag), diag);
}

bool store_clear_breaking(struct store *store, size_t *count, struct diag *diag)
{
    if (!db_begin(store, diag))
        return false;
    sqlite3_stmt *statement = db_prepare(store, SQL_CLEAR, diag);
    bool good = statement && db_finish(store, statement, diag);
    *count = good ? (size_t)sqlite3_changes(store->db) : 0;
    return db_end_edit(store, good, diag);
}

/* What it holds. */

bool store_newest(struct store *store, int64_t *when_ms, struct diag *diag)
{
    return db_number(store, SQL_NEWEST, 0, 0, when_ms, diag);
}

bool store_last_aired(struct store *store, int64_t *when_ms, struct diag *diag)
{
    return db_number(store, "SELECT start_ms FROM asrun ORDER BY id DESC LIMIT 1", 0, 0, when_ms,
                     diag);
}

/* More than there are edits in a store's life. */
#define REOPENED (INT64_C(1) << 40)

/* Only when another connection has written anything is it asked whether that was
 * a snippet: the as-run log is written every few seconds. */
bool store_version(struct store *store, int64_t *version, struct diag *diag)
{
    int64_t data = 0;
    db_follow(store);
    if (!db_number(store, "PRAGMA data_version", 0, 0, &data, diag))
        return false;
    int64_t before = store->edition;
    if (data != store->data_version &&
        !db_number(store, "SELECT number FROM edition", 0, 0, &store->edition, diag))
        return false;
    if (store->edition != before)
        edits_note(store);
    if (data != store->data_version && store->data_version)
        log_debug("store: another has written to it, edition %lld of the snippets",
                  (long long)store->edition);
    store->data_version = data;
    *version = store->edition + store->reopened * REOPENED;
    return true;
}

/* How many rows it gave; more than `room` where they do not fit. */
static size_t read_ids(sqlite3_stmt *statement, int64_t *ids, size_t room)
{
    size_t count = 0;
    while (count <= room && sqlite3_step(statement) == SQLITE_ROW) {
        if (count < room)
            ids[count] = sqlite3_column_int64(statement, 0);
        count++;
    }
    return count;
}

bool store_changed(struct store *store, int64_t *version, int64_t *ids, size_t room, size_t *count,
                   struct diag *diag)
{
    int64_t edition = 0;
    if (!db_number(store, "SELECT number FROM edition", 0, 0, &edition, diag))
        return false;
    int64_t since = *version - store->reopened * REOPENED;
    bool known = since > 0 && since <= edition && edition - since <= (int64_t)room;
    *version = edition + store->reopened * REOPENED;
    *count = 0;
    if (!known)
        return false;
    sqlite3_stmt *statement = db_prepare(store, SQL_CHANGED, diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, since);
    sqlite3_bind_int64(statement, 2, edition);
    *count = read_ids(statement, ids, room);
    db_give_back(store, statement);
    return *count == (size_t)(edition - since); /* not so: they are forgotten, or were lost */
}

int64_t store_commits(const struct store *store)
{
    return store->data_version + store->reopened * REOPENED;
}
