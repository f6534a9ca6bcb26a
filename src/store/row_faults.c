#include "row_faults.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "news/snippet.h"
#include "store/store.h"

static const struct number {
    const char *name;
    int64_t least, most;
    int column;
    bool may_be_null;
} numbers[] = {
    {"article", 0, INT64_MAX, 1, true},
    {"speaker_start", 0, INT64_MAX, 5, false},
    {"speaker_length", 0, INT64_MAX, 6, false},
    {"start", 0, INT64_MAX, 15, false},
    {"end", 0, INT64_MAX, 16, false},
    {"partial", 0, 1, 17, false},
    {"priority", 0, SNIPPET_PRIORITY_MAX, 19, false},
    {"weight", 0, SNIPPET_WEIGHT_MAX, 20, false}, /* 0: as the least */
    {"created_ms", 0, INT64_MAX, 21, false},
    {"not_before_ms", 0, INT64_MAX, 22, false},
    {"expires_ms", 0, INT64_MAX, 23, false},
    {"gap_ms", 0, INT64_MAX, 26, false},
    {"most_airings", 0, INT64_MAX, 27, false},
    {"page", 0, INT32_MAX - 1, 28, false}, /* the next one is counted, too */
    {"page_of", 0, INT64_MAX, 29, true},
    {"breaking", 0, SNIPPET_LEVEL_MAX, 30, false},
    {"last_ms", 0, INT64_MAX, 31, true},
    {"airings", 0, INT64_MAX - 1, 32, true},
};

/* A file's name is bytes: `origin` may be anything. */
static const struct words {
    int column;
    const char *name;
} texts[] = {
    {9, "speaker_as_written"}, {10, "cue"},     {11, "source"},   {12, "language"}, {13, "hold"},
    {24, "category"},          {25, "daypart"}, {33, "replaced"},
};

static bool is_sound_number(sqlite3_stmt *statement, const struct number *number)
{
    int type = sqlite3_column_type(statement, number->column);
    sqlite3_int64 value = sqlite3_column_int64(statement, number->column);
    return (type == SQLITE_NULL && number->may_be_null) ||
           (type == SQLITE_INTEGER && value >= number->least && value <= number->most);
}

static bool is_sound_text(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    size_t length = (size_t)sqlite3_column_bytes(statement, column);
    return !text ||
           (utf8_validate(text, length) == length && utf8_find_control(text, length) == length);
}

static bool is_sound_state(sqlite3_stmt *statement)
{
    const char *name = (const char *)sqlite3_column_text(statement, 3);
    enum store_state state;
    return name && store_state_parse(name, &state);
}

/* The sum is right where this program wrote them; still nobody may read beyond their end. */
static bool are_sound_words(sqlite3_stmt *statement)
{
    static const int columns[] = {4, 7, 8}; /* text, quote, speaker */
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const char *words = (const char *)sqlite3_column_text(statement, columns[i]);
        if (words && utf8_validate(words, strlen(words)) < strlen(words))
            return false;
    }
    const char *text = (const char *)sqlite3_column_text(statement, 4);
    uint64_t length = text ? strlen(text) : 0;
    uint64_t start = (uint64_t)sqlite3_column_int64(statement, 5);
    return start <= length && (uint64_t)sqlite3_column_int64(statement, 6) <= length - start;
}

static bool is_sound_confidence(sqlite3_stmt *statement)
{
    int type = sqlite3_column_type(statement, 18);
    double confidence = sqlite3_column_double(statement, 18);
    return (type == SQLITE_FLOAT || type == SQLITE_INTEGER) && confidence >= 0 && confidence <= 1;
}

const char *row_fault(sqlite3_stmt *statement)
{
    if (!is_sound_state(statement))
        return "state";
    if (!are_sound_words(statement))
        return "text";
    if (!is_sound_confidence(statement))
        return "confidence";
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!is_sound_number(statement, &numbers[i]))
            return numbers[i].name;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!is_sound_text(statement, texts[i].column))
            return texts[i].name;
    return NULL;
}
