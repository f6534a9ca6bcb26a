#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "files.h"

struct store_lock {
    char *path; /* of the store */
    char *name;
    int fd;
};

/* By any of its names it is one store. */
static char *name_of(const char *path)
{
    char *real = realpath(path, NULL);
    char *name = memory_format("%s.lock", real ? real : path);
    free(real);
    return name;
}

static bool tell_holder(const struct store_lock *lock, struct diag *diag)
{
    struct flock held = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    bool known = fcntl(lock->fd, F_GETLK, &held) == 0 && held.l_type != F_UNLCK;
    return diag_error(
        diag,
        "%s: another ticker writes its log (process %ld): end that one first, or give "
        "this one a store of its own (store.path)",
        lock->path, known ? (long)held.l_pid : 0L);
}

static bool hold(struct store_lock *lock, struct diag *diag)
{
    struct flock wanted = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    lock->fd = open(lock->name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FILES_STORE_MODE);
    if (lock->fd < 0)
        return true;
    files_set_mode(lock->name, FILES_STORE_MODE);
    return fcntl(lock->fd, F_SETLK, &wanted) == 0 || (errno != EACCES && errno != EAGAIN) ||
           tell_holder(lock, diag);
}

bool store_lock_take(const char *path, struct store_lock **lock, struct diag *diag)
{
    *lock = NULL;
    if (!files_make_folders(path, diag))
        return false;
    struct store_lock *made = memory_alloc(1, sizeof *made);
    made->path = files_behind_links(path);
    made->name = name_of(made->path);
    bool good = hold(made, diag);
    if (good && made->fd >= 0)
        *lock = made;
    else
        store_lock_release(made);
    return good;
}

bool store_lock_keep(struct store_lock *lock, struct diag *diag)
{
    struct stat open_one, there;
    if (!lock || (fstat(lock->fd, &open_one) == 0 && stat(lock->name, &there) == 0 &&
                  open_one.st_ino == there.st_ino && open_one.st_dev == there.st_dev))
        return true;
    int before = lock->fd;
    bool good = hold(lock, diag);
    if (good && lock->fd >= 0) {
        close(before);
        return true;
    }
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = before;
    return good;
}

void store_lock_discard(struct store_lock *lock)
{
    if (lock)
        unlink(lock->name);
    store_lock_release(lock);
}

void store_lock_release(struct store_lock *lock)
{
    if (!lock)
        return;
    if (lock->fd >= 0)
        close(lock->fd);
    free(lock->name);
    free(lock->path);
    free(lock);
}
