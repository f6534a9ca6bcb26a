#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup_update.h"
#include "base/input.h"
#include "base/log.h"
#include "base/memory.h"
#include "db.h"
#include "files.h"

/* A backup is one file: no log of changes beside it. */
#define SQL_SEAL "PRAGMA journal_mode = DELETE"

static bool tell(const char *path, sqlite3 *db, struct diag *diag)
{
    return diag_error(diag, "%s: the backup: %s", path, sqlite3_errmsg(db));
}

static bool copy_pages(struct store *store, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", store->db, "main");
    if (!backup)
        return false;
    /* In one step: another connection's commit would make it begin again. */
    int code = sqlite3_backup_step(backup, -1);
    return sqlite3_backup_finish(backup) == SQLITE_OK && code == SQLITE_DONE;
}

static bool seal(sqlite3 *db, int64_t now_ms)
{
    char *stamp = memory_format("INSERT INTO backup VALUES (1, %lld) ON CONFLICT (one) DO UPDATE"
                                " SET taken_ms = excluded.taken_ms",
                                (long long)now_ms);
    bool good = sqlite3_exec(db, SQL_SEAL, NULL, NULL, NULL) == SQLITE_OK &&
                sqlite3_exec(db, stamp, NULL, NULL, NULL) == SQLITE_OK;
    free(stamp);
    return good;
}

static bool is_whole(sqlite3 *db, const char *path, struct diag *diag)
{
    char *wrong = db_find_damage(db, "main");
    if (wrong)
        diag_error(diag,
                   "%s: the copy is damaged (%s) and was thrown away; the backup before it stays",
                   path, wrong);
    free(wrong);
    return !wrong;
}

static bool make_copy(struct store *store, const char *path, int64_t now_ms, struct diag *diag)
{
    sqlite3 *db = NULL;
    bool good =
        sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) == SQLITE_OK &&
        copy_pages(store, db) && seal(db, now_ms);
    good = good ? is_whole(db, path, diag) : tell(path, db, diag);
    if (sqlite3_close(db) != SQLITE_OK)
        good = false;
    return good;
}

/* By whatever name: it would be replaced under those who have it open. */
static bool is_store(const struct store *store, const char *path)
{
    struct stat one;
    struct stat other;
    return stat(store->path, &one) == 0 && stat(path, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

/* The whole of it, beside the one before, whose place it takes. */
static bool make_anew(struct store *store, const char *path, int64_t now_ms, struct diag *diag)
{
    char *fresh = memory_format("%s.new", path);
    char *journal = memory_format("%s-journal", path);
    files_remove(fresh);
    bool good = make_copy(store, fresh, now_ms, diag) && files_sync(fresh, diag);
    if (good)
        unlink(journal); /* of one that could not be opened: it must not be played into this one */
    good = good && files_rename(fresh, path, diag);
    if (!good)
        files_remove(fresh);
    free(journal);
    free(fresh);
    return good;
}

/* What is damaged must not take the place of what is whole. */
static bool is_sound(struct store *store, struct diag *diag)
{
    char *wrong = db_find_damage(store->db, "main");
    if (wrong)
        diag_error(diag, "%s: damaged (%s): the backup stays as it is (motograph repair)",
                   store->path, wrong);
    free(wrong);
    return !wrong;
}

bool store_backup(struct store *store, const char *path, int64_t now_ms, struct diag *diag)
{
    if (is_store(store, path))
        return diag_error(
            diag, "%s: this is the store itself; another file is wanted (store.backup)", path);
    if (!input_is_plain(path, "a backup's file", diag))
        return false;
    struct diag ignored = {0}; /* why it can't be brought up to date: it is made anew */
    if (is_store(store, path))
        return diag_error(
            diag, "%s: this is the store itself; another file is wanted (store.backup)", path);
    db_follow(store);
    if (!is_sound(store, diag))
        return false;
    bool good = store_backup_time(path) > 0 && backup_update_is_possible(store, path) &&
                backup_update(store, path, now_ms, &ignored);
    log_debug("store: the backup %s %s", path, good ? "is brought up to date" : "is made anew");
    diag_finish(&ignored);
    return good || make_anew(store, path, now_ms, diag);
}

char *store_backup_path(const char *path, const char *configured)
{
    return *configured ? memory_copy_string(configured) : memory_format("%s.backup", path);
}

/* Opened for writing, so that SQLite takes back what a loss of power left half done. */
int64_t store_backup_time(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t taken_ms = 0;
    struct diag ignored = {0}; /* a pipe has no backup, and opening it would wait */
    bool plain = input_is_plain(path, "a backup's file", &ignored);
    diag_finish(&ignored);
    if (plain && sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT taken_ms FROM backup", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        taken_ms = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return taken_ms;
}
