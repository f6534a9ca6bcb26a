#include "store/origin.h"

#include "db.h"
#include "news/snippet.h"
#include "row_sum.h"

#define SQL_STANDING                                                                               \
    "article = (SELECT id FROM article WHERE origin = :origin AND corrected_by IS NULL)"

/* Whether the words of a row are not those that came in. */
static bool is_other(sqlite3_stmt *statement)
{
    struct snippet snippet = {0};
    const char *kind = (const char *)sqlite3_column_text(statement, 0);
    snippet.text = (char *)sqlite3_column_text(statement, 1);
    return !kind || !snippet.text || !snippet_kind_parse(kind, &snippet.kind) ||
           row_sum_checksum(&snippet) != sqlite3_column_int64(statement, 2);
}

bool store_origin_is_edited(struct store *store, const char *origin, bool *edited,
                            struct diag *diag)
{
    *edited = false;
    sqlite3_stmt *statement = db_prepare(store,
                                         "SELECT kind, text, checksum, state IN ('approved',"
                                         " 'killed', 'removed') FROM snippet WHERE " SQL_STANDING
                                         " AND state <> 'corrected'",
                                         diag);
    if (!statement)
        return false;
    db_bind_text(statement, ":origin", origin);
    int code = SQLITE_ROW;
    while (!*edited && (code = sqlite3_step(statement)) == SQLITE_ROW)
        *edited = is_other(statement) || sqlite3_column_int(statement, 3) != 0;
    bool good = code == SQLITE_ROW || code == SQLITE_DONE || db_tell(store, diag);
    db_give_back(store, statement);
    return good;
}

/* Stands before the reason why a row was held, so that what a feed took off is no editor's kill. */
#define TAKEN_OFF "its feed has taken it off"
#define SQL_TAKEN_OFF "(hold = '" TAKEN_OFF "' OR hold LIKE '" TAKEN_OFF "; %')"

static bool change(struct store *store, const char *sql, const char *origin, int64_t *count,
                   struct diag *diag)
{
    *count = 0;
    if (!db_begin(store, diag))
        return false;
    sqlite3_stmt *statement = db_prepare(store, sql, diag);
    bool good = statement != NULL;
    if (good) {
        db_bind_text(statement, ":origin", origin);
        good = db_finish(store, statement, diag);
    }
    *count = good ? sqlite3_changes(store->db) : 0;
    return db_end_edit(store, good, diag);
}

#define SQL_TAKE_OFF(state, from)                                                                  \
    "UPDATE snippet SET state = '" state "', hold = '" TAKEN_OFF "' || ifnull('; ' || hold, '')"   \
    " WHERE " SQL_STANDING " AND state IN (" from ")"

bool store_origin_withdraw(struct store *store, const char *origin, int64_t *count,
                           struct diag *diag)
{
    return change(store, SQL_TAKE_OFF("killed", "'live', 'approved', 'held', 'expired'"), origin,
                  count, diag);
}

bool store_origin_end(struct store *store, const char *origin, int64_t *count, struct diag *diag)
{
    return change(store, SQL_TAKE_OFF("expired", "'live', 'approved', 'held'"), origin, count,
                  diag);
}

bool store_origin_give_back(struct store *store, const char *origin, int64_t *count,
                            struct diag *diag)
{
    return change(store,
                  "UPDATE snippet SET state = iif(hold = '" TAKEN_OFF "', 'live', 'held'),"
                  " hold = nullif(substr(hold, length('" TAKEN_OFF "; ') + 1), '')"
                  " WHERE " SQL_STANDING " AND state IN ('killed', 'expired') AND " SQL_TAKEN_OFF,
                  origin, count, diag);
}
