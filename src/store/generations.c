#include "store/generations.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "backup_update.h"
#include "base/clock.h"
#include "base/memory.h"
#include "copy.h"
#include "damage.h"
#include "db.h"
#include "edits.h"
#include "files.h"
#include "kept_off.h"
#include "store/backup.h"
#include "store/connect.h"

#define HOUR_MS (3600 * CLOCK_MS_PER_S)
#define DAY_MS (24 * HOUR_MS)
/* An hour's one is kept when the next is made, unless it is this young: somebody asked for two. */
#define HOUR_LEAST_MS (HOUR_MS / 2)
#define KEPT ".kept-"

/* Beside the newest, whose ending is none. */
static const struct slot {
    const char *ending, *span;
} slots[] = {
    {"", "hour"},      {".hour", "hour"},   {".day-1", "day"},
    {".day-2", "day"}, {".week-1", "week"}, {".week-2", "week"},
};

#define SLOTS (sizeof slots / sizeof *slots)

/* --- what there is --- */

static int64_t count_snippets(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t count = 0;
    if (connect_open(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT count(*) FROM snippet", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return count;
}

/* What is no backup, or can't be read, is left out. */
static void add(struct store_generations *list, char *path, const char *span)
{
    struct stat status;
    int64_t taken_ms = lstat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0
                           ? store_backup_time(path)
                           : 0;
    if (taken_ms <= 0) {
        free(path);
        return;
    }
    list->items = memory_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count++] = (struct store_generation){.path = path,
                                                           .span = span,
                                                           .taken_ms = taken_ms,
                                                           .snippets = count_snippets(path),
                                                           .bytes = status.st_size};
}

/* Those that a fuller one was kept as. */
static void add_kept(struct store_generations *list, const char *path)
{
    char *copy = memory_copy_string(path);
    char *copy_2 = memory_copy_string(path);
    const char *folder = dirname(copy);
    const char *name = basename(copy_2);
    size_t length = strlen(name);
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    while (entries && (entry = readdir(entries)))
        if (strncmp(entry->d_name, name, length) == 0 && strstr(entry->d_name + length, KEPT) &&
            !strstr(entry->d_name + length, "-journal"))
            add(list, memory_format("%s/%s", folder, entry->d_name), "kept");
    if (entries)
        closedir(entries);
    free(copy_2);
    free(copy);
}

static int newest_first(const void *a, const void *b)
{
    const struct store_generation *one = a;
    const struct store_generation *two = b;
    return (one->taken_ms < two->taken_ms) - (one->taken_ms > two->taken_ms);
}

struct store_generations store_generations_list(const char *path)
{
    struct store_generations list = {0};
    for (size_t i = 0; i < SLOTS; i++)
        add(&list, memory_format("%s%s", path, slots[i].ending), slots[i].span);
    add_kept(&list, path);
    if (list.count > 1)
        qsort(list.items, list.count, sizeof *list.items, newest_first);
    return list;
}

void store_generations_finish(struct store_generations *generations)
{
    for (size_t i = 0; i < generations->count; i++)
        free(generations->items[i].path);
    free(generations->items);
    *generations = (struct store_generations){0};
}

static bool is_whole(const char *path)
{
    sqlite3 *db = NULL;
    bool opened = connect_open(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
    char *wrong = opened ? damage_find(db, "main") : NULL;
    bool whole = opened && !wrong;
    free(wrong);
    sqlite3_close(db);
    return whole;
}

char *store_generations_newest(const char *path, int64_t when_ms)
{
    struct store_generations list = store_generations_list(path);
    char *found = NULL;
    for (size_t i = 0; !found && i < list.count; i++)
        if (list.items[i].taken_ms <= when_ms && is_whole(list.items[i].path))
            found = memory_copy_string(list.items[i].path);
    store_generations_finish(&list);
    return found;
}

/* --- making them --- */

/* By a clock that may be set back. */
static bool is_older(int64_t taken_ms, int64_t span_ms, int64_t now_ms)
{
    return now_ms - taken_ms >= span_ms || now_ms < taken_ms;
}

static bool has_room_for(const struct store *store, const char *path)
{
    struct stat size;
    struct statvfs disk;
    char *copy = memory_copy_string(path);
    /* The copy, and as much again for what else the disk is for. */
    bool room = stat(store->path, &size) != 0 || statvfs(dirname(copy), &disk) != 0 ||
                disk.f_bavail * disk.f_frsize > 2 * (uint64_t)size.st_size;
    free(copy);
    return room;
}

/* The one before the newest is brought up to date, and takes its name for the other's: at each
 * instant there is one at `path`. Not every file system can exchange two names: then there is one
 * of an hour only. */
static bool turn_hours(struct store *store, const char *path, int64_t now_ms, struct diag *diag)
{
    char *before = memory_format("%s%s", path, slots[1].ending);
    bool good = (access(before, F_OK) == 0 || has_room_for(store, path)) &&
                store_backup(store, before, now_ms, diag) &&
                renameat2(AT_FDCWD, path, AT_FDCWD, before, RENAME_EXCHANGE) == 0 &&
                files_sync_folder_of(path, diag);
    free(before);
    return good;
}

static bool make_newest(struct store *store, const char *path, int64_t now_ms, struct diag *diag)
{
    int64_t taken_ms = store_backup_time(path);
    return (taken_ms > 0 && now_ms - taken_ms >= HOUR_LEAST_MS &&
            turn_hours(store, path, now_ms, diag)) ||
           store_backup(store, path, now_ms, diag);
}

/* The older of two is brought up to date where the younger is as old as the span. */
static void make_due(struct store *store, const char *path, size_t first, int64_t span_ms,
                     int64_t now_ms, struct diag *diag)
{
    char *one = memory_format("%s%s", path, slots[first].ending);
    char *two = memory_format("%s%s", path, slots[first + 1].ending);
    int64_t one_ms = store_backup_time(one);
    int64_t two_ms = store_backup_time(two);
    const char *older = one_ms <= two_ms ? one : two;
    if (is_older(one_ms > two_ms ? one_ms : two_ms, span_ms, now_ms)) {
        if (access(older, F_OK) != 0 && !has_room_for(store, path))
            diag_add(diag, DIAG_NOTE,
                     "%s: the disk is short of room, and there is no generation of"
                     " a %s more",
                     path, slots[first].span);
        else
            store_backup(store, older, now_ms, diag);
    }
    free(two);
    free(one);
}

static void keep_size(const char *path, int64_t most_bytes, struct diag *diag)
{
    struct store_generations list = store_generations_list(path);
    int64_t bytes = 0;
    for (size_t i = 0; most_bytes > 0 && i < list.count; i++) {
        const struct store_generation *item = &list.items[i];
        bytes += item->bytes;
        if (i > 0 && bytes > most_bytes && strcmp(item->span, "kept") != 0) {
            files_remove(item->path);
            diag_add(diag, DIAG_NOTE, "%s: gone, since all backups are more than store.backup_mb",
                     item->path);
        }
    }
    store_generations_finish(&list);
}

bool store_generations_make(struct store *store, const char *path, int64_t now_ms,
                            int64_t most_bytes, struct diag *diag)
{
    if (!make_newest(store, path, now_ms, diag))
        return false;
    make_due(store, path, 2, DAY_MS, now_ms, diag);
    make_due(store, path, 4, 7 * DAY_MS, now_ms, diag);
    keep_size(path, most_bytes, diag);
    return true;
}

/* --- in the store's place --- */

/* Makes a copy that is to be the store. */
static bool make_fresh(const char *store_path, const char *generation, const char *fresh,
                       struct kept_off *off, int64_t now_ms, struct diag *diag)
{
    sqlite3 *db = NULL;
    /* Somebody's act, no loss: a ticker takes it for a later state of the store (edits.h). */
    char *stamp =
        memory_format("DELETE FROM backup; UPDATE edition SET number = max(number, %lld, %lld) + 1",
                      (long long)edits_edition_of_file(store_path), (long long)now_ms);
    bool good = connect_open(generation, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
    bool known = good && kept_off_find(off, db, store_path, now_ms);
    char *sql = memory_format("%s;%s", stamp, off->sql.data ? off->sql.data : "");
    good = good && copy_make(db, fresh, sql, diag);
    if (good && !known)
        diag_warning(diag,
                     "%s: can't be read: what was killed or corrected since the backup is not "
                     "known, and may air again",
                     store_path);
    sqlite3_close(db);
    free(sql);
    free(stamp);
    files_set_mode(fresh, FILES_STORE_MODE);
    return good;
}

/* What was shown was shown, whatever is to air from now on. Of a damaged store a repair would have
 * to take it row by row. */
static bool keep_history(const char *store_path, const char *fresh)
{
    struct diag ignored = {0}; /* it is in the store that is set aside */
    struct store *store = db_open(store_path, SQLITE_OPEN_READWRITE, NULL, &ignored);
    char *wrong = store ? damage_find(store->db, "main") : NULL;
    bool kept = store && !wrong && backup_update_is_possible(store, fresh) &&
                backup_update_history(store, fresh, &ignored);
    free(wrong);
    db_close_untouched(store);
    diag_finish(&ignored);
    return kept;
}

static void tell_off(const struct kept_off *off, struct diag *diag)
{
    if (off->off_count > 0)
        diag_add(diag, DIAG_NOTE,
                 "killed, corrected or ended since the backup, and so they stay: %s",
                 off->off.data);
    if (off->earlier_count > 0)
        diag_add(diag, DIAG_NOTE, "changed since the backup, with their earlier words again: %s",
                 off->earlier.data);
}

static bool put_in_place(const char *store_path, const char *generation, int64_t now_ms,
                         struct diag *diag)
{
    char *fresh = memory_format("%s.restoring", store_path);
    char *before = files_stamped_name(store_path, ".before-", now_ms);
    struct kept_off off = {0};
    files_remove(fresh);
    bool good = make_fresh(store_path, generation, fresh, &off, now_ms, diag);
    bool history = good && keep_history(store_path, fresh);
    good = good && files_sync(fresh, diag) && files_set_aside(store_path, before, fresh, diag);
    if (good && access(before, F_OK) == 0)
        diag_add(diag, DIAG_NOTE, "%s: the store as it was is kept as %s%s", store_path, before,
                 history ? "" : ", and what was shown since the backup stands there alone");
    if (good)
        tell_off(&off, diag);
    else
        files_remove(fresh);
    kept_off_finish(&off);
    free(before);
    free(fresh);
    return good;
}

/* What was done to the store after it was compared would be lost with it: nobody writes to it until
 * another stands in its place, where an edit that waits goes then. NULL where it can't be opened,
 * and so is nobody's; false where somebody writes and does not end. */
static bool hold_store(const char *store_path, struct store **held, struct diag *diag)
{
    int code = 0;
    struct diag ignored = {0};
    *held = db_open(store_path, SQLITE_OPEN_READWRITE, &code, &ignored);
    bool busy = (code & 0xff) == SQLITE_BUSY || (*held && !db_hold_writers(*held));
    diag_finish(&ignored);
    return !busy || diag_error(diag,
                               "%s: another program is writing to it, and did not end in time; it "
                               "is not replaced",
                               store_path);
}

static bool restore(const char *store_path, const char *generation, int64_t now_ms,
                    struct diag *diag)
{
    struct store *held;
    bool good =
        hold_store(store_path, &held, diag) && put_in_place(store_path, generation, now_ms, diag);
    if (held)
        db_let_writers_go(held);
    db_close_untouched(held);
    return good;
}

bool store_generations_restore(const char *store_path, const char *generation, int64_t now_ms,
                               struct diag *diag)
{
    char *behind = files_behind_links(store_path);
    bool good = restore(behind, generation, now_ms, diag);
    free(behind);
    return good;
}

static bool set_one_aside(const char *path, int64_t now_ms, struct diag *diag)
{
    static const char *const beside[] = {"", "-wal", "-journal"};
    char *before = files_stamped_name(path, ".before-", now_ms);
    bool good = true;
    for (size_t i = 0; good && i < sizeof beside / sizeof *beside; i++) {
        char *from = memory_format("%s%s", path, beside[i]);
        char *to = memory_format("%s%s", before, beside[i]);
        good = access(from, F_OK) != 0 || files_rename(from, to, diag);
        if (good && i == 0 && access(to, F_OK) == 0)
            diag_add(diag, DIAG_NOTE, "%s: kept as %s", path, before);
        free(to);
        free(from);
    }
    free(before);
    return good;
}

bool store_generations_set_aside(const char *store_path, const char *path, int64_t now_ms,
                                 struct diag *diag)
{
    char *behind = files_behind_links(store_path);
    bool good = set_one_aside(behind, now_ms, diag);
    free(behind);
    for (size_t i = 0; good && i < SLOTS; i++) {
        char *name = memory_format("%s%s", path, slots[i].ending);
        good = set_one_aside(name, now_ms, diag);
        free(name);
    }
    return good;
}
