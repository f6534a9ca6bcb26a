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
#define BIG_ENDIAN_AT 13
#define FRAMES_AT 16
#define SALT_AT 32
#define LOG_HEADER_BYTES 32
#define FRAME_HEADER_BYTES 24
#define PAGE_64K 1 /* how it writes 65,536 in 16 bits */
#define PAGE_MOST 65536
/* A frame's header: what its sum is of, and the sum, behind the salt. */
#define SUMMED_BYTES 8
#define SUM_AT 16
/* More frames than come between two looks: so many are not looked at. */
#define FRAMES_MOST 2000

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

/* What the index says of the log. */
struct log_index {
    uint32_t frames;
    int page; /* bytes */
    uint8_t salt[BESIDE_SALT];
    bool big_endian; /* its sums */
};

/* False: not known just now, somebody writes. */
static bool read_index(const struct store *store, struct log_index *index)
{
    volatile void *map = NULL;
    uint8_t copies[2][HEADER_BYTES];
    uint16_t page;
    sqlite3_file *file = file_of(store, SQLITE_FCNTL_FILE_POINTER);
    if (!file || file->pMethods->iVersion < 2 ||
        file->pMethods->xShmMap(file, 0, INDEX_BYTES, 0, &map) != SQLITE_OK || !map)
        return false;
    memcpy(copies, (const void *)map, sizeof copies);
    if (memcmp(copies[0], copies[1], HEADER_BYTES) != 0)
        return false;
    memcpy(&page, copies[0] + PAGE_SIZE_AT, sizeof page);
    memcpy(&index->frames, copies[0] + FRAMES_AT, sizeof index->frames);
    memcpy(index->salt, copies[0] + SALT_AT, sizeof index->salt);
    index->big_endian = copies[0][BIG_ENDIAN_AT];
    index->page = page == PAGE_64K ? PAGE_MOST : page;
    return index->frames > 0;
}

/* Of the first `frames`. */
static int64_t bytes_of(const struct log_index *index, uint32_t frames)
{
    return LOG_HEADER_BYTES + (int64_t)frames * (FRAME_HEADER_BYTES + index->page);
}

static bool is_log_short(const struct store *store)
{
    sqlite3_int64 bytes = 0;
    struct log_index index;
    sqlite3_file *file = file_of(store, SQLITE_FCNTL_JOURNAL_POINTER);
    return file && read_index(store, &index) &&
           file->pMethods->xFileSize(file, &bytes) == SQLITE_OK &&
           bytes < bytes_of(&index, index.frames);
}

static uint32_t word(const uint8_t *at, bool big_endian)
{
    return big_endian
               ? (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]
               : (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
}

/* SQLite, WAL-mode File Format, 4.2: of one frame behind the sum of those before it. */
static void add_up(uint32_t sum[2], const uint8_t *bytes, int count, bool big_endian)
{
    for (int i = 0; i < count; i += 8) {
        sum[0] += word(bytes + i, big_endian) + sum[1];
        sum[1] += word(bytes + i + 4, big_endian) + sum[0];
    }
}

/* As it stands in the log; the first is 1. False where it can't be read. */
static bool read_frame(sqlite3_file *file, const struct log_index *index, uint32_t number,
                       uint8_t *frame, int count)
{
    return file->pMethods->xRead(file, frame, count, bytes_of(index, number - 1)) == SQLITE_OK;
}

static void sum_of(const uint8_t *frame, uint32_t sum[2])
{
    sum[0] = word(frame + SUM_AT, true);
    sum[1] = word(frame + SUM_AT + 4, true);
}

/* The frame that was the last at the last look, and those behind it: of a log that is truncated and
 * then written to again all before its new end may be gone, and it is as long as before. */
static bool has_hole(struct beside_seen *seen, sqlite3_file *file, const struct log_index *index,
                     uint8_t *frame)
{
    uint32_t sum[2], stands[2];
    memcpy(sum, seen->before, sizeof sum);
    for (uint32_t i = seen->frame; i <= index->frames; i++) {
        if (!read_frame(file, index, i, frame, FRAME_HEADER_BYTES + index->page))
            return true;
        memcpy(seen->before, sum, sizeof sum);
        add_up(sum, frame, SUMMED_BYTES, index->big_endian);
        add_up(sum, frame + FRAME_HEADER_BYTES, index->page, index->big_endian);
        sum_of(frame, stands);
        if (memcmp(sum, stands, sizeof sum) != 0)
            return true;
    }
    seen->frame = index->frames;
    return false;
}

/* Where it is not known what stood there before, what stands there is believed. */
static void see(struct beside_seen *seen, sqlite3_file *file, const struct log_index *index)
{
    uint8_t header[FRAME_HEADER_BYTES];
    bool read =
        index->frames > 1 && read_frame(file, index, index->frames - 1, header, FRAME_HEADER_BYTES);
    seen->frame = read ? index->frames : 0;
    memcpy(seen->salt, index->salt, sizeof seen->salt);
    if (read)
        sum_of(header, seen->before);
}

static bool is_log_holed(struct store *store)
{
    struct log_index index, again;
    struct beside_seen *seen = &store->seen;
    sqlite3_file *file = file_of(store, SQLITE_FCNTL_JOURNAL_POINTER);
    if (!file || !read_index(store, &index))
        return false;
    if (seen->frame == 0 || memcmp(seen->salt, index.salt, sizeof index.salt) != 0 ||
        index.frames < seen->frame || index.frames - seen->frame > FRAMES_MOST) {
        see(seen, file, &index);
        return false;
    }
    uint8_t *frame = memory_alloc((size_t)(FRAME_HEADER_BYTES + index.page), 1);
    bool holed = has_hole(seen, file, &index, frame);
    free(frame);
    if (!holed)
        return false;
    seen->frame = 0;
    /* or somebody has begun it anew meanwhile */
    return read_index(store, &again) && memcmp(again.salt, index.salt, sizeof again.salt) == 0;
}

const char *beside_loss(struct store *store)
{
    if (store->in_memory || store->read_only || !store->index)
        return NULL;
    if (mapped_losses() != store->mapped_losses)
        return "the index of its log of changes was truncated";
    if (file_beside(store, "-shm") != store->index)
        return "the index of its log of changes is gone";
    if (file_beside(store, "-wal") != store->log)
        return "its log of changes is gone";
    return is_log_short(store) || is_log_holed(store) ? "its log of changes was truncated" : NULL;
}
