#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup_update.h"
#include "base/input.h"
#include "base/log.h"
#include "base/memory.h"
#include "copy.h"
#include "damage.h"
#include "db.h"
#include "files.h"
#include "read_through.h"
#include "store/connect.h"

/* Where the application's id stands in a database's header. */
#define APPLICATION_AT 68

/* A backup that a fuller one was kept as. */
#define KEPT ".kept-"
#define KEPT_MOST 4

/* As long as a writer waits for another one (db.h). */
#define LOCK_PAUSE_US 50000
#define LOCK_TRIES (DB_BUSY_MS * 1000 / LOCK_PAUSE_US)

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
    char *stamp = memory_format("INSERT INTO backup VALUES (1, %lld) ON CONFLICT (one) DO UPDATE"
                                " SET taken_ms = excluded.taken_ms",
                                (long long)now_ms);
    bool good = copy_make(store->db, fresh, stamp, diag) && files_sync(fresh, diag);
    free(stamp);
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
    struct diag wrong = {0};
    if (read_through_file(store, &wrong))
        return true;
    diag_error(diag, "%s (damaged: the backup stays as it is; motograph repair)",
               wrong.messages[0].text);
    diag_finish(&wrong);
    return false;
}

/* The first bytes of a damaged one still say whose it is (SQLite, Database File Format, 1.3). */
static bool was_ours(const char *path)
{
    static const uint8_t application[] = {'M', 'o', 't', 'o'};
    uint8_t bytes[APPLICATION_AT + sizeof application];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    bool ours = fd >= 0 && read(fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes &&
                memcmp(bytes, "SQLite format 3", sizeof "SQLite format 3") == 0 &&
                memcmp(bytes + APPLICATION_AT, application, sizeof application) == 0;
    if (fd >= 0)
        close(fd);
    return ours;
}

static bool is_damaged(const char *path)
{
    sqlite3 *db = NULL;
    char *wrong = NULL;
    if (connect_open(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
        wrong = damage_find(db, "main");
    bool damaged = wrong != NULL;
    free(wrong);
    sqlite3_close(db);
    return damaged;
}

static bool refuse(const char *path, const char *what, struct diag *diag)
{
    return diag_error(diag, "%s: %s, and stays as it is: another file is wanted (store.backup)",
                      path, what);
}

/* Whether a backup of this store may be written there. */
static bool may_replace(const struct store *store, const char *path, struct diag *diag)
{
    struct stat there;
    char id[IDENTITY_SIZE];
    if (lstat(path, &there) != 0)
        return errno == ENOENT || diag_error(diag, "%s: %s", path, strerror(errno));
    if (!S_ISREG(there.st_mode))
        return refuse(path, S_ISLNK(there.st_mode) ? "a link" : "no plain file", diag);
    if (is_store(store, path))
        return diag_error(
            diag, "%s: this is the store itself; another file is wanted (store.backup)", path);
    if (there.st_size == 0)
        return true;
    enum identity_kind kind = identity_of_file(path, id, NULL);
    if (kind == IDENTITY_ERROR)
        return was_ours(path) || refuse(path, "no backup of this store", diag);
    if (kind == IDENTITY_EMPTY || kind == IDENTITY_FOREIGN)
        return refuse(path, "no backup of this store", diag);
    if (id[0] && strcmp(id, store->id) != 0)
        return refuse(path, "the backup of another store", diag);
    return store_backup_time(path) > 0 || is_damaged(path) ||
           refuse(path, "a store, no backup", diag);
}

/* What a store or a backup holds, to tell which is more. */
struct holding {
    int64_t snippets, articles, asrun;
};

static int64_t number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t value = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

/* No row of the first two is ever deleted, and the log's ids only grow. */
static struct holding holding_of(sqlite3 *db)
{
    return (struct holding){
        .snippets = number(db, "SELECT count(*) FROM snippet"),
        .articles = number(db, "SELECT count(*) FROM article"),
        .asrun = number(db, "SELECT ifnull(max(id), 0) FROM asrun"),
    };
}

static bool holds_less(const struct holding *store, const struct holding *backup)
{
    return store->snippets < backup->snippets || store->articles < backup->articles ||
           store->asrun < backup->asrun;
}

/* One that holds more is not replaced, but kept under another name. */
static bool keep_fuller(struct store *store, const char *path, int64_t now_ms, struct diag *diag)
{
    sqlite3 *db = NULL;
    struct holding there = {0};
    if (access(path, F_OK) == 0 && connect_open(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
        there = holding_of(db);
    sqlite3_close(db);
    struct holding now = holding_of(store->db);
    if (!holds_less(&now, &there))
        return true;
    char *kept = files_stamped_name(path, KEPT, now_ms);
    bool good = files_rename(path, kept, diag);
    files_keep_newest(path, KEPT, KEPT_MOST);
    if (good)
        diag_warning(diag,
                     "%s: holds more than the store does (%lld snippets, the store %lld), and is "
                     "kept as %s",
                     path, (long long)there.snippets, (long long)now.snippets, kept);
    free(kept);
    return good;
}

/* Two programs at once would take each other's half-made file for theirs. The lock is on the
 * folder: it leaves no file behind, and ends with the process. -1: there is none, and none is
 * needed where the file system has no such locks. */
static int lock_folder(const char *path, bool *busy)
{
    char *copy = memory_copy_string(path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int tries = LOCK_TRIES;
    int code = -1;
    while (fd >= 0 && (code = flock(fd, LOCK_EX | LOCK_NB)) != 0 && errno == EWOULDBLOCK &&
           tries-- > 0)
        usleep(LOCK_PAUSE_US);
    *busy = fd >= 0 && code != 0 && errno == EWOULDBLOCK;
    free(copy);
    return fd;
}

static bool back_up(struct store *store, const char *path, int64_t now_ms, struct diag *diag)
{
    struct diag ignored = {0}; /* why it can't be brought up to date: it is made anew */
    db_follow(store);
    if (store->absent)
        return diag_error(diag, "%s: the store is gone, and its backup stays as it is",
                          store->path);
    if (!may_replace(store, path, diag) || !is_sound(store, diag) ||
        !keep_fuller(store, path, now_ms, diag))
        return false;
    bool good = store_backup_time(path) > 0 && backup_update_is_possible(store, path) &&
                backup_update(store, path, now_ms, &ignored);
    log_debug("store: the backup %s %s", path, good ? "is brought up to date" : "is made anew");
    diag_finish(&ignored);
    return good || make_anew(store, path, now_ms, diag);
}

bool store_backup(struct store *store, const char *path, int64_t now_ms, struct diag *diag)
{
    bool busy = false;
    if (!input_is_plain(path, "a backup's file", diag))
        return false;
    int lock = lock_folder(path, &busy);
    bool good = busy ? diag_error(diag, "%s: another program makes a backup there just now", path)
                     : back_up(store, path, now_ms, diag);
    if (lock >= 0)
        close(lock);
    return good;
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
    if (plain && connect_open(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT taken_ms FROM backup", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        taken_ms = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return taken_ms;
}
