#include "statements.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static sqlite3_stmt *take_kept(struct statements *statements, const char *sql)
{
    for (size_t i = 0; i < statements->count; i++) {
        struct statement *kept = &statements->items[i];
        if (!kept->taken && strcmp(sqlite3_sql(kept->compiled), sql) == 0) {
            kept->taken = true;
            return kept->compiled;
        }
    }
    return NULL;
}

sqlite3_stmt *statements_take(struct statements *statements, sqlite3 *db, const char *sql)
{
    sqlite3_stmt *compiled = take_kept(statements, sql);
    if (compiled ||
        sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &compiled, NULL) != SQLITE_OK)
        return compiled;
    assert(compiled); /* an empty text is no statement */
    size_t count = statements->count + 1;
    statements->items = memory_resize(statements->items, count, sizeof *statements->items);
    statements->items[statements->count] = (struct statement){compiled, true};
    statements->count = count;
    return compiled;
}

void statements_give_back(struct statements *statements, sqlite3_stmt *statement)
{
    size_t i = 0;
    while (i < statements->count && statements->items[i].compiled != statement)
        i++;
    assert(i < statements->count && statements->items[i].taken);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    statements->items[i].taken = false;
}

bool statements_are_taken(const struct statements *statements)
{
    for (size_t i = 0; i < statements->count; i++)
        if (statements->items[i].taken)
            return true;
    return false;
}

void statements_finish(struct statements *statements)
{
    assert(!statements_are_taken(statements));
    for (size_t i = 0; i < statements->count; i++)
        sqlite3_finalize(statements->items[i].compiled);
    free(statements->items);
    *statements = (struct statements){0};
}
