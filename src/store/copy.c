#include "copy.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "damage.h"
#include "files.h"
#include "store/connect.h"

#define SQL_SEAL "PRAGMA journal_mode = DELETE"
#define NAMES_TRIED 100
#define COPIED_AT_ONCE 16384 /* bytes; any does */

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

bool copy_make_of(sqlite3 *from, const char *path, const char *stamp, bool *damaged,
                  struct diag *diag)
{
    sqlite3 *db = NULL;
    bool good =
        connect_open(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                     NULL) == SQLITE_OK &&
        copy_pages(from, db) && sqlite3_exec(db, SQL_SEAL, NULL, NULL, NULL) == SQLITE_OK &&
        (!stamp || sqlite3_exec(db, stamp, NULL, NULL, NULL) == SQLITE_OK);
    *damaged = !good && damage_is_told_by(sqlite3_extended_errcode(db));
    if (!good)
        diag_error(diag, "%s: the copy: %s", path, connect_words(db));
    else
        *damaged = !(good = is_whole(db, path, diag));
    if (sqlite3_close(db) != SQLITE_OK)
        good = false;
    files_set_mode(path, FILES_BACKUP_MODE);
    return good;
}

bool copy_make(sqlite3 *from, const char *path, const char *stamp, struct diag *diag)
{
    bool damaged;
    return copy_make_of(from, path, stamp, &damaged, diag);
}

static bool write_all(int fd, const uint8_t *bytes, size_t count)
{
    ssize_t done = 0;
    while (count > 0 && (done = write(fd, bytes, count)) > 0) {
        bytes += done;
        count -= (size_t)done;
    }
    return count == 0;
}

static bool copy_stream(sqlite3_file *from, int to)
{
    uint8_t bytes[COPIED_AT_ONCE];
    sqlite3_int64 size = 0;
    bool good = from->pMethods->xFileSize(from, &size) == SQLITE_OK;
    for (sqlite3_int64 at = 0; good && at < size; at += COPIED_AT_ONCE) {
        int count = size - at < COPIED_AT_ONCE ? (int)(size - at) : COPIED_AT_ONCE;
        good = from->pMethods->xRead(from, bytes, count, at) == SQLITE_OK &&
               write_all(to, bytes, (size_t)count);
    }
    return good;
}

/* That there is no such file is fine. */
static bool copy_file(sqlite3 *db, int which, const char *path)
{
    sqlite3_file *from = NULL;
    if (sqlite3_file_control(db, "main", which, (void *)&from) != SQLITE_OK || !from ||
        !from->pMethods)
        return true;
    int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, FILES_BACKUP_MODE);
    bool good = to >= 0 && copy_stream(from, to);
    if (to >= 0 && close(to) != 0)
        good = false;
    return good;
}

bool copy_bytes(sqlite3 *from, const char *path)
{
    char *log = memory_format("%s-wal", path);
    bool good = copy_file(from, SQLITE_FCNTL_FILE_POINTER, path) &&
                copy_file(from, SQLITE_FCNTL_JOURNAL_POINTER, log);
    free(log);
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
