#include "store/due.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "snippet_rows.h"

/* What follows WHERE. */
#define SQL_DUE                                                                                    \
    ROWS_AIRABLE                                                                                   \
    " AND expires_ms > ?1 AND not_before_ms <= ?1"                                                 \
    " AND (page = 0 OR ifnull((SELECT count(*) = max(b.page) AND min(b.state IN ('live', "         \
    "'approved')"                                                                                  \
    " AND b.expires_ms > ?1 AND b.not_before_ms <= ?1) FROM snippet AS b WHERE b.article = "       \
    "s.article"                                                                                    \
    " AND b.page > 0 AND ifnull(b.page_of, b.id) = ifnull(s.page_of, s.id)), 1))"
#define SQL_DUE_ONE SQL_DUE " AND s.id = ?2"
/* What came in at one instant airs in order of id: of that the first ones, and the last ones of
 * all; a quotation's first page is cut off from none. Both are read off the index of created_ms. */
#define SQL_NEWEST_IDS                                                                             \
    "SELECT id FROM (SELECT id FROM snippet ORDER BY created_ms DESC, id DESC LIMIT ?2)"           \
    " UNION SELECT id FROM (SELECT id FROM snippet WHERE"                                          \
    " created_ms = (SELECT max(created_ms) FROM snippet) ORDER BY id LIMIT ?2)"                    \
    " UNION SELECT id FROM snippet WHERE breaking > 0"
#define SQL_DUE_NEWEST SQL_DUE " AND s.id IN (" SQL_NEWEST_IDS ")"
#define SQL_MORE "SELECT 1 FROM snippet LIMIT 1 OFFSET ?1"
#define SQL_NEXT_EMBARGO                                                                           \
    "SELECT not_before_ms FROM snippet WHERE " ROWS_AIRABLE                                        \
    " AND not_before_ms > 0 AND not_before_ms > ?1 ORDER BY not_before_ms LIMIT 1"

static int by_id(const void *a, const void *b)
{
    const struct store_row *row_a = a;
    const struct store_row *row_b = b;
    return (row_a->snippet.id > row_b->snippet.id) - (row_a->snippet.id < row_b->snippet.id);
}

/* What must not air, and where it is told. */
struct left_out {
    size_t count;
    struct buffer list;
};

#define TOLD_MAX 5 /* a list for a person */

static void leave_out(struct left_out *left_out, struct store_row *row)
{
    if (left_out->count++ < TOLD_MAX)
        buffer_format(&left_out->list, "%ssnippet %lld, column %s",
                      left_out->list.length ? "; " : "", (long long)row->snippet.id, row->fault);
    store_row_finish(row);
}

static void tell_left_out(const struct store *store, struct left_out *left_out, struct diag *diag)
{
    if (left_out->count > TOLD_MAX)
        buffer_format(&left_out->list, "; and %zu more", left_out->count - TOLD_MAX);
    if (left_out->count)
        diag_warning(diag,
                     "%s: what this program did not write stands there, and does not air: %s "
                     "(motograph show ID; motograph repair)",
                     store->path, left_out->list.data);
    buffer_finish(&left_out->list);
}

/* Each row of a SELECT of due ones, in order of id; the statement is given back. */
static bool take_rows(struct store *store, sqlite3_stmt *statement, struct store_row **rows,
                      size_t *count, struct diag *diag)
{
    size_t room = 0;
    struct left_out left_out = {0};
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (*count == room) {
            room = room ? room * 2 : 16;
            *rows = memory_resize(*rows, room, sizeof **rows);
        }
        struct store_row *row = &(*rows)[*count];
        rows_read(statement, row);
        *count += row->fault == NULL;
        if (row->fault)
            leave_out(&left_out, row);
    }
    db_give_back(store, statement);
    tell_left_out(store, &left_out, diag);
    if (*count > 1)
        qsort(*rows, *count, sizeof **rows, by_id);
    return code == SQLITE_DONE || db_tell(store, diag);
}

/* The second parameter is for those that have one. */
static bool read_due(struct store *store, const char *where, int64_t now_ms, int64_t second,
                     struct store_row **rows, size_t *count, struct diag *diag)
{
    sqlite3_stmt *statement = rows_prepare(store, where, diag);
    *rows = NULL;
    *count = 0;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, now_ms);
    if (sqlite3_bind_parameter_count(statement) > 1)
        sqlite3_bind_int64(statement, 2, second);
    if (take_rows(store, statement, rows, count, diag))
        return true;
    for (size_t i = 0; i < *count; i++)
        store_row_finish(&(*rows)[i]);
    free(*rows);
    *rows = NULL;
    *count = 0;
    return false;
}

bool store_due(struct store *store, int64_t now_ms, struct store_row **rows, size_t *count,
               struct diag *diag)
{
    bool good = read_due(store, SQL_DUE, now_ms, 0, rows, count, diag);
    sqlite3_db_release_memory(store->db); /* pages that were read once, here and by the check */
    return good;
}

bool store_due_newest(struct store *store, int64_t now_ms, size_t most, struct store_row **rows,
                      size_t *count, bool *all, struct diag *diag)
{
    int64_t more = 0;
    *rows = NULL;
    *count = 0;
    if (!db_number(store, SQL_MORE, (int64_t)most, 0, &more, diag))
        return false;
    *all = more == 0;
    return *all ? store_due(store, now_ms, rows, count, diag)
                : read_due(store, SQL_DUE_NEWEST, now_ms, (int64_t)most, rows, count, diag);
}

bool store_due_one(struct store *store, int64_t id, int64_t now_ms, struct store_row *row,
                   bool *due, struct diag *diag)
{
    struct store_row *rows = NULL;
    size_t count = 0;
    bool good = read_due(store, SQL_DUE_ONE, now_ms, id, &rows, &count, diag);
    *due = count > 0;
    *row = *due ? rows[0] : (struct store_row){0};
    free(rows);
    return good;
}

bool store_next_embargo(struct store *store, int64_t now_ms, int64_t *when_ms, struct diag *diag)
{
    return db_number(store, SQL_NEXT_EMBARGO, now_ms, INT64_MAX, when_ms, diag);
}
