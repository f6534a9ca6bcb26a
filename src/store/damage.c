#include "damage.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Of what quick_check says the words on the damage: a headline with the schema's name stands before
 * them, on a line of its own. */
static char *words_of(const char *told)
{
    const char *headline = strncmp(told, "***", 3) == 0 ? strchr(told, '\n') : NULL;
    char *words = memory_copy_string(headline ? headline + 1 : told);
    for (char *at = words; (at = strchr(at, '\n')) != NULL;)
        *at = ';';
    return words;
}

#define SQL_NUMBERS                                                                                \
    "SELECT 1 FROM %s.sqlite_sequence WHERE seq > %lld + CASE name"                                \
    " WHEN 'snippet' THEN (SELECT ifnull(max(id), 0) FROM %s.snippet)"                             \
    " WHEN 'article' THEN (SELECT ifnull(max(id), 0) FROM %s.article) END"

bool damage_is_of_numbers(sqlite3 *db, const char *schema)
{
    sqlite3_stmt *statement = NULL;
    char *sql = memory_format(SQL_NUMBERS, schema, (long long)DAMAGE_APART, schema, schema);
    bool damaged = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
                   sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    free(sql);
    return damaged;
}

char *damage_find(sqlite3 *db, const char *schema)
{
    sqlite3_stmt *statement = NULL;
    char *sql = memory_format("PRAGMA %s.quick_check(1)", schema);
    char *wrong = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW)
        wrong = memory_copy_string(sqlite3_errmsg(db));
    else if (strcmp((const char *)sqlite3_column_text(statement, 0), "ok") != 0)
        wrong = words_of((const char *)sqlite3_column_text(statement, 0));
    free(sql);
    sqlite3_finalize(statement);
    if (!wrong && damage_is_of_numbers(db, schema))
        wrong = memory_copy_string(DAMAGE_NUMBERS);
    return wrong;
}

bool damage_is_told_by(int code)
{
    int plain = code & 0xff;
    return plain == SQLITE_CORRUPT || plain == SQLITE_NOTADB || code == SQLITE_IOERR_SHORT_READ ||
           code == SQLITE_IOERR_CORRUPTFS;
}
