#include "copy.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "damage.h"
#include "files.h"

#define SQL_SEAL "PRAGMA journal_mode = DELETE"
#define NAMES_TRIED 100

static bool copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return false;
    /* In one step: another connection's commit would make it begin again. */
    int code = sqlite3_backup_step(backup, -1);
    return sqlite3_backup_finish(backup) == SQLITE_OK && code == SQLITE_DONE;
}

static bool is_whole(sqlite3 *db, const char *path, struct diag *diag)
{
    char *wrong = damage_find(db, "main");
    if (wrong)
        diag_error(diag, "%s: the copy is damaged (%s), and is not used", path, wrong);
    free(wrong);
    return !wrong;
}

bool copy_make(sqlite3 *from, const char *path, const char *stamp, struct diag *diag)
{
    sqlite3 *db = NULL;
    bool good =
        sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) == SQLITE_OK &&
        copy_pages(from, db) && sqlite3_exec(db, SQL_SEAL, NULL, NULL, NULL) == SQLITE_OK &&
        (!stamp || sqlite3_exec(db, stamp, NULL, NULL, NULL) == SQLITE_OK);
    good = good ? is_whole(db, path, diag)
                : diag_error(diag, "%s: the copy: %s", path, sqlite3_errmsg(db));
    if (sqlite3_close(db) != SQLITE_OK)
        good = false;
    files_set_mode(path, FILES_BACKUP_MODE);
    return good;
}

/* By SQLite's own eyes, whatever it takes for a file system. */
static bool is_taken(const char *path)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    int there = 0;
    return vfs->xAccess(vfs, path, SQLITE_ACCESS_EXISTS, &there) == SQLITE_OK && there;
}

bool copy_before_migration(sqlite3 *from, const char *path, int version, struct diag *diag)
{
    char *copy = memory_format("%s.schema-%d", path, version);
    for (int i = 2; i < NAMES_TRIED && is_taken(copy); i++) {
        free(copy);
        copy = memory_format("%s.schema-%d-%d", path, version, i);
    }
    bool good = copy_make(from, copy, NULL, diag);
    if (good)
        log_info("%s: of an earlier version, kept as it was as %s", path, copy);
    else
        files_remove(copy);
    free(copy);
    return good;
}
