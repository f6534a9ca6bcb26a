#include "row_faults.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

static bool is_sound_number(sqlite3_stmt *statement, int at, const struct column *column)
{
    int type = sqlite3_column_type(statement, at);
    sqlite3_int64 value = sqlite3_column_int64(statement, at);
    bool may_be_null = column->type == COLUMN_REFERENCE || (column->uses & COLUMN_JOINED);
    return (type == SQLITE_NULL && may_be_null) ||
           (type == SQLITE_INTEGER && value >= column->least && value <= column->most);
}

static bool is_sound_real(sqlite3_stmt *statement, int at, const struct column *column)
{
    int type = sqlite3_column_type(statement, at);
    double value = sqlite3_column_double(statement, at);
    return (type == SQLITE_FLOAT || type == SQLITE_INTEGER) && value >= (double)column->least &&
           value <= (double)column->most;
}

static bool is_sound_text(sqlite3_stmt *statement, int at)
{
    const char *text = (const char *)sqlite3_column_text(statement, at);
    size_t length = (size_t)sqlite3_column_bytes(statement, at);
    return !text ||
           (utf8_validate(text, length) == length && utf8_find_control(text, length) == length);
}

/* The row's sum is right where this program wrote them; still nobody may read beyond their end. */
static bool are_sound_words(sqlite3_stmt *statement, int at)
{
    const char *words = (const char *)sqlite3_column_text(statement, at);
    return !words || utf8_validate(words, strlen(words)) == strlen(words);
}

static bool is_sound_choice(sqlite3_stmt *statement, int at, const struct column *column)
{
    const char *name = (const char *)sqlite3_column_text(statement, at);
    const char *choice;
    for (int value = 0; name && (choice = column->choice(value)); value++)
        if (strcmp(choice, name) == 0)
            return true;
    return false;
}

static bool is_sound(sqlite3_stmt *statement, int at, const struct column *column)
{
    switch (column->type) {
    case COLUMN_BYTES:
        return true;
    case COLUMN_TEXT:
        return is_sound_text(statement, at);
    case COLUMN_WORDS:
        return are_sound_words(statement, at);
    case COLUMN_CHOICE:
        return is_sound_choice(statement, at, column);
    case COLUMN_REAL:
        return is_sound_real(statement, at, column);
    default:
        return is_sound_number(statement, at, column);
    }
}

const char *row_fault(sqlite3_stmt *statement, const struct column_table *table, unsigned uses)
{
    int at = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct column *column = &table->columns[i];
        if (!column->name || (column->uses & uses) != uses)
            continue;
        if (!is_sound(statement, at++, column))
            return column->name;
    }
    assert(at == sqlite3_column_count(statement));
    return NULL;
}
