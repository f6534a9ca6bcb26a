#include "kept_off.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "damage.h"
#include "snippet_rows.h"
#include "store/connect.h"

/* More than these a person does not read. */
#define TOLD_MAX 10

#define SQL_AIRABLE "(" ROWS_AIRABLE " OR state = 'held')"
/* What is over by its own time is so in the backup, too. */
#define SQL_SINCE                                                                                  \
    "SELECT id, created_ms, state, text, " SQL_AIRABLE " FROM snippet WHERE " SQL_AIRABLE          \
    " OR state IN ('killed', 'corrected') OR (state = 'expired' AND expires_ms > ?1)"
/* No id is given twice; a row that came in at another time is of a store that was begun anew. */
#define SQL_THEN "SELECT text FROM snippet WHERE id = ?1 AND created_ms = ?2 AND " SQL_AIRABLE

static void tell(struct buffer *list, int64_t *count, int64_t id)
{
    if (*count < TOLD_MAX)
        buffer_format(list, *count > 0 ? ", %lld" : "%lld", (long long)id);
    else if (*count == TOLD_MAX)
        buffer_add_string(list, ", ...");
    ++*count;
}

/* A row of the store beside the backup's, which may air. False where it is damaged: neither of its
 * texts is ever NULL. */
static bool compare(struct kept_off *found, sqlite3_stmt *since, const char *then)
{
    int64_t id = sqlite3_column_int64(since, 0);
    const char *state = (const char *)sqlite3_column_text(since, 2);
    const char *text = (const char *)sqlite3_column_text(since, 3);
    if (!state || !text)
        return false;
    if (!sqlite3_column_int(since, 4)) {
        buffer_format(&found->sql, "UPDATE snippet SET state = '%s' WHERE id = %lld;", state,
                      (long long)id);
        tell(&found->off, &found->off_count, id);
    } else if (then && strcmp(text, then) != 0) {
        tell(&found->earlier, &found->earlier_count, id);
    }
    return true;
}

static bool compare_all(struct kept_off *found, sqlite3_stmt *since, sqlite3_stmt *then)
{
    int code = SQLITE_ROW;
    bool good = true;
    while (good && (code = sqlite3_step(since)) == SQLITE_ROW) {
        sqlite3_bind_int64(then, 1, sqlite3_column_int64(since, 0));
        sqlite3_bind_int64(then, 2, sqlite3_column_int64(since, 1));
        if (sqlite3_step(then) == SQLITE_ROW)
            good = compare(found, since, (const char *)sqlite3_column_text(then, 0));
        sqlite3_reset(then);
    }
    return good && code == SQLITE_DONE;
}

/* The log, the ticker's memory and whoever reads a list know them. */
#define SQL_LAST                                                                                   \
    "SELECT seq FROM sqlite_sequence WHERE name = ?1"                                              \
    " AND seq < (SELECT ifnull(max(id), 0) FROM %s) + %lld"

static bool keep_numbers(struct kept_off *found, sqlite3 *store)
{
    static const char *const tables[] = {"snippet", "article"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        sqlite3_stmt *last = NULL;
        char *sql = memory_format(SQL_LAST, tables[i], (long long)DAMAGE_APART);
        bool good = sqlite3_prepare_v2(store, sql, -1, &last, NULL) == SQLITE_OK;
        if (good && sqlite3_bind_text(last, 1, tables[i], -1, SQLITE_STATIC) == SQLITE_OK &&
            sqlite3_step(last) == SQLITE_ROW)
            buffer_format(&found->sql,
                          "INSERT INTO sqlite_sequence (name, seq) SELECT '%s', 0 WHERE NOT EXISTS"
                          " (SELECT 1 FROM sqlite_sequence WHERE name = '%s');"
                          "UPDATE sqlite_sequence SET seq = max(seq, %lld) WHERE name = '%s';",
                          tables[i], tables[i], (long long)sqlite3_column_int64(last, 0),
                          tables[i]);
        sqlite3_finalize(last);
        free(sql);
        if (!good)
            return false;
    }
    return true;
}

bool kept_off_find(struct kept_off *found, sqlite3 *backup, const char *path, int64_t now_ms)
{
    sqlite3 *store = NULL;
    sqlite3_stmt *since = NULL;
    sqlite3_stmt *then = NULL;
    assert(backup);
    *found = (struct kept_off){0};
    bool good = connect_open(path, &store, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(store, SQL_SINCE, -1, &since, NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(backup, SQL_THEN, -1, &then, NULL) == SQLITE_OK;
    if (good) {
        sqlite3_bind_int64(since, 1, now_ms);
        good = keep_numbers(found, store) && compare_all(found, since, then);
    }
    sqlite3_finalize(then);
    sqlite3_finalize(since);
    sqlite3_close(store);
    return good;
}

void kept_off_finish(struct kept_off *found)
{
    buffer_finish(&found->sql);
    buffer_finish(&found->off);
    buffer_finish(&found->earlier);
}
