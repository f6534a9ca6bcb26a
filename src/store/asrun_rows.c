#include "asrun_rows.h"

#include <assert.h>
#include <nettle/sha2.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "column_sql.h"

_Static_assert(ASRUN_HASH_SIZE == SHA256_DIGEST_SIZE, "the chain is SHA-256");

#define ROW(member) offsetof(struct asrun_row, member)
#define KEPT (COLUMN_INSERTED | COLUMN_READ)
#define CHAINED (KEPT | COLUMN_CHAINED)
#define BOTH (CHAINED | COLUMN_OPEN)

/* The chain hashes them in this order: it never changes, and a new one comes last. */
static const struct column columns[] = {
    {"id", COLUMN_NUMBER, CHAINED, ROW(id), .meaning = "start in us, made greater than any before"},
    {"snippet", COLUMN_NUMBER, BOTH, ROW(snippet), .meaning = "0: what is shown when nothing airs"},
    {"start_ms", COLUMN_TIME, BOTH, ROW(start_ms), .meaning = "when it went on air"},
    {"end_ms", COLUMN_TIME, BOTH, ROW(end_ms), .meaning = "when it ended, or was last seen"},
    {"text", COLUMN_BORROWED, BOTH, ROW(text), .meaning = "as shown"},
    {"reason", COLUMN_BORROWED, BOTH, ROW(reason), .meaning = "why it was chosen"},
    {"cut", COLUMN_BORROWED, CHAINED, ROW(cut), .meaning = "why it ended early; NULL: it did not"},
    {"config", COLUMN_BITS, BOTH, ROW(config), .meaning = "checksum of the configuration"},
    {"frames", COLUMN_NUMBER, BOTH, ROW(frames), .meaning = "pictures sent to the output"},
    {"pixels", COLUMN_BITS, BOTH, ROW(pixels), .meaning = "sum of their CRC-32s, modulo 2^64"},
    {"scenes", COLUMN_BLOB, BOTH, ROW(scenes), .meaning = "what stood on the wall"},
    {"zone", COLUMN_BORROWED, KEPT | COLUMN_OPEN | COLUMN_LATER, ROW(zone),
     .meaning = "where on the wall; NULL: it has one place only"},
    {"uncounted", COLUMN_BOOL, COLUMN_OPEN, ROW(uncounted),
     .meaning = "not an airing of the snippet"},
    {"chain", COLUMN_NUMBER, KEPT, ROW(chain), .meaning = "the rule of its hash: ASRUN_CHAIN"},
    {"hash", COLUMN_HASH, KEPT, ROW(hash), .meaning = "of the one before and this row"},
};

static const struct column_table asrun_columns = {"asrun", columns,
                                                  sizeof columns / sizeof *columns};

/* A column's kind and length go in first, so that no two rows give the same bytes. */
static void chain_bytes(struct sha256_ctx *sha, char kind, const void *bytes, size_t size)
{
    uint8_t head[9] = {(uint8_t)kind};
    for (size_t i = 0; i < 8; i++)
        head[1 + i] = (uint8_t)((uint64_t)size >> (8 * i));
    sha256_update(sha, sizeof head, head);
    if (size)
        sha256_update(sha, size, bytes);
}

static void chain_number(struct sha256_ctx *sha, int64_t number)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)((uint64_t)number >> (8 * i));
    chain_bytes(sha, 'i', bytes, sizeof bytes);
}

static void chain_text(struct sha256_ctx *sha, const char *text)
{
    chain_bytes(sha, text ? 't' : '0', text, text ? strlen(text) : 0);
}

static void chain_column(struct sha256_ctx *sha, const struct column *column, const void *field)
{
    const struct column_bytes *blob = field;
    switch (column->type) {
    case COLUMN_BORROWED:
        chain_text(sha, *(const char *const *)field);
        break;
    case COLUMN_BLOB:
        chain_bytes(sha, 'b', blob->bytes, blob->size);
        break;
    default:
        chain_number(sha, *(const int64_t *)field);
    }
}

/* Rows from before there was such a column hash as they did. */
static bool is_chained(const struct column *column, const void *field)
{
    return (column->uses & COLUMN_CHAINED) ||
           ((column->uses & COLUMN_LATER) && *(const char *const *)field);
}

void asrun_rows_hash(const uint8_t before[ASRUN_HASH_SIZE], const struct asrun_row *row,
                     uint8_t hash[ASRUN_HASH_SIZE])
{
    struct sha256_ctx sha;
    sha256_init(&sha);
    chain_bytes(&sha, 'h', before, ASRUN_HASH_SIZE);
    for (size_t i = 0; i < asrun_columns.count; i++) {
        const void *field = (const char *)row + columns[i].offset;
        if (is_chained(&columns[i], field))
            chain_column(&sha, &columns[i], field);
    }
    sha256_digest(&sha, ASRUN_HASH_SIZE, hash);
}

static sqlite3_stmt *prepare(struct store *store, unsigned uses, const char *from,
                             struct diag *diag)
{
    char *list = columns_list(&asrun_columns, uses);
    char *sql = memory_format("SELECT %s FROM %s", list, from);
    sqlite3_stmt *statement = db_prepare(store, sql, diag);
    free(sql);
    free(list);
    return statement;
}

sqlite3_stmt *asrun_rows_prepare(struct store *store, const char *rest, struct diag *diag)
{
    char *from = memory_format("asrun %s", rest);
    sqlite3_stmt *statement = prepare(store, COLUMN_READ, from, diag);
    free(from);
    return statement;
}

sqlite3_stmt *asrun_rows_prepare_open(struct store *store, struct diag *diag)
{
    return prepare(store, COLUMN_OPEN, "asrun_open", diag);
}

void asrun_rows_read(sqlite3_stmt *statement, struct asrun_row *row)
{
    *row = (struct asrun_row){0};
    columns_read(statement, &asrun_columns, COLUMN_READ, row);
}

void asrun_rows_read_open(sqlite3_stmt *statement, struct asrun_row *row)
{
    *row = (struct asrun_row){0};
    columns_read(statement, &asrun_columns, COLUMN_OPEN, row);
}

static bool insert(struct store *store, const struct asrun_row *row, unsigned uses,
                   const char *into, struct diag *diag)
{
    char *sql = columns_insert(&asrun_columns, uses, into);
    sqlite3_stmt *statement = db_prepare(store, sql, diag);
    free(sql);
    if (!statement)
        return false;
    columns_bind(statement, &asrun_columns, uses, row);
    return db_finish(store, statement, diag);
}

bool asrun_rows_insert(struct store *store, const struct asrun_row *row, struct diag *diag)
{
    assert(row->id > 0 && !row->open);
    return insert(store, row, COLUMN_INSERTED, asrun_columns.name, diag);
}

bool asrun_rows_insert_open(struct store *store, const struct asrun_row *row, struct diag *diag)
{
    assert(row->open && !row->cut);
    return insert(store, row, COLUMN_OPEN, "asrun_open", diag);
}
