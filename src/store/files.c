#include "files.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/memory.h"

static const char *const beside[] = {"-wal", "-shm", "-journal"};

/* A commit and a checkpoint need some pages. */
#define ROOM_BYTES (1 << 20)

bool files_make_folders(const char *path, struct diag *diag)
{
    char *copy = memory_copy_string(path);
    bool good = true;
    for (char *slash = strchr(copy + 1, '/'); good && slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        good = mkdir(copy, 0777) == 0 || errno == EEXIST || errno == EROFS ||
               diag_error(diag, "%s: the folder can't be made: %s", copy, strerror(errno));
        *slash = '/';
    }
    free(copy);
    return good;
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

void files_remove(const char *path)
{
    unlink(path);
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

static bool sync_folder_of(const char *path, struct diag *diag)
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
    return sync_folder_of(to, diag);
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

/* Where a file can have two names there is a store at `path` at every instant. */
bool files_set_aside(const char *path, const char *aside, const char *fresh, struct diag *diag)
{
    assert(strcmp(path, aside) != 0 && strcmp(path, fresh) != 0);
    if (link(path, aside) != 0 && errno != EEXIST && rename(path, aside) != 0 && errno != ENOENT)
        return diag_error(diag, "%s: it can't be renamed to %s: %s", path, aside, strerror(errno));
    return move_log(path, aside, diag) && files_rename(fresh, path, diag);
}
