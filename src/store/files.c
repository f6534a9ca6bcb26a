#include "files.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/input.h"
#include "base/memory.h"

static const char *const beside[] = {"-wal", "-shm", "-journal"};

/* As many as the kernel follows (path_resolution(7)). */
#define LINKS_MOST 40

/* A commit and a checkpoint need some pages. */
#define ROOM_BYTES (1 << 20)

/* Some systems keep a service from setting the group's bit: the folder does without it. */
static void open_to_group(const char *folder)
{
    if (chmod(folder, 02770) != 0)
        chmod(folder, 0770);
}

bool files_make_folders(const char *path, struct diag *diag)
{
    char *copy = memory_copy_string(path);
    bool good = true;
    for (char *slash = strchr(copy + 1, '/'); good && slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(copy, 0777) == 0;
        good = made || errno == EEXIST || errno == EROFS ||
               diag_error(diag, "%s: the folder can't be made: %s", copy, strerror(errno));
        if (made && !strchr(slash + 1, '/'))
            open_to_group(copy);
        *slash = '/';
    }
    free(copy);
    return good;
}

void files_set_mode(const char *path, unsigned mode)
{
    struct stat status;
    if (lstat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
        (status.st_mode & 07777) != mode)
        chmod(path, mode);
}

void files_set_store_modes(const char *path)
{
    files_set_mode(path, FILES_STORE_MODE);
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        char *other = memory_format("%s%s", path, beside[i]);
        files_set_mode(other, FILES_STORE_MODE);
        free(other);
    }
}

bool files_are_plain(const char *path, struct diag *diag)
{
    static const char *const whats[] = {"the store's log of changes", "the index of that log",
                                        "the store's journal"};
    bool good = input_is_plain(path, "a store's file", diag);
    for (size_t i = 0; good && i < sizeof beside / sizeof *beside; i++) {
        char *other = memory_format("%s%s", path, beside[i]);
        good = input_is_plain(other, whats[i], diag);
        free(other);
    }
    return good;
}

/* What a link says, as seen from its folder; NULL: it is none. The caller frees. */
static char *target_of(const char *path)
{
    char said[PATH_MAX];
    ssize_t length = readlink(path, said, sizeof said - 1);
    if (length <= 0)
        return NULL;
    said[length] = '\0';
    if (said[0] == '/')
        return memory_copy_string(said);
    char *copy = memory_copy_string(path);
    char *target = memory_format("%s/%s", dirname(copy), said);
    free(copy);
    return target;
}

char *files_behind_links(const char *path)
{
    assert(path);
    char *at = memory_copy_string(path);
    char *next = NULL;
    for (int i = 0; i < LINKS_MOST && (next = target_of(at)) != NULL; i++) {
        free(at);
        at = next;
    }
    return at;
}

bool files_is_absent(const char *path)
{
    struct stat status;
    return stat(path, &status) != 0 ? errno == ENOENT || errno == ENOTDIR
                                    : S_ISREG(status.st_mode) && status.st_size == 0;
}

bool files_have_room(const char *path, struct diag *diag)
{
    struct statvfs disk;
    if (statvfs(path, &disk) != 0)
        return diag_error(diag, "%s: %s", path, strerror(errno));
    if (disk.f_flag & ST_RDONLY)
        return diag_error(diag, "%s: its file system is read-only", path);
    if (disk.f_bavail * disk.f_frsize < ROOM_BYTES)
        return diag_error(diag, "%s: the disk is full", path);
    return true;
}

bool files_can_be_made(const char *path)
{
    char *copy = memory_copy_string(path);
    int fd = open(dirname(copy), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    bool can = fd >= 0 || (errno != ENOSPC && errno != EDQUOT && errno != EROFS);
    if (fd >= 0)
        close(fd);
    free(copy);
    return can;
}

void files_remove(const char *path)
{
    unlink(path);
    files_remove_beside(path);
}

void files_remove_beside(const char *path)
{
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        char *other = memory_format("%s%s", path, beside[i]);
        unlink(other);
        free(other);
    }
}

static bool sync_path(const char *path, int flags, struct diag *diag)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (!good)
        diag_error(diag, "%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return good;
}

bool files_sync(const char *path, struct diag *diag)
{
    return sync_path(path, 0, diag);
}

bool files_sync_folder_of(const char *path, struct diag *diag)
{
    char *copy = memory_copy_string(path);
    bool good = sync_path(dirname(copy), O_DIRECTORY, diag);
    free(copy);
    return good;
}

bool files_rename(const char *from, const char *to, struct diag *diag)
{
    assert(strcmp(from, to) != 0);
    if (rename(from, to) != 0)
        return diag_error(diag, "%s: it can't be renamed to %s: %s", from, to, strerror(errno));
    return files_sync_folder_of(to, diag);
}

static bool move_log(const char *path, const char *aside, struct diag *diag)
{
    char *from = memory_format("%s-wal", path);
    char *to = memory_format("%s-wal", aside);
    char *index = memory_format("%s-shm", path);
    bool good = rename(from, to) == 0 || errno == ENOENT ||
                diag_error(diag, "%s: it can't be renamed to %s: %s", from, to, strerror(errno));
    if (good)
        unlink(index);
    free(index);
    free(to);
    free(from);
    return good;
}

static bool is_same_file(int folder, const char *name, const struct stat *wanted)
{
    struct stat found;
    return fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
           found.st_dev == wanted->st_dev && found.st_ino == wanted->st_ino;
}

char *files_other_name(const char *path, const char *mark)
{
    struct stat wanted;
    if (stat(path, &wanted) != 0 || wanted.st_nlink < 2)
        return NULL;
    char *copy = memory_copy_string(path);
    char *copy_2 = memory_copy_string(path);
    const char *folder = dirname(copy);
    char *start = memory_format("%s%s", basename(copy_2), mark);
    char *found = NULL;
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    while (entries && !found && (entry = readdir(entries)))
        if (strncmp(entry->d_name, start, strlen(start)) == 0 &&
            is_same_file(dirfd(entries), entry->d_name, &wanted))
            found = memory_format("%s/%s", folder, entry->d_name);
    if (entries)
        closedir(entries);
    free(start);
    free(copy_2);
    free(copy);
    return found;
}

/* 2026-05-01T12:00:00Z becomes 20260501T120000Z. */
static void drop_marks(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++)
        if (*from != '-' && *from != ':')
            *to++ = *from;
    *to = '\0';
}

char *files_stamped_name(const char *path, const char *mark, int64_t now_ms)
{
    char text[CLOCK_TEXT_SIZE];
    clock_format_utc(now_ms, text);
    drop_marks(text); /* not every file system takes a colon */
    char *name = memory_format("%s%s%s", path, mark, text);
    for (int i = 2; access(name, F_OK) == 0; i++) {
        free(name);
        name = memory_format("%s%s%s-%d", path, mark, text, i);
    }
    return name;
}

/* Where a file can have two names there is a store at `path` at every instant. */
bool files_set_aside(const char *path, const char *aside, const char *fresh, struct diag *diag)
{
    assert(strcmp(path, aside) != 0 && strcmp(path, fresh) != 0);
    if (link(path, aside) != 0 && errno != EEXIST && rename(path, aside) != 0 && errno != ENOENT)
        return diag_error(diag, "%s: it can't be renamed to %s: %s", path, aside, strerror(errno));
    return move_log(path, aside, diag) && files_rename(fresh, path, diag);
}

static bool is_beside(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        size_t ending = strlen(beside[i]);
        if (length >= ending && strcmp(name + length - ending, beside[i]) == 0)
            return true;
    }
    return false;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void files_keep_newest(const char *path, const char *mark, size_t most)
{
    assert(*mark && most > 0); /* else the file itself would go, or all that there is of it */
    char *copy = memory_copy_string(path);
    char *copy_2 = memory_copy_string(path);
    const char *folder = dirname(copy);
    char *start = memory_format("%s%s", basename(copy_2), mark);
    char **names = NULL;
    size_t count = 0;
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    while (entries && (entry = readdir(entries)))
        if (strncmp(entry->d_name, start, strlen(start)) == 0 && !is_beside(entry->d_name)) {
            names = memory_resize(names, count + 1, sizeof *names);
            names[count++] = memory_format("%s/%s", folder, entry->d_name);
        }
    if (entries)
        closedir(entries);
    if (count > 1)
        qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++) {
        if (count - i > most)
            files_remove(names[i]);
        free(names[i]);
    }
    free(names);
    free(start);
    free(copy_2);
    free(copy);
}
