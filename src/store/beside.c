#include "beside.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mapped.h"
#include "base/memory.h"

/* The index's header, of which there are two copies, and the log's headers (SQLite, WAL-mode File
 * Format, 1.1 and 2.1). */
#define INDEX_BYTES (32 * 1024)
#define HEADER_BYTES 48
#define PAGE_SIZE_AT 14
#define FRAMES_AT 16
#define LOG_HEADER_BYTES 32
#define FRAME_HEADER_BYTES 24
#define PAGE_64K 1 /* how it writes 65,536 in 16 bits */

static ino_t file_beside(const struct store *store, const char *ending)
{
    struct stat status;
    char *name = memory_format("%s%s", store->path, ending);
    ino_t number = stat(name, &status) == 0 ? status.st_ino : 0;
    free(name);
    return number;
}

void beside_know(struct store *store)
{
    store->mapped_losses = mapped_losses();
    store->index = store->in_memory ? 0 : file_beside(store, "-shm");
    store->log = store->in_memory ? 0 : file_beside(store, "-wal");
}

static sqlite3_file *file_of(const struct store *store, int which)
{
    sqlite3_file *file = NULL;
    bool given = sqlite3_file_control(store->db, "main", which, (void *)&file) == SQLITE_OK;
    return given && file && file->pMethods ? file : NULL;
}

/* How long the log is at least, by its index; 0: not known just now, somebody writes. */
static int64_t log_bytes(const struct store *store)
{
    volatile void *map = NULL;
    uint8_t copies[2][HEADER_BYTES];
    uint16_t page;
    uint32_t frames;
    sqlite3_file *file = file_of(store, SQLITE_FCNTL_FILE_POINTER);
    if (!file || file->pMethods->iVersion < 2 ||
        file->pMethods->xShmMap(file, 0, INDEX_BYTES, 0, &map) != SQLITE_OK || !map)
        return 0;
    memcpy(copies, (const void *)map, sizeof copies);
    if (memcmp(copies[0], copies[1], HEADER_BYTES) != 0)
        return 0;
    memcpy(&page, copies[0] + PAGE_SIZE_AT, sizeof page);
    memcpy(&frames, copies[0] + FRAMES_AT, sizeof frames);
    int64_t bytes = page == PAGE_64K ? 65536 : page;
    return frames ? LOG_HEADER_BYTES + (int64_t)frames * (FRAME_HEADER_BYTES + bytes) : 0;
}

static bool is_log_short(const struct store *store)
{
    sqlite3_int64 bytes = 0;
    sqlite3_file *file = file_of(store, SQLITE_FCNTL_JOURNAL_POINTER);
    int64_t wanted = file ? log_bytes(store) : 0;
    return wanted > 0 && file->pMethods->xFileSize(file, &bytes) == SQLITE_OK && bytes < wanted;
}

const char *beside_loss(const struct store *store)
{
    if (store->in_memory || store->read_only || !store->index)
        return NULL;
    if (mapped_losses() != store->mapped_losses)
        return "the index of its log of changes was truncated";
    if (file_beside(store, "-shm") != store->index)
        return "the index of its log of changes is gone";
    if (file_beside(store, "-wal") != store->log)
        return "its log of changes is gone";
    return is_log_short(store) ? "its log of changes was truncated" : NULL;
}
