/* A store of each schema that there was comes along, also where the power fails at any write of
 * that: it is then what it was, or what it becomes, and never between. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../src/store/identity.h"
#include "../../../src/store/schema.h"
#include "base/memory.h"
#include "check.h"
#include "old_store.h"
#include "power_vfs.h"
#include "store/due.h"
#include "store/store.h"

#define PATH "news.db"
#define SEEDS 2

static int64_t number(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement = NULL;
    int64_t value = -1;
    if (sqlite3_open_v2(PATH, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

static bool is_whole(void)
{
    struct diag diag = {0};
    struct store_row *rows = NULL;
    size_t count = 0;
    struct store *store = store_open(PATH, &diag);
    bool good = store && strlen(store_identity(store)) == IDENTITY_SIZE - 1 &&
                store_due(store, 5, &rows, &count, &diag) && count == 1 &&
                strcmp(rows[0].snippet.text, "one") == 0 && !rows[0].damaged;
    for (size_t i = 0; i < count; i++)
        store_row_finish(&rows[i]);
    free(rows);
    store_close(store);
    diag_finish(&diag);
    return good && number("SELECT count(*) FROM snippet") == 2 &&
           number("PRAGMA user_version") == schema_version &&
           number("PRAGMA application_id") == IDENTITY_APPLICATION;
}

static void open_once(void)
{
    struct diag diag = {0};
    store_close(store_open(PATH, &diag));
    diag_finish(&diag);
}

/* True where it is what it was, or what it becomes. */
static bool is_between(int version)
{
    int64_t now = number("PRAGMA user_version");
    return (now != version && now != schema_version) || number("SELECT count(*) FROM snippet") != 2;
}

static void survives(int version, int operation, uint64_t seed)
{
    power_vfs_register();
    assert_true(old_store_make(PATH, version));
    power_vfs_fail_at(operation);
    open_once();
    power_vfs_restore(seed);
    bool between = is_between(version);
    bool whole = is_whole();
    power_vfs_unregister();
    if (between || !whole)
        fail_msg("schema %d, power lost at write or sync %d, seed %d", version, operation,
                 (int)seed);
}

static void each_schema_comes_along(void **state)
{
    (void)state;
    for (int version = 1; version <= schema_version; version++) {
        power_vfs_register();
        assert_true(old_store_make(PATH, version));
        power_vfs_fail_at(-1);
        open_once();
        int operations = power_vfs_operations();
        assert_true(version == schema_version || operations > 10);
        assert_true(is_whole());
        power_vfs_unregister();
        for (int operation = 0; operation <= operations; operation++)
            for (uint64_t seed = 0; seed < SEEDS; seed++)
                survives(version, operation, seed * 1000 + (uint64_t)operation);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"A store of each schema comes along, wherever the power fails", each_schema_comes_along,
         NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("store/migration", tests, NULL, NULL);
}
