#include "recover_head.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "files.h"
#include "schema.h"

/* SQLite, Database File Format, 1.3: how many pages the file has, at this byte. */
#define PAGES_AT 28
#define CHUNK_BYTES 65536

struct graft {
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

static bool copy_bytes(int from, int to)
{
    char *chunk = memory_alloc(CHUNK_BYTES, 1);
    ssize_t got;
    bool good = true;
    while (good && (got = read(from, chunk, CHUNK_BYTES)) != 0)
        good = got > 0 && write(to, chunk, (size_t)got) == got;
    free(chunk);
    return good;
}

static bool copy_file(const char *path, const char *copy)
{
    int from = open(path, O_RDONLY | O_CLOEXEC);
    int to = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = from >= 0 && to >= 0 && copy_bytes(from, to);
    if (from >= 0)
        close(from);
    if (to >= 0 && close(to) != 0)
        good = false;
    return good;
}

/* Without a log of changes the file is all there is. */
static bool copy_store(const char *path, const char *graft)
{
    char *log = memory_format("%s-wal", path);
    char *its_log = memory_format("%s-wal", graft);
    bool good = copy_file(path, graft) && (access(log, F_OK) != 0 || copy_file(log, its_log));
    free(its_log);
    free(log);
    return good;
}

static bool copy_page(const struct graft *graft, int64_t page)
{
    size_t size = (size_t)graft->page_bytes;
    off_t at = (off_t)(graft->page_bytes * (page - 1));
    char *bytes = memory_alloc(size, 1);
    bool good = pread(graft->from, bytes, size, at) == (ssize_t)size &&
                pwrite(graft->to, bytes, size, at) == (ssize_t)size;
    free(bytes);
    return good;
}

static bool copy_pages(const struct graft *graft)
{
    sqlite3_stmt *statement = NULL;
    int code =
        sqlite3_prepare_v2(graft->backup, "SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'",
                           -1, &statement, NULL);
    bool good = code == SQLITE_OK; /* a library may be without it */
    while (good && (code = sqlite3_step(statement)) == SQLITE_ROW)
        good = copy_page(graft, sqlite3_column_int64(statement, 0));
    sqlite3_finalize(statement);
    return good && code == SQLITE_DONE;
}

/* The store may have grown since. */
static bool set_page_count(const struct graft *graft)
{
    struct stat status;
    uint8_t bytes[4];
    if (fstat(graft->to, &status) != 0)
        return false;
    uint32_t pages = (uint32_t)(status.st_size / graft->page_bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(pages >> (8 * (sizeof bytes - 1 - i)));
    return pwrite(graft->to, bytes, sizeof bytes, PAGES_AT) == (ssize_t)sizeof bytes;
}

static bool set_beginning(struct graft *graft, const char *backup, const char *path)
{
    graft->page_bytes = number_of(graft->backup, "PRAGMA page_size");
    graft->from = open(backup, O_RDONLY | O_CLOEXEC);
    graft->to = open(path, O_RDWR | O_CLOEXEC);
    bool good = graft->page_bytes > 0 && graft->from >= 0 && graft->to >= 0 && copy_pages(graft) &&
                set_page_count(graft);
    if (graft->from >= 0)
        close(graft->from);
    if (graft->to >= 0)
        close(graft->to);
    return good;
}

bool graft_make(const char *path, const char *backup, const char *graft)
{
    struct graft work = {0};
    files_remove(graft);
    bool good = sqlite3_open_v2(backup, &work.backup, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
                number_of(work.backup, "PRAGMA user_version") == schema_version &&
                copy_store(path, graft) && set_beginning(&work, backup, graft);
    sqlite3_close(work.backup);
    if (!good)
        files_remove(graft);
    return good;
}
