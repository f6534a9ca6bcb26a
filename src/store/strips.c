#include "strips.h"

#include <assert.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"

/* When a strip last aired is noted once a day: an SD card notices each write. */
#define NOTED_MS INT64_C(86400000)
/* In front of the compressed bytes stands how many there are, least byte first. */
#define HEAD_SIZE 4
/* Coverage of the largest strip is far below. */
#define PLAIN_MAX (INT32_C(1) << 28)

void asrun_strip_key(const void *bytes, size_t size, uint8_t key[ASRUN_KEY_SIZE])
{
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, size, bytes);
    sha256_digest(&sha, ASRUN_KEY_SIZE, key);
}

static int64_t number_of(const uint8_t key[ASRUN_KEY_SIZE])
{
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof number; i++)
        number = number << 8 | key[i];
    return (int64_t)number;
}

/* The caller frees. */
static uint8_t *compress_strip(const struct asrun_strip *strip, size_t *size)
{
    uLongf room = compressBound((uLong)strip->size);
    uint8_t *packed = memory_alloc(HEAD_SIZE + room, 1);
    for (size_t i = 0; i < HEAD_SIZE; i++)
        packed[i] = (uint8_t)(strip->size >> (8 * i));
    if (compress(packed + HEAD_SIZE, &room, strip->bytes, (uLong)strip->size) != Z_OK)
        abort(); /* there is room, and memory_alloc would have told that there is none */
    *size = HEAD_SIZE + room;
    return packed;
}

static bool insert(struct store *store, const struct asrun_strip *strip, int64_t now_ms,
                   struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(
        store, "INSERT OR IGNORE INTO strip (sum, last_ms, bytes) VALUES (?1, ?2, ?3)", diag);
    if (!statement)
        return false;
    size_t size;
    uint8_t *packed = compress_strip(strip, &size);
    sqlite3_bind_int64(statement, 1, number_of(strip->key));
    sqlite3_bind_int64(statement, 2, now_ms);
    sqlite3_bind_blob64(statement, 3, packed, size, SQLITE_STATIC);
    bool good = db_finish(store, statement, diag);
    free(packed);
    return good;
}

static bool note(struct store *store, const struct asrun_strip *strip, int64_t now_ms,
                 struct diag *diag)
{
    sqlite3_stmt *statement =
        db_prepare(store, "UPDATE strip SET last_ms = ?2 WHERE sum = ?1", diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, number_of(strip->key));
    sqlite3_bind_int64(statement, 2, now_ms);
    return db_finish(store, statement, diag);
}

bool strips_keep(struct store *store, const struct asrun_strip *strip, int64_t now_ms,
                 struct diag *diag)
{
    int64_t last_ms = 0;
    assert(strip->bytes && strip->size > 0);
    if (strip->size > PLAIN_MAX)
        return diag_error(diag, "%s: a strip of %zu bytes is too large to be kept", store->path,
                          strip->size);
    if (!db_number(store, "SELECT last_ms FROM strip WHERE sum = ?1", number_of(strip->key),
                   INT64_MIN, &last_ms, diag))
        return false;
    if (last_ms == INT64_MIN)
        return insert(store, strip, now_ms, diag);
    return now_ms < last_ms + NOTED_MS || note(store, strip, now_ms, diag);
}

bool strips_drop(struct store *store, int64_t before_ms, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, "DELETE FROM strip WHERE last_ms < ?1", diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, before_ms - NOTED_MS);
    return db_finish(store, statement, diag);
}

/* NULL when it is damaged; *key is what it is. */
static void *uncompress_strip(const uint8_t *packed, size_t packed_size,
                              uint8_t key[ASRUN_KEY_SIZE], size_t *size)
{
    uLongf room = 0;
    for (size_t i = 0; i < HEAD_SIZE && i < packed_size; i++)
        room |= (uLongf)packed[i] << (8 * i);
    if (packed_size <= HEAD_SIZE || room > PLAIN_MAX)
        return NULL;
    uint8_t *bytes = memory_alloc(room, 1);
    *size = room;
    if (uncompress(bytes, &room, packed + HEAD_SIZE, (uLong)(packed_size - HEAD_SIZE)) == Z_OK &&
        room == *size) {
        asrun_strip_key(bytes, *size, key);
        return bytes;
    }
    free(bytes);
    return NULL;
}

/* From a row's bytes; NULL when it is not the one that is wanted. */
static void *strip_of(sqlite3_stmt *statement, const uint8_t key[ASRUN_KEY_SIZE], size_t *size)
{
    uint8_t found[ASRUN_KEY_SIZE];
    void *bytes = uncompress_strip(sqlite3_column_blob(statement, 0),
                                   (size_t)sqlite3_column_bytes(statement, 0), found, size);
    if (bytes && memcmp(found, key, sizeof found) == 0)
        return bytes;
    free(bytes);
    return NULL;
}

static bool is_strip_damaged(sqlite3_stmt *statement)
{
    uint8_t key[ASRUN_KEY_SIZE];
    size_t size;
    void *bytes = uncompress_strip(sqlite3_column_blob(statement, 0),
                                   (size_t)sqlite3_column_bytes(statement, 0), key, &size);
    bool damaged = !bytes || number_of(key) != sqlite3_column_int64(statement, 1);
    free(bytes);
    return damaged;
}

static bool drop(struct store *store, int64_t sum, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, "DELETE FROM strip WHERE sum = ?1", diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, sum);
    return db_finish(store, statement, diag);
}

/* In order of sums: a row that is dropped lies behind where it is read. */
bool strips_drop_damaged(struct store *store, int64_t *dropped, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, "SELECT bytes, sum FROM strip ORDER BY sum", diag);
    if (!statement)
        return false;
    assert(dropped);
    int code = SQLITE_DONE;
    bool good = true;
    *dropped = 0;
    while (good && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!is_strip_damaged(statement))
            continue;
        ++*dropped;
        good = drop(store, sqlite3_column_int64(statement, 1), diag);
    }
    good = good && (code == SQLITE_DONE || db_tell(store, diag));
    db_give_back(store, statement);
    return good;
}

void *asrun_strip(struct store *store, const uint8_t key[ASRUN_KEY_SIZE], size_t *size,
                  struct diag *diag)
{
    void *bytes = NULL;
    sqlite3_stmt *statement = db_prepare(store, "SELECT bytes FROM strip WHERE sum = ?1", diag);
    if (!statement)
        return NULL;
    sqlite3_bind_int64(statement, 1, number_of(key));
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        bytes = strip_of(statement, key, size);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        db_tell(store, diag);
    else if (!bytes)
        diag_error(diag, "%s: a strip as aired is %s", store->path,
                   code == SQLITE_ROW ? "damaged: it is not what its checksum says"
                                      : "not there any more");
    db_give_back(store, statement);
    return bytes;
}
