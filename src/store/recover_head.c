#include "recover_head.h"

#include <assert.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "files.h"
#include "schema.h"
#include "store/connect.h"

/* SQLite, Database File Format, 1.3: how many pages the file has, at this byte. */
#define PAGES_AT 28
#define CHUNK_BYTES 65536

struct heading {
    sqlite3 *backup;
    int64_t page_bytes;
    int from, to; /* files */
};

static int64_t number_of(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

static bool pour(int from, int to)
{
    char *chunk = memory_alloc(CHUNK_BYTES, 1);
    ssize_t got;
    bool good = true;
    while (good && (got = read(from, chunk, CHUNK_BYTES)) != 0)
        good = got > 0 && write(to, chunk, (size_t)got) == got;
    free(chunk);
    return good;
}

static bool pour_file(const char *path, const char *copy)
{
    int from = open(path, O_RDONLY | O_CLOEXEC);
    int to = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = from >= 0 && to >= 0 && pour(from, to);
    if (from >= 0)
        close(from);
    if (to >= 0 && close(to) != 0)
        good = false;
    return good;
}

/* SQLite, Write-Ahead Log: its header has numbers that are drawn anew when the log begins again. */
#define LOG_HEADER_BYTES 32
#define ATTEMPTS 20 /* to copy a store that others write */

/* What has changed where the log began again, or was taken into the file and removed. */
struct instant {
    uint8_t log[LOG_HEADER_BYTES];
    bool has_log;
    struct timespec written; /* the file; with its log beside it, it may be written at any time */
};

static struct instant instant_of(const char *path, const char *log)
{
    struct instant instant = {0};
    struct stat status;
    int fd = open(log, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        instant.has_log = read(fd, instant.log, LOG_HEADER_BYTES) == LOG_HEADER_BYTES;
        close(fd);
    }
    if (!instant.has_log && stat(path, &status) == 0)
        instant.written = status.st_mtim;
    return instant;
}

static bool is_one_instant(const struct instant *a, const struct instant *b)
{
    return a->has_log == b->has_log && memcmp(a->log, b->log, LOG_HEADER_BYTES) == 0 &&
           a->written.tv_sec == b->written.tv_sec && a->written.tv_nsec == b->written.tv_nsec;
}

/* Without a log of changes the file is all there is. */
static bool copy_both(const char *path, const char *log, const char *copy)
{
    char *its_log = memory_format("%s-wal", copy);
    bool good = pour_file(path, copy) && (access(log, F_OK) != 0 || pour_file(log, its_log));
    free(its_log);
    return good;
}

/* The two are of one instant as long as the log did not begin again: all that the file lacks, or
 * was written into it meanwhile, is in the log. Else a page would be older than what is said to
 * stand. */
static bool copy_store(const char *path, const char *copy)
{
    char *log = memory_format("%s-wal", path);
    bool good = false;
    for (int i = 0; !good && i < ATTEMPTS; i++) {
        struct instant before = instant_of(path, log);
        bool copied = copy_both(path, log, copy);
        struct instant after = instant_of(path, log);
        good = copied && is_one_instant(&before, &after);
        if (!good)
            files_remove(copy);
    }
    free(log);
    return good;
}

static bool copy_page(const struct heading *heading, int64_t page)
{
    size_t size = (size_t)heading->page_bytes;
    off_t at = (off_t)(heading->page_bytes * (page - 1));
    char *bytes = memory_alloc(size, 1);
    bool good = pread(heading->from, bytes, size, at) == (ssize_t)size &&
                pwrite(heading->to, bytes, size, at) == (ssize_t)size;
    free(bytes);
    return good;
}

static bool copy_pages(const struct heading *heading)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(heading->backup,
                                  "SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'", -1,
                                  &statement, NULL);
    bool good = code == SQLITE_OK; /* a library may be without it */
    while (good && (code = sqlite3_step(statement)) == SQLITE_ROW)
        good = copy_page(heading, sqlite3_column_int64(statement, 0));
    sqlite3_finalize(statement);
    return good && code == SQLITE_DONE;
}

/* The store may have grown since. */
static bool set_page_count(const struct heading *heading)
{
    struct stat status;
    uint8_t bytes[4];
    if (fstat(heading->to, &status) != 0)
        return false;
    uint32_t pages = (uint32_t)(status.st_size / heading->page_bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(pages >> (8 * (sizeof bytes - 1 - i)));
    return pwrite(heading->to, bytes, sizeof bytes, PAGES_AT) == (ssize_t)sizeof bytes;
}

static bool set_beginning(struct heading *heading, const char *backup, const char *path)
{
    heading->page_bytes = number_of(heading->backup, "PRAGMA page_size");
    heading->from = open(backup, O_RDONLY | O_CLOEXEC);
    heading->to = open(path, O_RDWR | O_CLOEXEC);
    bool good = heading->page_bytes > 0 && heading->from >= 0 && heading->to >= 0 &&
                copy_pages(heading) && set_page_count(heading);
    if (heading->from >= 0)
        close(heading->from);
    if (heading->to >= 0)
        close(heading->to);
    return good;
}

bool recover_head(const char *path, const char *backup, const char *copy)
{
    assert(strcmp(path, copy) != 0);
    if (strcmp(backup, copy) == 0) /* a name that a person chose */
        return false;
    struct heading work = {0};
    files_remove(copy);
    bool good = connect_open(backup, &work.backup, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
                number_of(work.backup, "PRAGMA user_version") == schema_version &&
                copy_store(path, copy) && set_beginning(&work, backup, copy);
    sqlite3_close(work.backup);
    if (!good)
        files_remove(copy);
    return good;
}
