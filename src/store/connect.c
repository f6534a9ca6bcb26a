#include "store/connect.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "base/memory.h"

static sqlite3_mem_methods sqlites_own;

static void *allocate(int size)
{
    return memory_must(sqlites_own.xMalloc(size));
}

static void *allocate_again(void *old, int size)
{
    return memory_must(sqlites_own.xRealloc(old, size));
}

/* Where somebody has used SQLite before it stays as it is: it takes other functions at its
 * beginning only. */
static void give_up_without_memory(void)
{
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlites_own) != SQLITE_OK)
        return;
    sqlite3_mem_methods methods = sqlites_own;
    methods.xMalloc = allocate;
    methods.xRealloc = allocate_again;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

/* To open one that nobody writes to would wait for ever. */
static bool is_pipe(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISFIFO(status.st_mode);
}

int connect_open(const char *path, sqlite3 **db, int flags, const char *vfs)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, give_up_without_memory);
    *db = NULL;
    if (is_pipe(path))
        return SQLITE_CANTOPEN;
    return sqlite3_open_v2(path, db, flags, vfs);
}

/* Where none may be made SQLite says that there is none: it has tried to read one last. */
static const char *words_of_opening(int error)
{
    return error == 0 || error == ENOENT ? "it can't be opened, or made there" : strerror(error);
}

const char *connect_words(sqlite3 *db)
{
    int code = db ? sqlite3_extended_errcode(db) : SQLITE_CANTOPEN;
    if (code == SQLITE_IOERR_SHORT_READ)
        return "it is cut short";
    switch (code & 0xff) {
    case SQLITE_FULL:
        return "the disk is full";
    case SQLITE_READONLY:
        return "it may not be written to: the file, its folder or its disk is read-only";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "another program is writing to it, and did not end in time";
    case SQLITE_CANTOPEN:
        return words_of_opening(db ? sqlite3_system_errno(db) : 0);
    case SQLITE_IOERR:
        return "its disk can't be read, or written to";
    default:
        return sqlite3_errmsg(db);
    }
}
