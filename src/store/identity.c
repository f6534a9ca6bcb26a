#include "identity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/connect.h"

/* A column of each of three tables that every schema had. */
#define SQL_KNOWN                                                                                  \
    "SELECT (SELECT count(*) FROM pragma_table_info('snippet', '%s') WHERE name ="                 \
    " 'speaker_length') + (SELECT count(*) FROM pragma_table_info('asrun', '%s') WHERE name ="     \
    " 'start_ms') + (SELECT count(*) FROM pragma_table_info('article', '%s') WHERE name ="         \
    " 'checksum')"
#define TABLES_KNOWN 3

/* -1 with an error. */
static int64_t number(sqlite3 *db, char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    free(sql);
    return value;
}

enum identity_kind identity_kind_of(sqlite3 *db, const char *schema)
{
    int64_t tables = number(db, memory_format("SELECT count(*) FROM %s.sqlite_schema", schema));
    if (tables < 0)
        return IDENTITY_ERROR;
    int64_t application = number(db, memory_format("PRAGMA %s.application_id", schema));
    if (application == IDENTITY_APPLICATION)
        return IDENTITY_OURS;
    if (tables == 0)
        return application == 0 ? IDENTITY_EMPTY : IDENTITY_FOREIGN;
    int64_t known = number(db, memory_format(SQL_KNOWN, schema, schema, schema));
    if (known < 0)
        return IDENTITY_ERROR;
    return known == TABLES_KNOWN && number(db, memory_format("PRAGMA %s.user_version", schema)) > 0
               ? IDENTITY_EARLIER
               : IDENTITY_FOREIGN;
}

void identity_read(sqlite3 *db, const char *schema, char id[IDENTITY_SIZE])
{
    sqlite3_stmt *statement = NULL;
    char *sql = memory_format("SELECT id FROM %s.identity", schema);
    id[0] = '\0';
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_text(statement, 0))
        snprintf(id, IDENTITY_SIZE, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    free(sql);
}

/* Not for reading only: SQLite takes back what a loss of power left half done. */
enum identity_kind identity_of_file(const char *path, char id[IDENTITY_SIZE], int64_t *version)
{
    sqlite3 *db = NULL;
    enum identity_kind kind = IDENTITY_ERROR;
    id[0] = '\0';
    if (connect_open(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK) {
        kind = identity_kind_of(db, "main");
        identity_read(db, "main", id);
        if (version)
            *version = number(db, memory_copy_string("PRAGMA user_version"));
    }
    sqlite3_close(db);
    return kind;
}
