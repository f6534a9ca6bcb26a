#include "row_sum.h"

#include <assert.h>
#include <stddef.h>

#include "base/hash.h"

#define WORDS 4 /* kind, text, quote, speaker */

int64_t row_sum_checksum(const struct snippet *snippet)
{
    uint64_t hash = hash_text(HASH_START, snippet_kind_name(snippet->kind));
    return (int64_t)hash_text(hash * 31 + (uint64_t)snippet->page,
                              snippet->text ? snippet->text : "");
}

static int64_t sum_of(const char *const words[WORDS], uint64_t start, uint64_t length)
{
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < WORDS; i++)
        hash = hash_text(hash * 31 + (words[i] != NULL), words[i] ? words[i] : "");
    hash = (hash * 31 + start) * 31 + length;
    return (int64_t)(hash ? hash : 1);
}

int64_t row_sum(const struct snippet *snippet)
{
    const char *const words[WORDS] = {snippet_kind_name(snippet->kind), snippet->text,
                                      snippet->quote, snippet->speaker};
    return sum_of(words, snippet->speaker_span.start, snippet->speaker_span.length);
}

static void sum_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    const char *words[WORDS];
    assert(count == WORDS + 2);
    (void)count;
    for (int i = 0; i < WORDS; i++)
        words[i] = (const char *)sqlite3_value_text(values[i]);
    sqlite3_result_int64(context, sum_of(words, (uint64_t)sqlite3_value_int64(values[WORDS]),
                                         (uint64_t)sqlite3_value_int64(values[WORDS + 1])));
}

bool row_sum_offer(sqlite3 *db)
{
    return sqlite3_create_function(db, "words_sum", WORDS + 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                   NULL, sum_function, NULL, NULL) == SQLITE_OK;
}
