#include "store/connect.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
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
