#include "column_sql.h"

#include <assert.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

#define HASH_SIZE 32 /* SHA-256 */

static bool is_used(const struct column *column, unsigned uses)
{
    return column->name && (column->uses & uses) == uses;
}

/* Each column's name between what stands before and after it, with commas. */
static void add_each(struct buffer *sql, const struct column_table *table, unsigned uses,
                     const char *before, const char *after)
{
    const char *comma = "";
    for (size_t i = 0; i < table->count; i++)
        if (is_used(&table->columns[i], uses)) {
            buffer_add_string(sql, comma);
            buffer_add_string(sql, before);
            buffer_add_string(sql, before[0] ? table->columns[i].name : "");
            buffer_add_string(sql, after);
            comma = ", ";
        }
}

char *columns_list(const struct column_table *table, unsigned uses)
{
    struct buffer sql = {0};
    add_each(&sql, table, uses, "\"", "\"");
    return buffer_detach(&sql);
}

char *columns_insert(const struct column_table *table, unsigned uses, const char *into)
{
    struct buffer sql = {0};
    buffer_format(&sql, "INSERT INTO %s (", into);
    add_each(&sql, table, uses, "\"", "\"");
    buffer_add_string(&sql, ") VALUES (");
    add_each(&sql, table, uses, "", "?");
    buffer_add_string(&sql, ")");
    return buffer_detach(&sql);
}

char *columns_update(const struct column_table *table, unsigned uses)
{
    struct buffer sql = {0};
    buffer_format(&sql, "UPDATE %s SET ", table->name);
    add_each(&sql, table, uses, "\"", "\" = ?");
    buffer_add_string(&sql, " WHERE id = :id");
    return buffer_detach(&sql);
}

int64_t column_expiry(int64_t expires_ms)
{
    return expires_ms ? expires_ms : INT64_MAX;
}

static const char *text_at(const struct column *column, const void *field)
{
    if (column->type == COLUMN_CHOICE)
        return column->choice(*(const int *)field);
    const char *text = *(const char *const *)field;
    return text ? text : column->otherwise;
}

static int64_t number_at(enum column_type type, const void *field)
{
    switch (type) {
    case COLUMN_BOOL:
        return *(const bool *)field;
    case COLUMN_INT:
        return *(const int *)field;
    case COLUMN_SIZE:
        return (int64_t) * (const size_t *)field;
    case COLUMN_BITS:
        return (int64_t) * (const uint64_t *)field;
    case COLUMN_EXPIRY:
        return column_expiry(*(const int64_t *)field);
    default:
        return *(const int64_t *)field;
    }
}

static void bind_blob(sqlite3_stmt *statement, int at, const void *bytes, size_t size)
{
    sqlite3_bind_blob64(statement, at, size ? bytes : "", size, SQLITE_STATIC);
}

static void bind_one(sqlite3_stmt *statement, int at, const struct column *column,
                     const void *field)
{
    const struct column_bytes *blob = field;
    switch (column->type) {
    case COLUMN_TEXT:
    case COLUMN_WORDS:
    case COLUMN_BYTES:
    case COLUMN_BORROWED:
    case COLUMN_CHOICE:
        sqlite3_bind_text(statement, at, text_at(column, field), -1, SQLITE_STATIC);
        break;
    case COLUMN_REAL:
        sqlite3_bind_double(statement, at, *(const double *)field);
        break;
    case COLUMN_BLOB:
        bind_blob(statement, at, blob->bytes, blob->size);
        break;
    case COLUMN_HASH:
        bind_blob(statement, at, field, HASH_SIZE);
        break;
    case COLUMN_REFERENCE:
        if (*(const int64_t *)field)
            sqlite3_bind_int64(statement, at, *(const int64_t *)field);
        break;
    default:
        sqlite3_bind_int64(statement, at, number_at(column->type, field));
    }
}

void columns_bind(sqlite3_stmt *statement, const struct column_table *table, unsigned uses,
                  const void *row)
{
    int at = 0;
    for (size_t i = 0; i < table->count; i++)
        if (is_used(&table->columns[i], uses))
            bind_one(statement, ++at, &table->columns[i],
                     (const char *)row + table->columns[i].offset);
    assert(at > 0 && at <= sqlite3_bind_parameter_count(statement));
}

static int read_choice(const struct column *column, const char *name)
{
    const char *choice;
    for (int value = 0; name && (choice = column->choice(value)); value++)
        if (strcmp(choice, name) == 0)
            return value;
    return column->unknown;
}

static int as_int(int64_t value)
{
    return value > INT_MAX ? INT_MAX : value < INT_MIN ? INT_MIN : (int)value;
}

/* What a size can't hold is none, and stays out of each range. */
static size_t as_size(int64_t value)
{
    return (uint64_t)value > SIZE_MAX ? SIZE_MAX : (size_t)value;
}

static void read_number(int64_t value, enum column_type type, void *field)
{
    switch (type) {
    case COLUMN_BOOL:
        *(bool *)field = value != 0;
        break;
    case COLUMN_INT:
        *(int *)field = as_int(value);
        break;
    case COLUMN_SIZE:
        *(size_t *)field = as_size(value);
        break;
    case COLUMN_BITS:
        *(uint64_t *)field = (uint64_t)value;
        break;
    case COLUMN_EXPIRY:
        *(int64_t *)field = value == INT64_MAX ? 0 : value;
        break;
    default:
        *(int64_t *)field = value;
    }
}

static void read_blob(sqlite3_stmt *statement, int at, struct column_bytes *blob)
{
    blob->bytes = sqlite3_column_blob(statement, at);
    blob->size = (size_t)sqlite3_column_bytes(statement, at);
}

static void read_hash(sqlite3_stmt *statement, int at, uint8_t hash[HASH_SIZE])
{
    memset(hash, 0, HASH_SIZE);
    if (sqlite3_column_bytes(statement, at) == HASH_SIZE)
        memcpy(hash, sqlite3_column_blob(statement, at), HASH_SIZE);
}

static void read_one(sqlite3_stmt *statement, int at, const struct column *column, void *field)
{
    switch (column->type) {
    case COLUMN_TEXT:
    case COLUMN_WORDS:
    case COLUMN_BYTES:
        *(char **)field = memory_copy_string((const char *)sqlite3_column_text(statement, at));
        break;
    case COLUMN_BORROWED:
        *(const char **)field = (const char *)sqlite3_column_text(statement, at);
        break;
    case COLUMN_CHOICE:
        *(int *)field = read_choice(column, (const char *)sqlite3_column_text(statement, at));
        break;
    case COLUMN_REAL:
        *(double *)field = sqlite3_column_double(statement, at);
        break;
    case COLUMN_BLOB:
        read_blob(statement, at, field);
        break;
    case COLUMN_HASH:
        read_hash(statement, at, field);
        break;
    default:
        read_number(sqlite3_column_int64(statement, at), column->type, field);
    }
}

void columns_read(sqlite3_stmt *statement, const struct column_table *table, unsigned uses,
                  void *row)
{
    int at = 0;
    for (size_t i = 0; i < table->count; i++)
        if (is_used(&table->columns[i], uses))
            read_one(statement, at++, &table->columns[i], (char *)row + table->columns[i].offset);
    assert(at == sqlite3_column_count(statement));
}
