#include "base/medium.h"

#include <libgen.h>
#include <linux/magic.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "base/memory.h"

#define LINE_BYTES 8192 /* of /proc/self/mounts; an overlay of many layers has long ones */

static bool is_kept_in_memory(const struct statfs *disk)
{
    return disk->f_type == TMPFS_MAGIC || (unsigned long)disk->f_type == RAMFS_MAGIC;
}

/* The folder to which an overlay writes is told by its mount alone. */
static bool writes_to_memory(const struct mntent *mount)
{
    struct statfs upper;
    char *option = hasmntopt(mount, "upperdir");
    if (!option || !strchr(option, '='))
        return false;
    char *folder = memory_copy_string(strchr(option, '=') + 1);
    folder[strcspn(folder, ",")] = '\0';
    bool in_memory = statfs(folder, &upper) == 0 && is_kept_in_memory(&upper);
    free(folder);
    return in_memory;
}

/* Of a folder, as a file of an overlay has the device of the layer that it lies on. */
static bool overlay_in_memory(const char *folder)
{
    struct stat status, top;
    struct mntent mount;
    char line[LINE_BYTES];
    bool in_memory = false;
    FILE *mounts = stat(folder, &status) == 0 ? setmntent("/proc/self/mounts", "re") : NULL;
    while (mounts && getmntent_r(mounts, &mount, line, sizeof line))
        if (strcmp(mount.mnt_type, "overlay") == 0 && stat(mount.mnt_dir, &top) == 0 &&
            top.st_dev == status.st_dev)
            in_memory = writes_to_memory(&mount);
    if (mounts)
        endmntent(mounts);
    return in_memory;
}

bool medium_is_memory(const char *path)
{
    struct statfs disk;
    char *copy = memory_copy_string(path);
    const char *folder = dirname(copy);
    bool in_memory = statfs(folder, &disk) == 0 &&
                     (is_kept_in_memory(&disk) ||
                      (disk.f_type == OVERLAYFS_SUPER_MAGIC && overlay_in_memory(folder)));
    free(copy);
    return in_memory;
}
