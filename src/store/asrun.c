#include "store/asrun.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "asrun_rows.h"
#include "base/clock.h"
#include "strips.h"

#define US_PER_MS 1000

static void take_hash(sqlite3_stmt *statement, int column, uint8_t hash[ASRUN_HASH_SIZE])
{
    memset(hash, 0, ASRUN_HASH_SIZE);
    if (sqlite3_column_bytes(statement, column) == ASRUN_HASH_SIZE)
        memcpy(hash, sqlite3_column_blob(statement, column), ASRUN_HASH_SIZE);
}

/* Where the kept rows begin. */
static bool read_base(struct store *store, uint8_t hash[ASRUN_HASH_SIZE], int64_t *rows_before,
                      struct diag *diag)
{
    memset(hash, 0, ASRUN_HASH_SIZE);
    *rows_before = 0;
    sqlite3_stmt *statement = db_prepare(store, "SELECT hash, rows_before FROM asrun_base", diag);
    if (!statement)
        return false;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        take_hash(statement, 0, hash);
        *rows_before = sqlite3_column_int64(statement, 1);
    }
    bool good = code == SQLITE_ROW || code == SQLITE_DONE || db_tell(store, diag);
    db_give_back(store, statement);
    return good;
}

/* Id and hash of the newest row (0 and the base's where there is none). */
static bool read_last(struct store *store, int64_t *id, uint8_t hash[ASRUN_HASH_SIZE],
                      struct diag *diag)
{
    int64_t before;
    *id = 0;
    if (!read_base(store, hash, &before, diag))
        return false;
    sqlite3_stmt *statement =
        db_prepare(store, "SELECT id, hash FROM asrun ORDER BY id DESC LIMIT 1", diag);
    if (!statement)
        return false;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        *id = sqlite3_column_int64(statement, 0);
        take_hash(statement, 1, hash);
    }
    bool good = code == SQLITE_ROW || code == SQLITE_DONE || db_tell(store, diag);
    db_give_back(store, statement);
    if (good && *id == INT64_MAX) { /* of a damaged page: no row can come behind it */
        store->code = SQLITE_CORRUPT;
        good = diag_error(diag,
                          "%s: the as-run log's last row has a number that is none: nothing is "
                          "written behind it (motograph asrun --verify shows it)",
                          store->path);
    }
    return good;
}

static bool count_airing(struct store *store, const struct asrun_row *row, struct diag *diag)
{
    if (row->snippet <= 0) /* below: a take-over that is not in the store yet */
        return true;
    sqlite3_stmt *statement =
        db_prepare(store,
                   "INSERT INTO aired (snippet, last_ms, airings) VALUES (?1, ?2, ?3)"
                   " ON CONFLICT (snippet) DO UPDATE SET last_ms = ?2,"
                   " airings = airings + ?3",
                   diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, row->snippet);
    sqlite3_bind_int64(statement, 2, row->start_ms);
    sqlite3_bind_int(statement, 3, !row->uncounted);
    return db_finish(store, statement, diag);
}

/* As of the newest row, even where the clock was set back: they go with the rows, not before. */
static bool keep_strips(struct store *store, const struct asrun_row *row, int64_t last_id,
                        struct diag *diag)
{
    int64_t last_ms = last_id / US_PER_MS;
    int64_t now_ms = row->start_ms > last_ms ? row->start_ms : last_ms;
    for (size_t i = 0; i < row->strip_count; i++)
        if (!strips_keep(store, &row->strips[i], now_ms, diag))
            return false;
    return true;
}

/* The next row of the chain. */
static bool chain_row(struct store *store, const struct asrun_row *given, int64_t *last_id,
                      uint8_t hash[ASRUN_HASH_SIZE], struct diag *diag)
{
    struct asrun_row row = *given;
    row.id = row.start_ms * US_PER_MS > *last_id ? row.start_ms * US_PER_MS : *last_id + 1;
    row.chain = ASRUN_CHAIN;
    assert(row.id > *last_id);
    asrun_rows_hash(hash, &row, row.hash);
    memcpy(hash, row.hash, ASRUN_HASH_SIZE);
    *last_id = row.id;
    return asrun_rows_insert(store, &row, diag) && count_airing(store, &row, diag);
}

static bool append_all(struct store *store, const struct asrun_row *rows, size_t count,
                       int64_t *last_id, struct diag *diag)
{
    uint8_t hash[ASRUN_HASH_SIZE];
    bool good =
        read_last(store, last_id, hash, diag) && db_execute(store, "DELETE FROM asrun_open", diag);
    for (size_t i = 0; good && i < count; i++)
        good = keep_strips(store, &rows[i], *last_id, diag) &&
               (rows[i].open ? asrun_rows_insert_open(store, &rows[i], diag)
                             : chain_row(store, &rows[i], last_id, hash, diag));
    return good;
}

bool asrun_append(struct store *store, const struct asrun_row *rows, size_t count,
                  struct diag *diag)
{
    for (size_t i = 0; i < count; i++)
        assert(rows[i].text && rows[i].reason);
    int64_t last_id = 0;
    bool good = db_begin(store, diag) &&
                db_end(store, append_all(store, rows, count, &last_id, diag), diag);
    if (good)
        store->last_asrun = last_id;
    return good;
}

int64_t asrun_known(const struct store *store)
{
    return store->last_asrun;
}

void asrun_know(struct store *store, int64_t id)
{
    store->last_asrun = id;
}

/* An id is no less than the microsecond in which its airing began. */
bool asrun_tell_lost(struct store *store, const char *path, int64_t known, struct diag *diag)
{
    uint8_t hash[ASRUN_HASH_SIZE];
    char from[CLOCK_TEXT_SIZE], to[CLOCK_TEXT_SIZE];
    int64_t last_id = 0;
    if (!known || !read_last(store, &last_id, hash, diag) || last_id >= known)
        return true;
    clock_format_utc(last_id / US_PER_MS, from);
    clock_format_utc(known / US_PER_MS, to);
    diag_warning(diag, "%s: the as-run log's rows%s%s until %s are lost", path,
                 last_id ? " behind that of " : "", last_id ? from : "", to);
    return false;
}

/* Of what is open. */
static bool recover(struct store *store, struct diag *diag)
{
    sqlite3_stmt *statement = asrun_rows_prepare_open(store, diag);
    if (!statement)
        return false;
    int64_t last_id;
    uint8_t hash[ASRUN_HASH_SIZE];
    bool good = read_last(store, &last_id, hash, diag);
    int code = SQLITE_DONE;
    while (good && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct asrun_row row;
        asrun_rows_read_open(statement, &row);
        row.cut = "the program died";
        good = chain_row(store, &row, &last_id, hash, diag);
    }
    good = good && (code == SQLITE_DONE || db_tell(store, diag));
    db_give_back(store, statement);
    return good && db_execute(store, "DELETE FROM asrun_open", diag);
}

bool asrun_recover(struct store *store, struct diag *diag)
{
    return db_begin(store, diag) && db_end(store, recover(store, diag), diag);
}

bool asrun_each_from(struct store *store, int64_t id,
                     bool (*fn)(void *user, const struct asrun_row *row), void *user,
                     struct diag *diag)
{
    sqlite3_stmt *statement = asrun_rows_prepare(store, "WHERE id >= ?1 ORDER BY id", diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    int code = SQLITE_DONE;
    bool go_on = true;
    while (go_on && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct asrun_row row;
        asrun_rows_read(statement, &row);
        go_on = fn(user, &row);
    }
    bool good = !go_on || code == SQLITE_DONE || db_tell(store, diag);
    db_give_back(store, statement);
    return good;
}

struct span {
    int64_t from_ms, to_ms;
    bool (*fn)(void *user, const struct asrun_row *row);
    void *user;
};

static bool within(void *user, const struct asrun_row *row)
{
    const struct span *span = user;
    return row->start_ms < span->from_ms || row->start_ms >= span->to_ms ||
           span->fn(span->user, row);
}

bool asrun_each(struct store *store, int64_t from_ms, int64_t to_ms,
                bool (*fn)(void *user, const struct asrun_row *row), void *user, struct diag *diag)
{
    struct span span = {from_ms, to_ms, fn, user};
    /* An id is never less than its start. */
    return asrun_each_from(store, from_ms > 0 ? from_ms * US_PER_MS : INT64_MIN, within, &span,
                           diag);
}

bool asrun_before(struct store *store, int64_t when_ms, int64_t *start_ms, struct diag *diag)
{
    return db_number(store, "SELECT start_ms FROM asrun WHERE id < ?1 ORDER BY id DESC LIMIT 1",
                     (when_ms + 1) * US_PER_MS, when_ms, start_ms, diag);
}

bool asrun_oldest(struct store *store, int64_t otherwise_ms, int64_t *start_ms, struct diag *diag)
{
    return db_number(store, "SELECT start_ms FROM asrun ORDER BY id LIMIT 1", 0, otherwise_ms,
                     start_ms, diag);
}

bool asrun_head(struct store *store, uint8_t hash[ASRUN_HASH_SIZE], struct diag *diag)
{
    int64_t id;
    return read_last(store, &id, hash, diag);
}

bool asrun_base(struct store *store, uint8_t hash[ASRUN_HASH_SIZE], struct diag *diag)
{
    int64_t rows_before;
    return read_base(store, hash, &rows_before, diag);
}

void asrun_hash(const uint8_t before[ASRUN_HASH_SIZE], const struct asrun_row *row,
                uint8_t hash[ASRUN_HASH_SIZE])
{
    asrun_rows_hash(before, row, hash);
}

void asrun_hash_print(const uint8_t hash[ASRUN_HASH_SIZE], char out[ASRUN_HEX_SIZE])
{
    for (size_t i = 0; i < ASRUN_HASH_SIZE; i++)
        snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

bool asrun_hash_parse(const char *text, uint8_t hash[ASRUN_HASH_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    if (strlen(text) != ASRUN_HEX_SIZE - 1 || strspn(text, digits) != ASRUN_HEX_SIZE - 1)
        return false;
    for (size_t i = 0; i < ASRUN_HASH_SIZE; i++)
        hash[i] = (uint8_t)((strchr(digits, text[2 * i]) - digits) * 16 +
                            (strchr(digits, text[2 * i + 1]) - digits));
    return true;
}

struct following {
    uint8_t hash[ASRUN_HASH_SIZE];
    const uint8_t *head;
    struct asrun_check *check;
};

static void note_break(struct asrun_check *check, const struct asrun_row *row)
{
    if (check->breaks++ == 0)
        check->broken_ms = row->start_ms;
    check->broken = true;
}

static bool follow(void *user, const struct asrun_row *row)
{
    struct following *following = user;
    uint8_t wanted[ASRUN_HASH_SIZE];
    asrun_rows_hash(following->hash, row, wanted);
    following->check->rows++;
    memcpy(following->hash, row->hash, sizeof wanted); /* what was lost before it was lost once */
    if (row->chain != ASRUN_CHAIN || memcmp(wanted, row->hash, sizeof wanted) != 0)
        note_break(following->check, row);
    else if (following->head && memcmp(wanted, following->head, sizeof wanted) == 0)
        following->check->head_found = true;
    return true;
}

bool asrun_verify(struct store *store, const uint8_t *head, struct asrun_check *check,
                  struct diag *diag)
{
    struct following following = {.head = head, .check = check};
    *check = (struct asrun_check){0};
    if (!read_base(store, following.hash, &check->rows_before, diag))
        return false;
    check->head_found = !head || memcmp(following.hash, head, ASRUN_HASH_SIZE) == 0;
    return asrun_each(store, INT64_MIN, INT64_MAX, follow, &following, diag);
}

static bool move_base(struct store *store, int64_t last_dropped, int64_t dropped, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store,
                                         "INSERT INTO asrun_base (one, hash, rows_before)"
                                         " SELECT 1, hash, ?2 FROM asrun WHERE id = ?1"
                                         " ON CONFLICT (one) DO UPDATE SET hash = excluded.hash,"
                                         " rows_before = rows_before + excluded.rows_before",
                                         diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, last_dropped);
    sqlite3_bind_int64(statement, 2, dropped);
    return db_finish(store, statement, diag);
}

static bool rotate_rows(struct store *store, int64_t before_us, int64_t *dropped, struct diag *diag)
{
    int64_t last = 0;
    if (!db_number(store, "SELECT id FROM asrun WHERE id < ?1 ORDER BY id DESC LIMIT 1", before_us,
                   0, &last, diag) ||
        !db_number(store, "SELECT count(*) FROM asrun WHERE id <= ?1", last, 0, dropped, diag))
        return false;
    if (*dropped == 0)
        return true;
    sqlite3_stmt *statement = NULL;
    if (!move_base(store, last, *dropped, diag) ||
        !(statement = db_prepare(store, "DELETE FROM asrun WHERE id <= ?1", diag)))
        return false;
    sqlite3_bind_int64(statement, 1, last);
    return db_finish(store, statement, diag);
}

bool asrun_rotate(struct store *store, int64_t before_ms, int64_t *dropped, struct diag *diag)
{
    *dropped = 0;
    return db_begin(store, diag) &&
           db_end(store,
                  rotate_rows(store, before_ms * US_PER_MS, dropped, diag) &&
                      strips_drop(store, before_ms, diag),
                  diag);
}

#define SQL_BYTES                                                                                  \
    "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count(), "                  \
    "pragma_freelist_count(), pragma_page_size()"
#define SQL_NEWEST_START "SELECT start_ms FROM asrun ORDER BY id DESC LIMIT 1"
/* The least that is dropped at once: 1 in so many of the log's time. */
#define ROTATE_PART 20

static bool drop_part(struct store *store, int64_t *dropped, struct diag *diag)
{
    int64_t oldest_ms = 0;
    int64_t newest_ms = 0;
    *dropped = 0;
    return asrun_oldest(store, 0, &oldest_ms, diag) &&
           db_number(store, SQL_NEWEST_START, 0, 0, &newest_ms, diag) &&
           asrun_rotate(store, oldest_ms + (newest_ms - oldest_ms) / ROTATE_PART + 1, dropped,
                        diag);
}

bool asrun_keep_size(struct store *store, int64_t most_bytes, struct diag *diag)
{
    int64_t bytes = 0;
    int64_t dropped = 1;
    int64_t all = 0;
    bool good = most_bytes == 0 || db_number(store, SQL_BYTES, 0, 0, &bytes, diag);
    while (good && bytes > most_bytes && dropped > 0) {
        good = drop_part(store, &dropped, diag) && db_number(store, SQL_BYTES, 0, 0, &bytes, diag);
        all += dropped;
    }
    if (all > 0)
        diag_add(
            diag, DIAG_NOTE,
            "%lld of the oldest rows of the as-run log are gone, since the store was more than "
            "store.max_mb",
            (long long)all);
    return good;
}
