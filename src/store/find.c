#include "store/find.h"

#include "db.h"

#define SQL_ORIGIN                                                                                 \
    "SELECT max(id) FROM snippet WHERE origin = :origin"                                           \
    " AND state IN ('live', 'approved', 'held', 'killed')"
#define SQL_WORDS                                                                                  \
    "SELECT id FROM snippet WHERE text = :text AND breaking = 0 AND page = 0"                      \
    " AND (state = 'killed' OR (state IN ('live', 'approved', 'held') AND expires_ms > :now))"     \
    " ORDER BY state = 'killed', id DESC LIMIT 1"

/* The number of a statement that gives a row or none, which is given back. */
static bool take_number(struct store *store, sqlite3_stmt *statement, int64_t *number,
                        struct diag *diag)
{
    int code = sqlite3_step(statement);
    *number = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    bool good = code == SQLITE_ROW || code == SQLITE_DONE || db_tell(store, diag);
    db_give_back(store, statement);
    return good;
}

bool store_find_origin(struct store *store, const char *origin, int64_t *id, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, SQL_ORIGIN, diag);
    if (!statement)
        return false;
    db_bind_text(statement, ":origin", origin);
    return take_number(store, statement, id, diag);
}

bool store_knows_origin(struct store *store, const char *origin, int64_t id, bool *known,
                        struct diag *diag)
{
    int64_t found = 0;
    sqlite3_stmt *statement = db_prepare(
        store, "SELECT id FROM snippet WHERE origin = :origin AND :id IN (0, id) LIMIT 1", diag);
    *known = false;
    if (!statement)
        return false;
    db_bind_text(statement, ":origin", origin);
    db_bind_number(statement, ":id", id);
    bool good = take_number(store, statement, &found, diag);
    *known = found != 0;
    return good;
}

bool store_find_words(struct store *store, const char *text, int64_t now_ms, int64_t *id,
                      struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, SQL_WORDS, diag);
    if (!statement)
        return false;
    db_bind_text(statement, ":text", text);
    db_bind_number(statement, ":now", now_ms);
    return take_number(store, statement, id, diag);
}
