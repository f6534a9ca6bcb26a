#include "cli/watched_files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "config/files.h"

/* What makes a file another one: what stat(2) tells of it; zeros where it is not there. */
struct stamp {
    ino_t inode;
    off_t size;
    struct timespec written;
};

struct watched_file {
    char *path;
    const char *key; /* that names it; NULL: the configuration itself */
    struct stamp noted, seen;
};

static struct stamp stamp_of(const char *path)
{
    struct stat file;
    if (stat(path, &file) != 0)
        return (struct stamp){0};
    return (struct stamp){file.st_ino, file.st_size, file.st_mtim};
}

static bool same_stamp(const struct stamp *one, const struct stamp *other)
{
    return one->inode == other->inode && one->size == other->size &&
           one->written.tv_sec == other->written.tv_sec &&
           one->written.tv_nsec == other->written.tv_nsec;
}

static const struct watched_file *find(const struct watched_files *watched, const char *path)
{
    for (size_t i = 0; i < watched->count; i++)
        if (strcmp(watched->files[i].path, path) == 0)
            return &watched->files[i];
    return NULL;
}

static void add(struct watched_files *watched, const char *path, const char *key,
                struct stamp stamp)
{
    watched->files = memory_resize(watched->files, watched->count + 1, sizeof(struct watched_file));
    watched->files[watched->count++] =
        (struct watched_file){memory_copy_string(path), key, stamp, stamp};
}

/* A list, and the one whose place it takes. */
struct renewal {
    struct watched_files fresh;
    const struct watched_files *old;
};

static void note(void *user, const char *path, const char *key)
{
    struct renewal *renewal = user;
    const struct watched_file *known = find(renewal->old, path);
    add(&renewal->fresh, path, key, known ? known->noted : stamp_of(path));
}

void watched_files_note(struct watched_files *watched, const struct config *config,
                        const char *path)
{
    struct renewal renewal = {.old = watched};
    files_each(config, path, note, &renewal);
    watched_files_finish(watched);
    *watched = renewal.fresh;
}

void watched_files_renew(struct watched_files *watched)
{
    for (size_t i = 0; i < watched->count; i++)
        watched->files[i].noted = watched->files[i].seen = stamp_of(watched->files[i].path);
}

void watched_files_copy(struct watched_files *watched, const struct watched_files *other)
{
    watched_files_finish(watched);
    for (size_t i = 0; i < other->count; i++)
        add(watched, other->files[i].path, other->files[i].key, other->files[i].noted);
}

void watched_files_finish(struct watched_files *watched)
{
    for (size_t i = 0; i < watched->count; i++)
        free(watched->files[i].path);
    free(watched->files);
    *watched = (struct watched_files){0};
}

bool watched_files_look(struct watched_files *watched)
{
    bool changed = false;
    bool settled = true;
    for (size_t i = 0; i < watched->count; i++) {
        struct watched_file *file = &watched->files[i];
        struct stamp now = stamp_of(file->path);
        settled &= same_stamp(&now, &file->seen);
        changed |= now.inode != 0 && !same_stamp(&now, &file->noted);
        file->seen = now;
    }
    return changed && settled;
}

void watched_files_compare(const struct watched_files *before, const struct watched_files *now,
                           void (*fn)(void *user, const char *key), void *user)
{
    for (size_t i = 0; i < before->count; i++) {
        const struct watched_file *file = &before->files[i];
        const struct watched_file *same = file->key ? find(now, file->path) : NULL;
        if (same && !same_stamp(&same->noted, &file->noted))
            fn(user, file->key);
    }
}
