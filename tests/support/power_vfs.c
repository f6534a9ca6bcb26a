#include "power_vfs.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define FILES_MAX 16
#define SECTOR 512 /* the smallest unit that a card or disk writes whole */
#define SHARED_MAX 8
#define PATH_BYTES 512

struct write {
    int64_t offset;
    int64_t length; /* -1: the file was cut to `offset` */
    uint8_t *bytes;
};

struct image {
    uint8_t *bytes;
    int64_t length;
};

struct file {
    char *path; /* NULL: no such file */
    struct image synced, current;
    struct write *writes; /* since the last sync */
    size_t write_count;
    void *shared[SHARED_MAX]; /* regions of the WAL's index */
};

struct handle {
    sqlite3_file base;
    struct file *file;
    bool temporary;
};

static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *real; /* for time, randomness and paths */
    struct file files[FILES_MAX];
    int operations;
    int fail_at;
    bool skip_syncs;
} power = {.fail_at = -1};

/* --- images --- */

static void image_resize(struct image *image, int64_t length)
{
    if (length > image->length) {
        image->bytes = memory_resize(image->bytes, (size_t)length, 1);
        memset(image->bytes + image->length, 0, (size_t)(length - image->length));
    }
    image->length = length;
}

static void image_write(struct image *image, int64_t offset, const uint8_t *bytes, int64_t length)
{
    if (offset + length > image->length)
        image_resize(image, offset + length);
    memcpy(image->bytes + offset, bytes, (size_t)length);
}

static void image_copy(struct image *to, const struct image *from)
{
    image_resize(to, 0);
    if (from->length > 0)
        image_write(to, 0, from->bytes, from->length);
}

static void image_finish(struct image *image)
{
    free(image->bytes);
    *image = (struct image){0};
}

static void apply(struct image *image, const struct write *write)
{
    if (write->length < 0)
        image_resize(image, write->offset);
    else
        image_write(image, write->offset, write->bytes, write->length);
}

/* --- files --- */

static void forget_writes(struct file *file)
{
    for (size_t i = 0; i < file->write_count; i++)
        free(file->writes[i].bytes);
    file->write_count = 0;
}

static void remember(struct file *file, int64_t offset, const void *bytes, int64_t length)
{
    struct write write = {.offset = offset, .length = length};
    if (length > 0) {
        write.bytes = memory_alloc((size_t)length, 1);
        memcpy(write.bytes, bytes, (size_t)length);
    }
    file->writes = memory_resize(file->writes, file->write_count + 1, sizeof *file->writes);
    file->writes[file->write_count++] = write;
    apply(&file->current, &write);
}

static void drop_shared(struct file *file)
{
    for (int i = 0; i < SHARED_MAX; i++) {
        free(file->shared[i]);
        file->shared[i] = NULL;
    }
}

static void file_finish(struct file *file)
{
    forget_writes(file);
    drop_shared(file);
    free(file->writes);
    free(file->path);
    image_finish(&file->synced);
    image_finish(&file->current);
    *file = (struct file){0};
}

static struct file *find(const char *path)
{
    for (int i = 0; i < FILES_MAX; i++)
        if (power.files[i].path && strcmp(power.files[i].path, path) == 0)
            return &power.files[i];
    return NULL;
}

static struct file *make(const char *path)
{
    for (int i = 0; i < FILES_MAX; i++)
        if (!power.files[i].path) {
            power.files[i].path = memory_copy_string(path);
            return &power.files[i];
        }
    return NULL;
}

/* Counts an operation; true when there is no power any more. */
static bool is_dark(void)
{
    int number = power.operations++;
    return power.fail_at >= 0 && number >= power.fail_at;
}

static struct file *file_of(sqlite3_file *base)
{
    return ((struct handle *)base)->file;
}

/* --- what SQLite asks of a file (sqlite3_io_methods) --- */

static int vfs_close(sqlite3_file *base)
{
    struct handle *handle = (struct handle *)base;
    if (handle->temporary)
        file_finish(handle->file);
    else
        drop_shared(handle->file); /* one connection at a time */
    return SQLITE_OK;
}

static int vfs_read(sqlite3_file *base, void *out, int amount, sqlite3_int64 offset)
{
    const struct image *image = &file_of(base)->current;
    int64_t there = image->length - offset;
    there = there < 0 ? 0 : there < amount ? there : amount;
    if (there > 0)
        memcpy(out, image->bytes + offset, (size_t)there);
    memset((uint8_t *)out + there, 0, (size_t)(amount - there));
    return there == amount ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int vfs_write(sqlite3_file *base, const void *bytes, int amount, sqlite3_int64 offset)
{
    bool dark = is_dark();
    /* The write that the power fails in may have reached the disk, or a part of it. */
    if (!dark || power.operations - 1 == power.fail_at)
        remember(file_of(base), offset, bytes, amount);
    return dark ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static int vfs_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    if (is_dark())
        return SQLITE_IOERR_TRUNCATE;
    remember(file_of(base), size, NULL, -1);
    return SQLITE_OK;
}

static int vfs_sync(sqlite3_file *base, int flags)
{
    (void)flags;
    if (is_dark())
        return SQLITE_IOERR_FSYNC;
    if (power.skip_syncs)
        return SQLITE_OK;
    struct file *file = file_of(base);
    image_copy(&file->synced, &file->current);
    forget_writes(file);
    return SQLITE_OK;
}

static int vfs_size(sqlite3_file *base, sqlite3_int64 *size)
{
    *size = file_of(base)->current.length;
    return SQLITE_OK;
}

static int vfs_lock(sqlite3_file *base, int level)
{
    (void)base;
    (void)level;
    return SQLITE_OK;
}

static int vfs_check_lock(sqlite3_file *base, int *held)
{
    (void)base;
    *held = 0;
    return SQLITE_OK;
}

static int vfs_control(sqlite3_file *base, int operation, void *argument)
{
    (void)base;
    (void)operation;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int vfs_sector(sqlite3_file *base)
{
    (void)base;
    return SECTOR;
}

/* No promise at all: not even that a write leaves its neighbours alone. */
static int vfs_characteristics(sqlite3_file *base)
{
    (void)base;
    return 0;
}

static int vfs_shared_map(sqlite3_file *base, int region, int size, int extend,
                          void volatile **memory)
{
    struct file *file = file_of(base);
    if (region >= SHARED_MAX)
        return SQLITE_IOERR_SHMMAP;
    if (!file->shared[region] && extend)
        file->shared[region] = memory_alloc((size_t)size, 1);
    *memory = file->shared[region];
    return SQLITE_OK;
}

static int vfs_shared_lock(sqlite3_file *base, int offset, int count, int flags)
{
    (void)base;
    (void)offset;
    (void)count;
    (void)flags;
    return SQLITE_OK;
}

static void vfs_shared_barrier(sqlite3_file *base)
{
    (void)base;
}

static int vfs_shared_unmap(sqlite3_file *base, int remove)
{
    if (remove)
        drop_shared(file_of(base));
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = vfs_close,
    .xRead = vfs_read,
    .xWrite = vfs_write,
    .xTruncate = vfs_truncate,
    .xSync = vfs_sync,
    .xFileSize = vfs_size,
    .xLock = vfs_lock,
    .xUnlock = vfs_lock,
    .xCheckReservedLock = vfs_check_lock,
    .xFileControl = vfs_control,
    .xSectorSize = vfs_sector,
    .xDeviceCharacteristics = vfs_characteristics,
    .xShmMap = vfs_shared_map,
    .xShmLock = vfs_shared_lock,
    .xShmBarrier = vfs_shared_barrier,
    .xShmUnmap = vfs_shared_unmap,
};

/* --- and of a file system (sqlite3_vfs) --- */

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags,
                    int *flags_out)
{
    (void)vfs;
    struct handle *handle = (struct handle *)base;
    char temporary[32];
    snprintf(temporary, sizeof temporary, "temporary-%d", power.operations);
    base->pMethods = NULL;
    handle->temporary = path == NULL;
    handle->file = find(path ? path : temporary);
    if (!handle->file && (flags & SQLITE_OPEN_CREATE))
        handle->file = make(path ? path : temporary);
    if (!handle->file)
        return SQLITE_CANTOPEN;
    if (flags_out)
        *flags_out = flags;
    base->pMethods = &methods;
    return SQLITE_OK;
}

/* A removed file is gone for good: the folder is written with it. */
static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
    (void)vfs;
    (void)sync_folder;
    struct file *file = find(path);
    if (is_dark())
        return SQLITE_IOERR_DELETE;
    if (!file)
        return SQLITE_IOERR_DELETE_NOENT;
    file_finish(file);
    return SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *result)
{
    (void)vfs;
    (void)flags;
    const struct file *file = find(path);
    *result = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->current.length > 0);
    return SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *path, int size, char *out)
{
    (void)vfs;
    snprintf(out, (size_t)size, "%s", path);
    return SQLITE_OK;
}

static int vfs_randomness(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    memset(out, 7, (size_t)size); /* the same each time */
    return size;
}

static int vfs_sleep(sqlite3_vfs *vfs, int us)
{
    (void)vfs;
    return us;
}

static int vfs_time(sqlite3_vfs *vfs, double *days)
{
    (void)vfs;
    return power.real->xCurrentTime(power.real, days);
}

static int vfs_error(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    if (size > 0)
        out[0] = '\0';
    return 0;
}

void power_vfs_register(void)
{
    power.real = sqlite3_vfs_find(NULL);
    power.vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = sizeof(struct handle),
        .mxPathname = PATH_BYTES,
        .zName = "power",
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xRandomness = vfs_randomness,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_time,
        .xGetLastError = vfs_error,
    };
    sqlite3_vfs_register(&power.vfs, 1);
    power_vfs_fail_at(-1);
}

void power_vfs_unregister(void)
{
    sqlite3_vfs_unregister(&power.vfs);
    sqlite3_vfs_register(power.real, 1);
    for (int i = 0; i < FILES_MAX; i++)
        file_finish(&power.files[i]);
}

void power_vfs_fail_at(int operation)
{
    power.operations = 0;
    power.fail_at = operation;
}

int power_vfs_operations(void)
{
    return power.operations;
}

void power_vfs_skip_syncs(bool skip)
{
    power.skip_syncs = skip;
}

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static void shuffle(struct write *writes, size_t count, uint64_t *seed)
{
    for (size_t i = count; i > 1; i--) {
        size_t k = (size_t)(next_random(seed) % i);
        struct write other = writes[i - 1];
        writes[i - 1] = writes[k];
        writes[k] = other;
    }
}

/* Some sectors of it. */
static void apply_torn(struct image *image, const struct write *write, uint64_t *seed)
{
    for (int64_t at = 0; at < write->length;) {
        int64_t end = ((write->offset + at) / SECTOR + 1) * SECTOR - write->offset;
        end = end < write->length ? end : write->length;
        if (next_random(seed) % 2)
            image_write(image, write->offset + at, write->bytes + at, end - at);
        at = end;
    }
}

/* Of the writes since the last sync: all, none, or some, in another order. */
static void lose(struct file *file, uint64_t *seed)
{
    uint64_t kind = next_random(seed) % 4;
    image_copy(&file->current, &file->synced);
    if (kind == 3)
        shuffle(file->writes, file->write_count, seed);
    for (size_t i = 0; i < file->write_count && kind > 0; i++) {
        uint64_t fate = kind == 1 ? 0 : next_random(seed) % 3;
        if (fate == 0 || (fate == 1 && file->writes[i].length < 0))
            apply(&file->current, &file->writes[i]);
        else if (fate == 1)
            apply_torn(&file->current, &file->writes[i], seed);
    }
    image_copy(&file->synced, &file->current);
    forget_writes(file);
}

void power_vfs_restore(uint64_t seed)
{
    power_vfs_fail_at(-1);
    power.skip_syncs = false;
    for (int i = 0; i < FILES_MAX; i++) {
        drop_shared(&power.files[i]);
        if (power.files[i].path)
            lose(&power.files[i], &seed);
    }
}
