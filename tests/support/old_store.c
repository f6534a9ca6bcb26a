#include "old_store.h"

#include <sqlite3.h>
#include <stdio.h>

#include "../../src/store/row_sum.h"
#include "../../src/store/schema.h"

#define FIRST_WITH_SUMS 5

static bool run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool fill(sqlite3 *db, int version)
{
    char sql[64];
    bool good =
        row_sum_offer(db) && run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN");
    for (int i = 0; good && i < version; i++)
        good = run(db, schema_steps[i]);
    good = good && run(db, "INSERT INTO snippet (kind, state, text, created_ms) VALUES"
                           " ('line', 'live', 'one', 1), ('line', 'killed', 'two', 2)");
    if (good && version >= FIRST_WITH_SUMS)
        good = run(db, "UPDATE snippet SET sum ="
                       " words_sum(kind, text, quote, speaker, speaker_start, speaker_length)");
    snprintf(sql, sizeof sql, "PRAGMA user_version = %d; COMMIT", version);
    return good && run(db, sql);
}

bool old_store_make(const char *path, int version)
{
    sqlite3 *db;
    bool good = sqlite3_open(path, &db) == SQLITE_OK && fill(db, version);
    return sqlite3_close(db) == SQLITE_OK && good;
}
