#include "store/store.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "schema.h"

/* How long a writer waits for another program's transaction. */
#define BUSY_MS 5000

/* The columns of a row, in the order in which read_row takes them. */
#define COLUMNS                                                                                    \
    "id, article, kind, state, text, speaker_start, speaker_length, quote, speaker,"               \
    " speaker_as_written, cue, source, language, hold, origin, start, \"end\", partial,"           \
    " confidence, priority, weight, created_ms, not_before_ms, expires_ms, last_aired_ms,"         \
    " airings"

#define IS_DUE "state = 'live' AND (expires_ms = 0 OR expires_ms > ?1) AND not_before_ms <= ?1"

struct store {
    sqlite3 *db;
    char *path;
    sqlite3_stmt *version; /* asked many times a second */
};

static bool tell(const struct store *store, struct diag *diag)
{
    return diag_error(diag, "%s: %s", store->path, sqlite3_errmsg(store->db));
}

static bool execute(struct store *store, const char *sql, struct diag *diag)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK || tell(store, diag);
}

static sqlite3_stmt *prepare(struct store *store, const char *sql, struct diag *diag)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK)
        tell(store, diag);
    return statement;
}

/* Runs a statement that gives no row, and drops it. */
static bool finish(struct store *store, sqlite3_stmt *statement, struct diag *diag)
{
    bool good = sqlite3_step(statement) == SQLITE_DONE;
    if (!good)
        tell(store, diag);
    sqlite3_finalize(statement);
    return good;
}

/* One number of one row; `absent` where there is no row. */
static bool ask_number(struct store *store, const char *sql, int64_t argument, int64_t absent,
                       int64_t *number, struct diag *diag)
{
    sqlite3_stmt *statement = prepare(store, sql, diag);
    if (!statement)
        return false;
    if (sqlite3_bind_parameter_count(statement) > 0)
        sqlite3_bind_int64(statement, 1, argument);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *number = sqlite3_column_int64(statement, 0);
    else if (code == SQLITE_DONE)
        *number = absent;
    bool good = code == SQLITE_ROW || code == SQLITE_DONE || tell(store, diag);
    sqlite3_finalize(statement);
    return good;
}

/* Makes the folders of a path. */
static bool make_folders(const char *path, struct diag *diag)
{
    char *copy = memory_copy_string(path);
    bool good = true;
    for (char *slash = strchr(copy + 1, '/'); good && slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        good = mkdir(copy, 0777) == 0 || errno == EEXIST ||
               diag_error(diag, "%s: the folder can't be made: %s", copy, strerror(errno));
        *slash = '/';
    }
    free(copy);
    return good;
}

static bool migrate(struct store *store, struct diag *diag)
{
    int64_t version = 0;
    if (!execute(store, "BEGIN IMMEDIATE", diag))
        return false;
    bool good = ask_number(store, "PRAGMA user_version", 0, 0, &version, diag);
    if (good && version > schema_version)
        good = diag_error(diag,
                          "%s: made by a newer Motograph (schema %lld, this one knows %d): install "
                          "that one",
                          store->path, (long long)version, schema_version);
    for (; good && version < schema_version; version++)
        good = execute(store, schema_steps[version], diag);
    char *set_version = memory_format("PRAGMA user_version = %d", schema_version);
    good = good && execute(store, set_version, diag);
    free(set_version);
    good = good && execute(store, "COMMIT", diag);
    if (!good)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return good;
}

static bool is_current(struct store *store)
{
    struct diag ignored = {0};
    int64_t version = 0;
    bool asked = ask_number(store, "PRAGMA user_version", 0, 0, &version, &ignored);
    diag_finish(&ignored);
    return asked && version == schema_version;
}

static struct store *open_path(const char *path, struct diag *diag)
{
    struct store *store = memory_alloc(1, sizeof *store);
    store->path = memory_copy_string(path);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    bool good = sqlite3_open_v2(path, &store->db, flags, NULL) == SQLITE_OK || tell(store, diag);
    if (good)
        sqlite3_busy_timeout(store->db, BUSY_MS);
    good = good &&
           execute(store,
                   "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                   "PRAGMA foreign_keys = ON",
                   diag) &&
           (is_current(store) || migrate(store, diag));
    if (good && (store->version = prepare(store, "PRAGMA data_version", diag)))
        return store;
    store_close(store);
    return NULL;
}

struct store *store_open(const char *path, struct diag *diag)
{
    return make_folders(path, diag) ? open_path(path, diag) : NULL;
}

struct store *store_open_memory(struct diag *diag)
{
    return open_path(":memory:", diag);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    sqlite3_finalize(store->version);
    sqlite3_close(store->db);
    free(store->path);
    free(store);
}

/* Writing. */

static void bind_text(sqlite3_stmt *statement, int index, const char *text)
{
    if (text)
        sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
}

static const char *state_name(enum store_state state)
{
    static const char *const names[] = {
        [STORE_LIVE] = "live", [STORE_HELD] = "held", [STORE_KILLED] = "killed"};
    return names[state];
}

static void bind_words(sqlite3_stmt *statement, const struct snippet *snippet)
{
    bind_text(statement, 2, snippet_kind_name(snippet->kind));
    bind_text(statement, 3, state_name(snippet->hold ? STORE_HELD : STORE_LIVE));
    bind_text(statement, 4, snippet->text);
    bind_text(statement, 7, snippet->quote);
    bind_text(statement, 8, snippet->speaker);
    bind_text(statement, 9, snippet->speaker_as_written);
    bind_text(statement, 10, snippet->cue);
    bind_text(statement, 11, snippet->source);
    bind_text(statement, 12, snippet->language);
    bind_text(statement, 13, snippet->hold);
    bind_text(statement, 14, snippet->origin);
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
    sqlite3_bind_int64(statement, 23, snippet->expires_ms);
}

static bool insert(struct store *store, const struct snippet *snippet, struct diag *diag)
{
    sqlite3_stmt *statement = prepare(
        store,
        "INSERT INTO snippet (article, kind, state, text, speaker_start, speaker_length, quote,"
        " speaker, speaker_as_written, cue, source, language, hold, origin, start, \"end\","
        " partial, confidence, priority, weight, created_ms, not_before_ms, expires_ms)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
        " ?18, ?19, ?20, ?21, ?22, ?23)",
        diag);
    if (!statement)
        return false;
    bind_words(statement, snippet);
    bind_numbers(statement, snippet);
    return finish(store, statement, diag);
}

bool store_add(struct store *store, struct snippet *snippet, struct diag *diag)
{
    if (!insert(store, snippet, diag))
        return false;
    snippet->id = sqlite3_last_insert_rowid(store->db);
    return true;
}

static bool insert_article(struct store *store, const char *name, uint64_t checksum, int64_t now_ms,
                           int64_t *id, struct diag *diag)
{
    sqlite3_stmt *statement = prepare(
        store, "INSERT INTO article (name, checksum, imported_ms) VALUES (?1, ?2, ?3)", diag);
    if (!statement)
        return false;
    bind_text(statement, 1, name);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)checksum);
    sqlite3_bind_int64(statement, 3, now_ms);
    if (!finish(store, statement, diag))
        return false;
    *id = sqlite3_last_insert_rowid(store->db);
    return true;
}

static bool insert_all(struct store *store, const struct snippets *snippets, int64_t article_id,
                       int64_t now_ms, int64_t expire_after_ms, struct diag *diag)
{
    for (size_t i = 0; i < snippets->count; i++) {
        struct snippet snippet = snippets->items[i]; /* its strings stay the list's */
        snippet.article_id = article_id;
        if (!snippet.created_ms)
            snippet.created_ms = now_ms;
        if (!snippet.expires_ms && expire_after_ms)
            snippet.expires_ms = now_ms + expire_after_ms;
        if (!insert(store, &snippet, diag))
            return false;
    }
    return true;
}

/* Inside of a transaction. */
static enum store_import import_article(struct store *store, const char *name, uint64_t checksum,
                                        const struct snippets *snippets, int64_t now_ms,
                                        int64_t expire_after_ms, struct diag *diag)
{
    int64_t id = 0;
    if (!ask_number(store, "SELECT id FROM article WHERE checksum = ?1", (int64_t)checksum, 0, &id,
                    diag))
        return STORE_IMPORT_FAILED;
    if (id != 0)
        return STORE_IMPORT_KNOWN;
    bool good = insert_article(store, name, checksum, now_ms, &id, diag) &&
                insert_all(store, snippets, id, now_ms, expire_after_ms, diag);
    return good ? STORE_IMPORT_NEW : STORE_IMPORT_FAILED;
}

enum store_import store_import_article(struct store *store, const char *name, uint64_t checksum,
                                       const struct snippets *snippets, int64_t now_ms,
                                       int64_t expire_after_ms, struct diag *diag)
{
    if (!execute(store, "BEGIN IMMEDIATE", diag))
        return STORE_IMPORT_FAILED;
    enum store_import result =
        import_article(store, name, checksum, snippets, now_ms, expire_after_ms, diag);
    if (result != STORE_IMPORT_FAILED && execute(store, "COMMIT", diag))
        return result;
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return STORE_IMPORT_FAILED;
}

/* Reading. */

static char *take_text(sqlite3_stmt *statement, int column)
{
    return memory_copy_string((const char *)sqlite3_column_text(statement, column));
}

static enum store_state state_of(const char *name)
{
    if (strcmp(name, "held") == 0)
        return STORE_HELD;
    return strcmp(name, "killed") == 0 ? STORE_KILLED : STORE_LIVE;
}

static void read_words(sqlite3_stmt *statement, struct snippet *snippet)
{
    snippet_kind_parse((const char *)sqlite3_column_text(statement, 2), &snippet->kind);
    snippet->text = take_text(statement, 4);
    snippet->quote = take_text(statement, 7);
    snippet->speaker = take_text(statement, 8);
    snippet->speaker_as_written = take_text(statement, 9);
    snippet->cue = take_text(statement, 10);
    snippet->source = take_text(statement, 11);
    snippet->language = take_text(statement, 12);
    snippet->hold = take_text(statement, 13);
    snippet->origin = take_text(statement, 14);
}

static void read_row(sqlite3_stmt *statement, struct store_row *row)
{
    struct snippet *snippet = &row->snippet;
    *row = (struct store_row){0};
    read_words(statement, snippet);
    snippet->id = sqlite3_column_int64(statement, 0);
    snippet->article_id = sqlite3_column_int64(statement, 1);
    row->state = state_of((const char *)sqlite3_column_text(statement, 3));
    snippet->speaker_span.start = (size_t)sqlite3_column_int64(statement, 5);
    snippet->speaker_span.length = (size_t)sqlite3_column_int64(statement, 6);
    snippet->start = (size_t)sqlite3_column_int64(statement, 15);
    snippet->end = (size_t)sqlite3_column_int64(statement, 16);
    snippet->partial = sqlite3_column_int(statement, 17) != 0;
    snippet->confidence = sqlite3_column_double(statement, 18);
    snippet->priority = sqlite3_column_int(statement, 19);
    snippet->weight = sqlite3_column_int(statement, 20);
    snippet->created_ms = sqlite3_column_int64(statement, 21);
    snippet->not_before_ms = sqlite3_column_int64(statement, 22);
    snippet->expires_ms = sqlite3_column_int64(statement, 23);
    row->last_aired_ms = sqlite3_column_int64(statement, 24);
    row->airings = sqlite3_column_int64(statement, 25);
}

void store_row_finish(struct store_row *row)
{
    snippet_finish(&row->snippet);
    *row = (struct store_row){0};
}

bool store_each(struct store *store, bool (*fn)(void *user, const struct store_row *row),
                void *user, struct diag *diag)
{
    sqlite3_stmt *statement = prepare(
        store, "SELECT " COLUMNS " FROM snippet WHERE state <> 'removed' ORDER BY id", diag);
    if (!statement)
        return false;
    int code;
    bool go_on = true;
    while (go_on && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct store_row row;
        read_row(statement, &row);
        go_on = fn(user, &row);
        store_row_finish(&row);
    }
    bool good = !go_on || code == SQLITE_DONE || tell(store, diag);
    sqlite3_finalize(statement);
    return good;
}

bool store_get(struct store *store, int64_t id, struct store_row *row, struct diag *diag)
{
    sqlite3_stmt *statement = prepare(
        store, "SELECT " COLUMNS " FROM snippet WHERE id = ?1 AND state <> 'removed'", diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    int code = sqlite3_step(statement);
    bool good = code == SQLITE_ROW;
    if (good)
        read_row(statement, row);
    else if (code == SQLITE_DONE)
        diag_error(diag, "%s: no snippet has the id %lld (motograph list shows them)", store->path,
                   (long long)id);
    else
        tell(store, diag);
    sqlite3_finalize(statement);
    return good;
}

/* Runs an UPDATE with ?1 the id and ?2 a text; it must touch one row. */
static bool update(struct store *store, const char *sql, int64_t id, const char *text,
                   struct diag *diag)
{
    sqlite3_stmt *statement = prepare(store, sql, diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    bind_text(statement, 2, text);
    if (!finish(store, statement, diag))
        return false;
    return sqlite3_changes(store->db) == 1 ||
           diag_error(diag, "%s: no snippet has the id %lld (motograph list shows them)",
                      store->path, (long long)id);
}

bool store_set_text(struct store *store, int64_t id, const char *text, struct diag *diag)
{
    return update(store,
                  "UPDATE snippet SET text = ?2, speaker_start = 0, speaker_length = 0"
                  " WHERE id = ?1 AND state <> 'removed'",
                  id, text, diag);
}

bool store_set_state(struct store *store, int64_t id, enum store_state state, struct diag *diag)
{
    return update(store, "UPDATE snippet SET state = ?2 WHERE id = ?1 AND state <> 'removed'", id,
                  state_name(state), diag);
}

bool store_remove(struct store *store, int64_t id, struct diag *diag)
{
    return update(store, "UPDATE snippet SET state = ?2 WHERE id = ?1 AND state <> 'removed'", id,
                  "removed", diag);
}

bool store_due(struct store *store, int64_t now_ms, struct store_row **rows, size_t *count,
               struct diag *diag)
{
    sqlite3_stmt *statement =
        prepare(store, "SELECT " COLUMNS " FROM snippet WHERE " IS_DUE " ORDER BY id", diag);
    *rows = NULL;
    *count = 0;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, now_ms);
    size_t room = 0;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (*count == room) {
            room = room ? room * 2 : 16;
            *rows = memory_resize(*rows, room, sizeof **rows);
        }
        read_row(statement, &(*rows)[(*count)++]);
    }
    sqlite3_finalize(statement);
    if (code == SQLITE_DONE)
        return true;
    store_rows_free(*rows, *count);
    *rows = NULL;
    *count = 0;
    return tell(store, diag);
}

void store_rows_free(struct store_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        store_row_finish(&rows[i]);
    free(rows);
}

bool store_next_change(struct store *store, int64_t now_ms, int64_t *when_ms, struct diag *diag)
{
    return ask_number(store,
                      "SELECT at FROM ("
                      " SELECT min(expires_ms) AS at FROM snippet"
                      "  WHERE state = 'live' AND expires_ms > ?1"
                      " UNION ALL SELECT min(not_before_ms) FROM snippet"
                      "  WHERE state = 'live' AND not_before_ms > ?1)"
                      " WHERE at IS NOT NULL ORDER BY at LIMIT 1",
                      now_ms, INT64_MAX, when_ms, diag);
}

bool store_newest(struct store *store, int64_t *when_ms, struct diag *diag)
{
    return ask_number(store, "SELECT ifnull(max(created_ms), 0) FROM snippet", 0, 0, when_ms, diag);
}

bool store_version(struct store *store, int64_t *version, struct diag *diag)
{
    bool good = sqlite3_step(store->version) == SQLITE_ROW;
    if (good)
        *version = sqlite3_column_int64(store->version, 0);
    else
        tell(store, diag);
    sqlite3_reset(store->version);
    return good;
}

static bool insert_airing(struct store *store, int64_t id, int64_t start_ms, int64_t end_ms,
                          const char *reason, struct diag *diag)
{
    sqlite3_stmt *statement = prepare(
        store, "INSERT INTO asrun (snippet, start_ms, end_ms, reason) VALUES (?1, ?2, ?3, ?4)",
        diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, start_ms);
    sqlite3_bind_int64(statement, 3, end_ms);
    bind_text(statement, 4, reason);
    return finish(store, statement, diag);
}

static bool count_airing(struct store *store, int64_t id, int64_t start_ms, struct diag *diag)
{
    sqlite3_stmt *statement = prepare(store,
                                      "UPDATE snippet SET last_aired_ms = max(last_aired_ms, ?2),"
                                      " airings = airings + 1 WHERE id = ?1",
                                      diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, start_ms);
    return finish(store, statement, diag);
}

bool store_log_airing(struct store *store, int64_t id, int64_t start_ms, int64_t end_ms,
                      const char *reason, struct diag *diag)
{
    if (!execute(store, "BEGIN IMMEDIATE", diag))
        return false;
    if (insert_airing(store, id, start_ms, end_ms, reason, diag) &&
        count_airing(store, id, start_ms, diag) && execute(store, "COMMIT", diag))
        return true;
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}
