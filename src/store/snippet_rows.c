#include "snippet_rows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "column_sql.h"
#include "row_faults.h"
#include "row_sum.h"

/* The row that a snippet becomes; its texts stay the snippet's. */
static struct store_row row_of(const struct snippet *snippet, enum store_state state)
{
    return (struct store_row){.snippet = *snippet,
                              .state = state,
                              .sum = row_sum(snippet),
                              .checksum = row_sum_checksum(snippet)};
}

bool rows_insert(struct store *store, const struct snippet *snippet, enum store_state state,
                 int64_t *id, struct diag *diag)
{
    char *sql = columns_insert(&snippet_columns, COLUMN_INSERTED, snippet_columns.name);
    sqlite3_stmt *statement = db_prepare(store, sql, diag);
    free(sql);
    if (!statement)
        return false;
    struct store_row row = row_of(snippet, state);
    columns_bind(statement, &snippet_columns, COLUMN_INSERTED, &row);
    if (!db_finish(store, statement, diag))
        return false;
    *id = sqlite3_last_insert_rowid(store->db);
    return true;
}

bool rows_update(struct store *store, const struct snippet *snippet, struct diag *diag)
{
    assert(snippet->id > 0);
    char *sql = columns_update(&snippet_columns, COLUMN_EDITED);
    sqlite3_stmt *statement = db_prepare(store, sql, diag);
    free(sql);
    if (!statement)
        return false;
    struct store_row row = row_of(snippet, STORE_LIVE); /* an edit leaves the state alone */
    columns_bind(statement, &snippet_columns, COLUMN_EDITED, &row);
    db_bind_number(statement, ":id", snippet->id);
    return db_finish(store, statement, diag);
}

sqlite3_stmt *rows_prepare(struct store *store, const char *where, struct diag *diag)
{
    char *list = columns_list(&snippet_columns, COLUMN_READ);
    char *sql = memory_format(
        "SELECT %s FROM snippet AS s LEFT JOIN aired ON aired.snippet = s.id WHERE %s", list,
        where);
    sqlite3_stmt *statement = db_prepare(store, sql, diag);
    free(sql);
    free(list);
    return statement;
}

static bool is_sound_span(const struct snippet *snippet)
{
    const struct snippet_span *span = &snippet->speaker_span;
    size_t length = strlen(snippet->text);
    return span->start <= length && span->length <= length - span->start;
}

void rows_read(sqlite3_stmt *statement, struct store_row *row)
{
    *row = (struct store_row){0};
    columns_read(statement, &snippet_columns, COLUMN_READ, row);
    row->damaged = !row->snippet.text || row->sum != row_sum(&row->snippet);
    if (row->damaged || !is_sound_span(&row->snippet))
        row->fault = "text";
    else
        row->fault = row_fault(statement, &snippet_columns, COLUMN_READ);
}

bool rows_count_damaged(struct store *store, int64_t now_ms, int64_t *count, struct diag *diag)
{
    return db_number(store,
                     "SELECT count(*) FROM snippet AS s WHERE " ROWS_AIRABLE
                     " AND expires_ms > ?1 AND (" ROW_SUM_SOUND ") IS NOT TRUE",
                     now_ms, 0, count, diag);
}

bool rows_drop_damaged(struct store *store, struct diag *diag)
{
    return db_execute(store, "DELETE FROM snippet AS s WHERE (" ROW_SUM_SOUND ") IS NOT TRUE",
                      diag);
}
