#include "store/asrun.h"

#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

#include "db.h"
#include "strips.h"

_Static_assert(ASRUN_HASH_SIZE == SHA256_DIGEST_SIZE, "the chain is SHA-256");

#define US_PER_MS 1000
#define UNCOUNTED_COLUMN 13 /* behind those of every row */
#define COLUMNS                                                                                    \
    "id, snippet, start_ms, end_ms, text, reason, cut, config, frames, pixels, scenes, hash, zone"
#define OPEN_COLUMNS                                                                               \
    "snippet, start_ms, end_ms, text, reason, config, frames, pixels, scenes, uncounted, zone"

/* A column's kind and length go in first, so that no two rows give the same bytes. */
static void hash_bytes(struct sha256_ctx *sha, char kind, const void *bytes, size_t size)
{
    uint8_t head[9] = {(uint8_t)kind};
    for (size_t i = 0; i < 8; i++)
        head[1 + i] = (uint8_t)((uint64_t)size >> (8 * i));
    sha256_update(sha, sizeof head, head);
    if (size)
        sha256_update(sha, size, bytes);
}

static void hash_number(struct sha256_ctx *sha, int64_t number)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)((uint64_t)number >> (8 * i));
    hash_bytes(sha, 'i', bytes, sizeof bytes);
}

static void hash_text(struct sha256_ctx *sha, const char *text)
{
    hash_bytes(sha, text ? 't' : '0', text, text ? strlen(text) : 0);
}

static void hash_row(const uint8_t before[ASRUN_HASH_SIZE], const struct asrun_row *row,
                     uint8_t hash[ASRUN_HASH_SIZE])
{
    struct sha256_ctx sha;
    sha256_init(&sha);
    hash_bytes(&sha, 'h', before, ASRUN_HASH_SIZE);
    hash_number(&sha, row->id);
    hash_number(&sha, row->snippet);
    hash_number(&sha, row->start_ms);
    hash_number(&sha, row->end_ms);
    hash_text(&sha, row->text);
    hash_text(&sha, row->reason);
    hash_text(&sha, row->cut);
    hash_number(&sha, (int64_t)row->config);
    hash_number(&sha, row->frames);
    hash_number(&sha, (int64_t)row->pixels);
    hash_bytes(&sha, 'b', row->scenes, row->scenes_size);
    if (row->zone) /* rows from before there were zones hash as they did */
        hash_text(&sha, row->zone);
    sha256_digest(&sha, ASRUN_HASH_SIZE, hash);
}

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
    sqlite3_finalize(statement);
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
    sqlite3_finalize(statement);
    return good;
}

static void bind_row(sqlite3_stmt *statement, const struct asrun_row *row)
{
    sqlite3_bind_int64(statement, 1, row->id);
    sqlite3_bind_int64(statement, 2, row->snippet);
    sqlite3_bind_int64(statement, 3, row->start_ms);
    sqlite3_bind_int64(statement, 4, row->end_ms);
    db_bind_text(statement, 5, row->text);
    db_bind_text(statement, 6, row->reason);
    db_bind_text(statement, 7, row->cut);
    sqlite3_bind_int64(statement, 8, (sqlite3_int64)row->config);
    sqlite3_bind_int64(statement, 9, row->frames);
    sqlite3_bind_int64(statement, 10, (sqlite3_int64)row->pixels);
    sqlite3_bind_blob64(statement, 11, row->scenes_size ? row->scenes : "", row->scenes_size,
                        SQLITE_STATIC);
    sqlite3_bind_blob(statement, 12, row->hash, ASRUN_HASH_SIZE, SQLITE_STATIC);
    db_bind_text(statement, 13, row->zone);
}

static bool insert_row(struct store *store, const struct asrun_row *row, struct diag *diag)
{
    sqlite3_stmt *statement =
        db_prepare(store,
                   "INSERT INTO asrun (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
                   " ?10, ?11, ?12, ?13)",
                   diag);
    if (!statement)
        return false;
    bind_row(statement, row);
    return db_finish(store, statement, diag);
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
    hash_row(hash, &row, row.hash);
    memcpy(hash, row.hash, ASRUN_HASH_SIZE);
    *last_id = row.id;
    return insert_row(store, &row, diag) && count_airing(store, &row, diag);
}

/* What stands there until it ends. */
static bool set_open(struct store *store, const struct asrun_row *row, struct diag *diag)
{
    sqlite3_stmt *statement =
        db_prepare(store,
                   "INSERT INTO asrun_open (" OPEN_COLUMNS
                   ") VALUES (?2, ?3, ?4, ?5, ?6, ?8, ?9, ?10, ?11, ?14, ?13)",
                   diag);
    if (!statement)
        return false;
    bind_row(statement, row);
    sqlite3_bind_int(statement, 14, row->uncounted);
    return db_finish(store, statement, diag);
}

static bool append_all(struct store *store, const struct asrun_row *rows, size_t count,
                       struct diag *diag)
{
    int64_t last_id;
    uint8_t hash[ASRUN_HASH_SIZE];
    bool good =
        read_last(store, &last_id, hash, diag) && db_execute(store, "DELETE FROM asrun_open", diag);
    for (size_t i = 0; good && i < count; i++)
        good = keep_strips(store, &rows[i], last_id, diag) &&
               (rows[i].open ? set_open(store, &rows[i], diag)
                             : chain_row(store, &rows[i], &last_id, hash, diag));
    return good;
}

bool asrun_append(struct store *store, const struct asrun_row *rows, size_t count,
                  struct diag *diag)
{
    return db_begin(store, diag) && db_end(store, append_all(store, rows, count, diag), diag);
}

/* Its texts are SQLite's, until the next step. */
static void read_row(sqlite3_stmt *statement, struct asrun_row *row)
{
    *row = (struct asrun_row){
        .id = sqlite3_column_int64(statement, 0),
        .snippet = sqlite3_column_int64(statement, 1),
        .start_ms = sqlite3_column_int64(statement, 2),
        .end_ms = sqlite3_column_int64(statement, 3),
        .text = (const char *)sqlite3_column_text(statement, 4),
        .reason = (const char *)sqlite3_column_text(statement, 5),
        .cut = (const char *)sqlite3_column_text(statement, 6),
        .config = (uint64_t)sqlite3_column_int64(statement, 7),
        .frames = sqlite3_column_int64(statement, 8),
        .pixels = (uint64_t)sqlite3_column_int64(statement, 9),
        .scenes = sqlite3_column_blob(statement, 10),
        .scenes_size = (size_t)sqlite3_column_bytes(statement, 10),
        .zone = (const char *)sqlite3_column_text(statement, 12),
    };
    take_hash(statement, 11, row->hash);
}

/* Of what is open; read as a row of the chain is. */
static bool recover(struct store *store, struct diag *diag)
{
    sqlite3_stmt *statement =
        db_prepare(store,
                   "SELECT 0, snippet, start_ms, end_ms, text, reason, 'the program died', config,"
                   " frames, pixels, scenes, NULL, zone, uncounted FROM asrun_open",
                   diag);
    if (!statement)
        return false;
    int64_t last_id;
    uint8_t hash[ASRUN_HASH_SIZE];
    bool good = read_last(store, &last_id, hash, diag);
    int code = SQLITE_DONE;
    while (good && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct asrun_row row;
        read_row(statement, &row);
        row.uncounted = sqlite3_column_int(statement, UNCOUNTED_COLUMN);
        good = chain_row(store, &row, &last_id, hash, diag);
    }
    good = good && (code == SQLITE_DONE || db_tell(store, diag));
    sqlite3_finalize(statement);
    return good && db_execute(store, "DELETE FROM asrun_open", diag);
}

bool asrun_recover(struct store *store, struct diag *diag)
{
    return db_begin(store, diag) && db_end(store, recover(store, diag), diag);
}

bool asrun_each(struct store *store, int64_t from_ms, int64_t to_ms,
                bool (*fn)(void *user, const struct asrun_row *row), void *user, struct diag *diag)
{
    /* An id is never less than its start. */
    sqlite3_stmt *statement =
        db_prepare(store, "SELECT " COLUMNS " FROM asrun WHERE id >= ?1 ORDER BY id", diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, from_ms > 0 ? from_ms * US_PER_MS : 0);
    int code = SQLITE_DONE;
    bool go_on = true;
    while (go_on && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct asrun_row row;
        read_row(statement, &row);
        if (row.start_ms >= from_ms && row.start_ms < to_ms)
            go_on = fn(user, &row);
    }
    bool good = !go_on || code == SQLITE_DONE || db_tell(store, diag);
    sqlite3_finalize(statement);
    return good;
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

static bool follow(void *user, const struct asrun_row *row)
{
    struct following *following = user;
    uint8_t wanted[ASRUN_HASH_SIZE];
    hash_row(following->hash, row, wanted);
    following->check->rows++;
    if (memcmp(wanted, row->hash, sizeof wanted) != 0) {
        following->check->broken = true;
        following->check->broken_ms = row->start_ms;
        return false;
    }
    memcpy(following->hash, wanted, sizeof wanted);
    if (following->head && memcmp(wanted, following->head, sizeof wanted) == 0)
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
