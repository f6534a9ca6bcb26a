#include "lost_writes.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/memory.h"

#define FILES_MAX 64

enum kind {
    BYTES,
    CREATED,
    UNLINKED,
    LINKED,
    RENAMED,
    EXCHANGED,
};

/* In the order in which they were made. */
struct change {
    enum kind kind;
    bool durable;
    int file;       /* of BYTES */
    off_t at, size; /* there; the file's size before */
    off_t new_size; /* and behind it */
    uint8_t
        *bytes; /* that stood from `at` on before, `count`; when it is undone, those it `wrote` */
    size_t count, wrote;
    ino_t folder; /* of a name */
    char *from, *to;
    char *kept; /* what stood at `to`, or was unlinked, under a name of ours; NULL: nothing */
};

static struct {
    bool on;
    uint64_t seed;
    const char *hidden;
    struct change *changes;
    size_t count;
    struct {
        ino_t number;
        int fd; /* never closed: that would drop the program's locks */
    } files[FILES_MAX];
    int file_count;
} lost;

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(void)
{
    uint64_t z = lost.seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

void lost_writes_begin(const char *hidden, uint64_t seed)
{
    lost.on = true;
    lost.hidden = hidden;
    lost.seed = seed;
}

static struct change *add(struct change change)
{
    lost.changes = memory_resize(lost.changes, lost.count + 1, sizeof change);
    lost.changes[lost.count] = change;
    return &lost.changes[lost.count++];
}

/* --- bytes --- */

/* -1: no plain file, or not one that is followed. */
static int file_of(int fd)
{
    char name[64];
    struct stat status;
    if (!lost.on || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return -1;
    for (int i = 0; i < lost.file_count; i++)
        if (lost.files[i].number == status.st_ino)
            return i;
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    int own = (int)syscall(SYS_openat, AT_FDCWD, name, O_RDWR | O_CLOEXEC);
    if (own < 0 || lost.file_count == FILES_MAX)
        abort();
    lost.files[lost.file_count].number = status.st_ino;
    lost.files[lost.file_count].fd = own;
    return lost.file_count++;
}

static off_t size_of(int file)
{
    struct stat status;
    if (fstat(lost.files[file].fd, &status) != 0)
        abort();
    return status.st_size;
}

static void must_read(int file, off_t at, uint8_t *bytes, size_t count)
{
    if (pread(lost.files[file].fd, bytes, count, at) != (ssize_t)count)
        abort();
}

static void set_bytes(int file, off_t at, const uint8_t *bytes, size_t count)
{
    const struct iovec part = {(void *)bytes, count};
    if (pwritev(lost.files[file].fd, &part, 1, at) != (ssize_t)count)
        abort();
}

static void set_size(int file, off_t size)
{
    if (syscall(SYS_ftruncate, lost.files[file].fd, size) != 0)
        abort();
}

static void note_bytes(int file, off_t at, size_t wrote, off_t touched_to, off_t new_size)
{
    off_t size = size_of(file);
    struct change change = {.kind = BYTES, .file = file, .at = at, .size = size};
    change.new_size = new_size;
    change.wrote = wrote;
    change.count = at < size ? (size_t)((touched_to < size ? touched_to : size) - at) : 0;
    change.bytes = memory_alloc(change.count + 1, 1);
    must_read(file, at, change.bytes, change.count);
    add(change);
}

void lost_writes_write(int fd, off_t at, size_t count)
{
    int file = file_of(fd);
    if (file < 0)
        return;
    off_t end = at + (off_t)count;
    off_t size = size_of(file);
    note_bytes(file, at, count, end, end > size ? end : size);
}

void lost_writes_truncate(int fd, off_t length)
{
    int file = file_of(fd);
    if (file >= 0)
        note_bytes(file, length, 0, INT64_MAX, length);
}

/* What stood there before stands there again, and what was written is kept in its place. */
static void undo_bytes(struct change *change)
{
    uint8_t *bytes = memory_alloc(change->wrote + 1, 1);
    off_t there = size_of(change->file) - change->at; /* the last one may be half done */
    if (there < (off_t)change->wrote)
        change->wrote = there > 0 ? (size_t)there : 0;
    must_read(change->file, change->at, bytes, change->wrote);
    set_size(change->file, change->size);
    set_bytes(change->file, change->at, change->bytes, change->count);
    free(change->bytes);
    change->bytes = bytes;
}

static void redo_bytes(const struct change *change)
{
    if (change->new_size < change->size)
        set_size(change->file, change->new_size);
    set_bytes(change->file, change->at, change->bytes, change->wrote);
}

static void lose_bytes(void)
{
    for (size_t i = lost.count; i-- > 0;)
        if (lost.changes[i].kind == BYTES && !lost.changes[i].durable)
            undo_bytes(&lost.changes[i]);
    for (size_t i = 0; i < lost.count; i++)
        if (lost.changes[i].kind == BYTES && !lost.changes[i].durable && next_random() % 2)
            redo_bytes(&lost.changes[i]);
}

/* --- names --- */

static ino_t folder_of(const char *path)
{
    struct stat status;
    char *copy = memory_copy_string(path);
    if (stat(dirname(copy), &status) != 0)
        status.st_ino = 0;
    free(copy);
    return status.st_ino;
}

/* NULL: there is none. */
static char *keep(const char *path)
{
    char *name = memory_format("%s/%zu", lost.hidden, lost.count);
    if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, name, 0) == 0)
        return name;
    free(name);
    return NULL;
}

static void note_name(enum kind kind, const char *from, const char *to, char *kept)
{
    add((struct change){.kind = kind,
                        .folder = folder_of(to),
                        .from = from ? memory_copy_string(from) : NULL,
                        .to = memory_copy_string(to),
                        .kept = kept});
}

void lost_writes_created(const char *path)
{
    if (lost.on)
        note_name(CREATED, NULL, path, NULL);
}

void lost_writes_unlink(const char *path)
{
    char *kept = lost.on ? keep(path) : NULL;
    if (kept)
        note_name(UNLINKED, NULL, path, kept);
}

/* One that fails changes nothing. */
void lost_writes_link(const char *to)
{
    if (lost.on && access(to, F_OK) != 0)
        note_name(LINKED, NULL, to, NULL);
}

void lost_writes_rename(const char *from, const char *to, bool exchange)
{
    if (lost.on && access(from, F_OK) == 0)
        note_name(exchange ? EXCHANGED : RENAMED, from, to, exchange ? NULL : keep(to));
}

static void move(const char *from, const char *to, unsigned flags)
{
    if (syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags) != 0 && errno != ENOENT)
        abort();
}

/* What was not done any more, since that was the end, is not undone, either. */
static void undo_name(const struct change *change)
{
    if (change->kind == CREATED || change->kind == LINKED)
        syscall(SYS_unlinkat, AT_FDCWD, change->to, 0);
    else if (change->kind == EXCHANGED)
        move(change->from, change->to, RENAME_EXCHANGE);
    else if (change->kind == RENAMED && access(change->from, F_OK) != 0)
        move(change->to, change->from, 0);
    if (change->kept)
        move(change->kept, change->to, 0);
}

/* A file system writes names in their order, and may be anywhere in it. */
static void lose_names(void)
{
    size_t pending = 0;
    for (size_t i = 0; i < lost.count; i++)
        pending += lost.changes[i].kind != BYTES && !lost.changes[i].durable;
    size_t lose = (size_t)(next_random() % (pending + 1));
    for (size_t i = lost.count; i-- > 0 && lose > 0;)
        if (lost.changes[i].kind != BYTES && !lost.changes[i].durable) {
            undo_name(&lost.changes[i]);
            lose--;
        }
}

/* --- both --- */

void lost_writes_sync(int fd)
{
    struct stat status;
    int file = file_of(fd);
    bool folder = lost.on && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
    for (size_t i = 0; i < lost.count; i++) {
        struct change *change = &lost.changes[i];
        if (change->kind == BYTES ? file >= 0 && change->file == file
                                  : folder && change->folder == status.st_ino)
            change->durable = true;
    }
}

void lost_writes_now(void)
{
    if (!lost.on)
        return;
    lost.on = false;
    lose_bytes();
    lose_names();
    for (size_t i = 0; i < lost.count; i++)
        if (lost.changes[i].kept)
            syscall(SYS_unlinkat, AT_FDCWD, lost.changes[i].kept, 0);
}
