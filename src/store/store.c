/* Opening, and the snippets: each a row. */
#include "store/store.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/memory.h"
#include "row_faults.h"
#include "rows.h"

#define COLUMNS ROW_COLUMNS
#define FROM " FROM snippet AS s LEFT JOIN aired ON aired.snippet = s.id "

#define SQL_DUE                                                                                    \
    "SELECT " COLUMNS FROM "WHERE " ROWS_AIRABLE " AND expires_ms > ?1 AND not_before_ms <= ?1"    \
    " AND (page = 0 OR ifnull((SELECT count(*) = max(b.page) AND min(b.state IN ('live', "         \
    "'approved')"                                                                                  \
    " AND b.expires_ms > ?1 AND b.not_before_ms <= ?1) FROM snippet AS b WHERE b.article = "       \
    "s.article"                                                                                    \
    " AND b.page > 0 AND ifnull(b.page_of, b.id) = ifnull(s.page_of, s.id)), 1))"
#define SQL_GET "SELECT " COLUMNS FROM "WHERE s.id = ?1 AND state <> 'removed'"
#define SQL_NEXT_EXPIRY                                                                            \
    "SELECT expires_ms FROM snippet WHERE " ROWS_AIRABLE                                           \
    " AND expires_ms > ?1 ORDER BY expires_ms LIMIT 1"
#define SQL_NEXT_EMBARGO                                                                           \
    "SELECT not_before_ms FROM snippet WHERE " ROWS_AIRABLE                                        \
    " AND not_before_ms > 0 AND not_before_ms > ?1 ORDER BY not_before_ms LIMIT 1"
#define SQL_NEWEST "SELECT ifnull(max(created_ms), 0) FROM snippet"
/* What was corrected or is over stays so when it is killed: approved it would air again. */
#define SQL_SET_STATE                                                                              \
    "UPDATE snippet SET state = iif(?2 = 'killed' AND state IN ('corrected', 'expired'), state, "  \
    "?2) WHERE " ROWS_WITH_PAGES " AND state <> 'removed'"
#define SQL_APPROVE                                                                                \
    "UPDATE snippet SET state = ?2 WHERE " ROWS_WITH_PAGES " AND"                                  \
    " state IN ('held', 'killed', 'live', 'approved')"
#define SQL_HOLD                                                                                   \
    "UPDATE snippet SET state = 'held', hold = ?2 WHERE " ROWS_WITH_PAGES " AND " ROWS_AIRABLE
#define SQL_CLEAR "UPDATE snippet SET state = 'expired' WHERE breaking > 0 AND " ROWS_AIRABLE

static const char *const state_names[STORE_STATES] = {
    [STORE_LIVE] = "live",       [STORE_APPROVED] = "approved", [STORE_HELD] = "held",
    [STORE_KILLED] = "killed",   [STORE_EXPIRED] = "expired",   [STORE_CORRECTED] = "corrected",
    [STORE_REMOVED] = "removed",
};

const char *store_state_name(enum store_state state)
{
    return state_names[state];
}

bool store_state_parse(const char *name, enum store_state *state)
{
    for (int i = 0; i < STORE_STATES; i++)
        if (strcmp(name, state_names[i]) == 0) {
            *state = (enum store_state)i;
            return true;
        }
    return false;
}

/* Makes the folders of a path. */
bool db_make_folders(const char *path, struct diag *diag)
{
    char *copy = memory_copy_string(path);
    bool good = true;
    for (char *slash = strchr(copy + 1, '/'); good && slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        good = mkdir(copy, 0777) == 0 || errno == EEXIST || errno == EROFS ||
               diag_error(diag, "%s: the folder can't be made: %s", copy, strerror(errno));
        *slash = '/';
    }
    free(copy);
    return good;
}

struct store *store_open(const char *path, struct diag *diag)
{
    int code = 0;
    struct diag first = {0};
    struct diag second = {0};
    if (!db_make_folders(path, diag))
        return NULL;
    struct store *store = db_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &code, &first);
    if (!store && db_is_unwritable(code) && access(path, R_OK) == 0)
        store = db_open_reading(path, &second);
    if (!store)
        diag_take(diag, &first);
    diag_finish(&first);
    diag_finish(&second);
    return store;
}

struct store *store_open_memory(struct diag *diag)
{
    return db_open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL, diag);
}

bool store_in_memory(const struct store *store)
{
    return store->in_memory;
}

/* A commit and a checkpoint need some pages. */
#define ROOM_BYTES (1 << 20)

bool store_has_room(const struct store *store, struct diag *diag)
{
    struct statvfs disk;
    if (store->in_memory)
        return true;
    if (statvfs(store->path, &disk) != 0)
        return diag_error(diag, "%s: %s", store->path, strerror(errno));
    if (disk.f_flag & ST_RDONLY)
        return diag_error(diag, "%s: its file system is read-only", store->path);
    if (disk.f_bavail * disk.f_frsize < ROOM_BYTES)
        return diag_error(diag, "%s: the disk is full", store->path);
    return true;
}

const char *store_path(const struct store *store)
{
    return store->path;
}

/* Writing. */

int64_t rows_expiry(int64_t expires_ms)
{
    return expires_ms ? expires_ms : INT64_MAX;
}

int64_t rows_checksum(const struct snippet *snippet)
{
    uint64_t hash = hash_text(HASH_START, snippet_kind_name(snippet->kind));
    return (int64_t)hash_text(hash * 31 + (uint64_t)snippet->page,
                              snippet->text ? snippet->text : "");
}

#define WORDS 4 /* kind, text, quote, speaker */

static int64_t sum_of(const char *const words[WORDS], uint64_t start, uint64_t length)
{
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < WORDS; i++)
        hash = hash_text(hash * 31 + (words[i] != NULL), words[i] ? words[i] : "");
    hash = (hash * 31 + start) * 31 + length;
    return (int64_t)(hash ? hash : 1);
}

int64_t rows_sum(const struct snippet *snippet)
{
    const char *const words[WORDS] = {snippet_kind_name(snippet->kind), snippet->text,
                                      snippet->quote, snippet->speaker};
    return sum_of(words, snippet->speaker_span.start, snippet->speaker_span.length);
}

static void sum_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    const char *words[WORDS];
    (void)count;
    for (int i = 0; i < WORDS; i++)
        words[i] = (const char *)sqlite3_value_text(values[i]);
    sqlite3_result_int64(context, sum_of(words, (uint64_t)sqlite3_value_int64(values[WORDS]),
                                         (uint64_t)sqlite3_value_int64(values[WORDS + 1])));
}

bool rows_offer_sum(sqlite3 *db)
{
    return sqlite3_create_function(db, "words_sum", WORDS + 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                   NULL, sum_function, NULL, NULL) == SQLITE_OK;
}

static void bind_words(sqlite3_stmt *statement, const struct snippet *snippet)
{
    db_bind_text(statement, 2, snippet_kind_name(snippet->kind));
    db_bind_text(statement, 4, snippet->text);
    db_bind_text(statement, 7, snippet->quote);
    db_bind_text(statement, 8, snippet->speaker);
    db_bind_text(statement, 9, snippet->speaker_as_written);
    db_bind_text(statement, 10, snippet->cue);
    db_bind_text(statement, 11, snippet->source);
    db_bind_text(statement, 12, snippet->language);
    db_bind_text(statement, 13, snippet->hold);
    db_bind_text(statement, 14, snippet->origin);
    db_bind_text(statement, 24, snippet->category ? snippet->category : "news");
    db_bind_text(statement, 25, snippet->daypart);
    db_bind_text(statement, 32, snippet->replaced);
}

static void bind_numbers(sqlite3_stmt *statement, const struct snippet *snippet)
{
    if (snippet->article_id)
        sqlite3_bind_int64(statement, 1, snippet->article_id);
    sqlite3_bind_int64(statement, 5, (sqlite3_int64)snippet->speaker_span.start);
    sqlite3_bind_int64(statement, 6, (sqlite3_int64)snippet->speaker_span.length);
    sqlite3_bind_int64(statement, 15, (sqlite3_int64)snippet->start);
    sqlite3_bind_int64(statement, 16, (sqlite3_int64)snippet->end);
    sqlite3_bind_int(statement, 17, snippet->partial);
    sqlite3_bind_double(statement, 18, snippet->confidence);
    sqlite3_bind_int(statement, 19, snippet->priority);
    sqlite3_bind_int(statement, 20, snippet->weight);
    sqlite3_bind_int64(statement, 21, snippet->created_ms);
    sqlite3_bind_int64(statement, 22, snippet->not_before_ms);
    sqlite3_bind_int64(statement, 23, rows_expiry(snippet->expires_ms));
    sqlite3_bind_int64(statement, 26, snippet->gap_ms);
    sqlite3_bind_int64(statement, 27, snippet->most_airings);
    sqlite3_bind_int(statement, 28, snippet->page);
    if (snippet->page_of)
        sqlite3_bind_int64(statement, 29, snippet->page_of);
    sqlite3_bind_int(statement, 30, snippet->breaking);
    sqlite3_bind_int64(statement, 31, rows_checksum(snippet));
    sqlite3_bind_int64(statement, 33, rows_sum(snippet));
}

bool rows_insert(struct store *store, const struct snippet *snippet, enum store_state state,
                 int64_t *id, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(
        store,
        "INSERT INTO snippet (article, kind, state, text, speaker_start, speaker_length, quote,"
        " speaker, speaker_as_written, cue, source, language, hold, origin, start, \"end\","
        " partial, confidence, priority, weight, created_ms, not_before_ms, expires_ms, category,"
        " daypart, gap_ms, most_airings, page, page_of, breaking, checksum, replaced, sum)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
        " ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33)",
        diag);
    if (!statement)
        return false;
    db_bind_text(statement, 3, state_names[state]);
    bind_words(statement, snippet);
    bind_numbers(statement, snippet);
    if (!db_finish(store, statement, diag))
        return false;
    *id = sqlite3_last_insert_rowid(store->db);
    return true;
}

bool store_add(struct store *store, struct snippet *snippet, struct diag *diag)
{
    return db_begin(store, diag) &&
           db_end(store,
                  rows_insert(store, snippet, snippet->hold ? STORE_HELD : STORE_LIVE, &snippet->id,
                              diag),
                  diag);
}

/* Reading. */

static void read_words(sqlite3_stmt *statement, struct snippet *snippet)
{
    const char *kind = (const char *)sqlite3_column_text(statement, 2);
    snippet_kind_parse(kind ? kind : "", &snippet->kind);
    snippet->text = db_take_text(statement, 4);
    snippet->quote = db_take_text(statement, 7);
    snippet->speaker = db_take_text(statement, 8);
    snippet->speaker_as_written = db_take_text(statement, 9);
    snippet->cue = db_take_text(statement, 10);
    snippet->source = db_take_text(statement, 11);
    snippet->language = db_take_text(statement, 12);
    snippet->hold = db_take_text(statement, 13);
    snippet->origin = db_take_text(statement, 14);
    snippet->category = db_take_text(statement, 24);
    snippet->daypart = db_take_text(statement, 25);
    snippet->replaced = db_take_text(statement, 33);
}

static void read_times(sqlite3_stmt *statement, struct snippet *snippet)
{
    snippet->created_ms = sqlite3_column_int64(statement, 21);
    snippet->not_before_ms = sqlite3_column_int64(statement, 22);
    snippet->expires_ms = sqlite3_column_int64(statement, 23);
    if (snippet->expires_ms == INT64_MAX)
        snippet->expires_ms = 0;
    snippet->gap_ms = sqlite3_column_int64(statement, 26);
    snippet->most_airings = sqlite3_column_int64(statement, 27);
}

/* One that there is none of is none that airs. */
static void read_state(sqlite3_stmt *statement, struct store_row *row)
{
    const char *state = (const char *)sqlite3_column_text(statement, 3);
    if (!state || !store_state_parse(state, &row->state))
        row->state = STORE_HELD;
}

/* Larger ones than there are stay so when they become an int. */
static int read_int(sqlite3_stmt *statement, int column)
{
    sqlite3_int64 value = sqlite3_column_int64(statement, column);
    return value > INT_MAX ? INT_MAX : value < INT_MIN ? INT_MIN : (int)value;
}

static void read_row(sqlite3_stmt *statement, struct store_row *row)
{
    struct snippet *snippet = &row->snippet;
    *row = (struct store_row){0};
    read_words(statement, snippet);
    read_times(statement, snippet);
    snippet->id = sqlite3_column_int64(statement, 0);
    snippet->article_id = sqlite3_column_int64(statement, 1);
    read_state(statement, row);
    snippet->speaker_span.start = (size_t)sqlite3_column_int64(statement, 5);
    snippet->speaker_span.length = (size_t)sqlite3_column_int64(statement, 6);
    snippet->start = (size_t)sqlite3_column_int64(statement, 15);
    snippet->end = (size_t)sqlite3_column_int64(statement, 16);
    snippet->partial = sqlite3_column_int(statement, 17) != 0;
    snippet->confidence = sqlite3_column_double(statement, 18);
    snippet->priority = read_int(statement, 19);
    snippet->weight = read_int(statement, 20);
    snippet->page = read_int(statement, 28);
    snippet->page_of = sqlite3_column_int64(statement, 29);
    snippet->breaking = read_int(statement, 30);
    row->last_aired_ms = sqlite3_column_int64(statement, 31);
    row->airings = sqlite3_column_int64(statement, 32);
    int64_t sum = sqlite3_column_int64(statement, 34);
    row->damaged = !snippet->text || sum != rows_sum(snippet);
    row->fault = row->damaged ? "text" : row_fault(statement);
}

void store_row_finish(struct store_row *row)
{
    snippet_finish(&row->snippet);
}

bool store_each(struct store *store, bool (*fn)(void *user, const struct store_row *row),
                void *user, struct diag *diag)
{
    sqlite3_stmt *statement =
        db_prepare(store, "SELECT " COLUMNS FROM "WHERE state <> 'removed' ORDER BY s.id", diag);
    if (!statement)
        return false;
    int code = SQLITE_DONE;
    bool go_on = true;
    while (go_on && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct store_row row;
        read_row(statement, &row);
        go_on = fn(user, &row);
        store_row_finish(&row);
    }
    bool good = !go_on || code == SQLITE_DONE || db_tell(store, diag);
    sqlite3_finalize(statement);
    return good;
}

static bool tell_no_id(const struct store *store, int64_t id, struct diag *diag)
{
    return diag_error(diag, "%s: no snippet has the id %lld (motograph list shows them)",
                      store->path, (long long)id);
}

/* Calls fn for each row of a SELECT of COLUMNS; ?1 is the argument. */
static bool each_row(struct store *store, const char *sql, int64_t argument,
                     void (*fn)(void *user, const struct store_row *row), void *user,
                     struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, sql, diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, argument);
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct store_row row;
        read_row(statement, &row);
        fn(user, &row);
        store_row_finish(&row);
    }
    bool good = code == SQLITE_DONE || db_tell(store, diag);
    sqlite3_finalize(statement);
    return good;
}

static void count_damaged(void *user, const struct store_row *row)
{
    *(int64_t *)user += row->damaged;
}

bool rows_count_damaged(struct store *store, int64_t now_ms, int64_t *count, struct diag *diag)
{
    *count = 0;
    return each_row(store, "SELECT " COLUMNS FROM "WHERE " ROWS_AIRABLE " AND expires_ms > ?1",
                    now_ms, count_damaged, count, diag);
}

struct ids {
    int64_t *items;
    size_t count;
};

static void list_damaged(void *user, const struct store_row *row)
{
    struct ids *ids = user;
    if (!row->damaged)
        return;
    ids->items = memory_resize(ids->items, ids->count + 1, sizeof *ids->items);
    ids->items[ids->count++] = row->snippet.id;
}

bool rows_drop_damaged(struct store *store, int64_t *count, struct diag *diag)
{
    struct ids ids = {0};
    bool good =
        each_row(store, "SELECT " COLUMNS FROM "WHERE s.id >= ?1", 0, list_damaged, &ids, diag);
    for (size_t i = 0; good && i < ids.count; i++) {
        sqlite3_stmt *statement = db_prepare(store, "DELETE FROM snippet WHERE id = ?1", diag);
        good = statement != NULL;
        if (good)
            sqlite3_bind_int64(statement, 1, ids.items[i]);
        good = good && db_finish(store, statement, diag);
    }
    *count = (int64_t)ids.count;
    free(ids.items);
    return good;
}

bool store_get(struct store *store, int64_t id, struct store_row *row, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, SQL_GET, diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    int code = sqlite3_step(statement);
    bool good = code == SQLITE_ROW;
    if (good)
        read_row(statement, row);
    else if (code == SQLITE_DONE)
        tell_no_id(store, id, diag);
    else
        db_tell(store, diag);
    sqlite3_finalize(statement);
    return good;
}

static bool write_edited(struct store *store, const struct snippet *snippet, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(
        store,
        "UPDATE snippet SET text = ?2, speaker_start = ?3, speaker_length = ?4, category = ?5,"
        " daypart = ?6, gap_ms = ?7, most_airings = ?8, priority = ?9, weight = ?10,"
        " not_before_ms = ?11, expires_ms = ?12, replaced = ?13, sum = ?14 WHERE id = ?1",
        diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, snippet->id);
    db_bind_text(statement, 2, snippet->text);
    sqlite3_bind_int64(statement, 3, (sqlite3_int64)snippet->speaker_span.start);
    sqlite3_bind_int64(statement, 4, (sqlite3_int64)snippet->speaker_span.length);
    db_bind_text(statement, 5, snippet->category);
    db_bind_text(statement, 6, snippet->daypart);
    sqlite3_bind_int64(statement, 7, snippet->gap_ms);
    sqlite3_bind_int64(statement, 8, snippet->most_airings);
    sqlite3_bind_int(statement, 9, snippet->priority);
    sqlite3_bind_int(statement, 10, snippet->weight);
    sqlite3_bind_int64(statement, 11, snippet->not_before_ms);
    sqlite3_bind_int64(statement, 12, rows_expiry(snippet->expires_ms));
    db_bind_text(statement, 13, snippet->replaced);
    sqlite3_bind_int64(statement, 14, rows_sum(snippet));
    return db_finish(store, statement, diag);
}

bool store_edit(struct store *store, int64_t id,
                bool (*fn)(void *user, struct snippet *snippet, struct diag *diag), void *user,
                struct diag *diag)
{
    struct store_row row;
    if (!db_begin(store, diag))
        return false;
    if (!store_get(store, id, &row, diag))
        return db_end(store, false, diag);
    bool good = !row.damaged || diag_error(diag,
                                           "%s: the words of snippet %lld are damaged (motograph "
                                           "repair)",
                                           store->path, (long long)id);
    good = good && fn(user, &row.snippet, diag) && write_edited(store, &row.snippet, diag);
    store_row_finish(&row);
    return db_end(store, good, diag);
}

static bool change_text(void *user, struct snippet *snippet, struct diag *diag)
{
    (void)diag;
    free(snippet->text);
    snippet->text = memory_copy_string(user);
    free(snippet->replaced);
    snippet->replaced = NULL;
    snippet->speaker_span = (struct snippet_span){0};
    return true;
}

bool store_set_text(struct store *store, int64_t id, const char *text, struct diag *diag)
{
    char *copy = memory_copy_string(text);
    bool good = store_edit(store, id, change_text, copy, diag);
    free(copy);
    return good;
}

/* Runs an UPDATE with ?1 the id and ?2 a state; *changed: whether it touched any. */
static bool update(struct store *store, const char *sql, int64_t id, enum store_state state,
                   bool *changed, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, sql, diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    db_bind_text(statement, 2, state_names[state]);
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
               state_names[row.state],
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
    return db_begin(store, diag) && db_end(store, set_state(store, id, state, diag), diag);
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
    sqlite3_bind_int64(statement, 1, id);
    db_bind_text(statement, 2, reason);
    return db_finish(store, statement, diag);
}

bool store_hold(struct store *store, int64_t id, const char *reason, struct diag *diag)
{
    return db_begin(store, diag) && db_end(store, hold(store, id, reason, diag), diag);
}

bool store_clear_breaking(struct store *store, size_t *count, struct diag *diag)
{
    if (!db_begin(store, diag))
        return false;
    bool good = db_execute(store, SQL_CLEAR, diag);
    *count = good ? (size_t)sqlite3_changes(store->db) : 0;
    return db_end(store, good, diag);
}

/* What is due. */

static int by_id(const void *a, const void *b)
{
    const struct store_row *row_a = a;
    const struct store_row *row_b = b;
    return (row_a->snippet.id > row_b->snippet.id) - (row_a->snippet.id < row_b->snippet.id);
}

/* What must not air, and where it is told. */
struct left_out {
    size_t count;
    struct buffer list;
};

#define TOLD_MAX 5 /* a list for a person */

static void leave_out(struct left_out *left_out, struct store_row *row)
{
    if (left_out->count++ < TOLD_MAX)
        buffer_format(&left_out->list, "%ssnippet %lld, column %s",
                      left_out->list.length ? "; " : "", (long long)row->snippet.id, row->fault);
    store_row_finish(row);
}

static void tell_left_out(const struct store *store, struct left_out *left_out, struct diag *diag)
{
    if (left_out->count > TOLD_MAX)
        buffer_format(&left_out->list, "; and %zu more", left_out->count - TOLD_MAX);
    if (left_out->count)
        diag_warning(diag,
                     "%s: what this program did not write stands there, and does not air: %s "
                     "(motograph show ID; motograph repair)",
                     store->path, left_out->list.data);
    buffer_finish(&left_out->list);
}

bool store_due(struct store *store, int64_t now_ms, struct store_row **rows, size_t *count,
               struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, SQL_DUE, diag);
    *rows = NULL;
    *count = 0;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, now_ms);
    size_t room = 0;
    struct left_out left_out = {0};
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (*count == room) {
            room = room ? room * 2 : 16;
            *rows = memory_resize(*rows, room, sizeof **rows);
        }
        struct store_row *row = &(*rows)[*count];
        read_row(statement, row);
        *count += row->fault == NULL;
        if (row->fault)
            leave_out(&left_out, row);
    }
    sqlite3_finalize(statement);
    tell_left_out(store, &left_out, diag);
    if (code == SQLITE_DONE) {
        if (*count > 1)
            qsort(*rows, *count, sizeof **rows, by_id);
        return true;
    }
    store_rows_free(*rows, *count);
    *rows = NULL;
    *count = 0;
    return db_tell(store, diag);
}

void store_rows_free(struct store_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        store_row_finish(&rows[i]);
    free(rows);
}

bool store_next_change(struct store *store, int64_t now_ms, int64_t *when_ms, struct diag *diag)
{
    int64_t expiry = 0;
    int64_t embargo = 0;
    if (!db_number(store, SQL_NEXT_EXPIRY, now_ms, INT64_MAX, &expiry, diag) ||
        !db_number(store, SQL_NEXT_EMBARGO, now_ms, INT64_MAX, &embargo, diag))
        return false;
    *when_ms = expiry < embargo ? expiry : embargo;
    return true;
}

bool store_newest(struct store *store, int64_t *when_ms, struct diag *diag)
{
    return db_number(store, SQL_NEWEST, 0, 0, when_ms, diag);
}

bool store_last_aired(struct store *store, int64_t *when_ms, struct diag *diag)
{
    return db_number(store, "SELECT start_ms FROM asrun ORDER BY id DESC LIMIT 1", 0, 0, when_ms,
                     diag);
}

static bool data_version(struct store *store, int64_t *version, struct diag *diag)
{
    bool good = sqlite3_step(store->version) == SQLITE_ROW;
    if (good)
        *version = sqlite3_column_int64(store->version, 0);
    else
        db_tell(store, diag);
    sqlite3_reset(store->version);
    return good;
}

/* More than there are edits in a store's life. */
#define REOPENED (INT64_C(1) << 40)

/* Only when another connection has written anything is it asked whether that was
 * a snippet: the as-run log is written every few seconds. */
bool store_version(struct store *store, int64_t *version, struct diag *diag)
{
    int64_t data = 0;
    db_follow(store);
    if (!data_version(store, &data, diag))
        return false;
    if (data != store->data_version &&
        !db_number(store, "SELECT number FROM edition", 0, 0, &store->edition, diag))
        return false;
    store->data_version = data;
    *version = store->edition + store->reopened * REOPENED;
    return true;
}

void store_each_query(void (*fn)(void *user, const char *sql), void *user)
{
    static const char *const queries[] = {
        SQL_DUE,       SQL_GET,     SQL_NEXT_EXPIRY, SQL_NEXT_EMBARGO, SQL_NEWEST,
        SQL_SET_STATE, SQL_APPROVE, SQL_CLEAR,       SQL_HOLD,
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        fn(user, queries[i]);
}
