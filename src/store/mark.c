#include "store/mark.h"

#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/input.h"
#include "base/memory.h"

#define LINE_MAX_BYTES 128
#define MODE 0640

/* Not by realpath(3): what is mounted elsewhere tomorrow must have the same name. */
static char *absolute(const char *path)
{
    char *folder = path[0] == '/' ? NULL : getcwd(NULL, 0);
    char *whole = folder ? memory_format("%s/%s", folder, path) : memory_copy_string(path);
    free(folder);
    return whole;
}

static char *own_folder(void)
{
    const char *unit = getenv("CACHE_DIRECTORY");
    const char *cache = getenv("XDG_CACHE_HOME");
    const char *home = getenv("HOME");
    if (unit && *unit)
        return memory_format("%.*s", (int)strcspn(unit, ":"), unit);
    if (cache && *cache)
        return memory_format("%s/motograph", cache);
    return home && *home ? memory_format("%s/.cache/motograph", home) : NULL;
}

char *store_mark_path(const char *folder, const char *store_path)
{
    char *place = *folder ? memory_copy_string(folder) : own_folder();
    if (!place)
        return NULL;
    char *whole = absolute(store_path);
    char *mark = memory_format("%s/store-%016" PRIx64, place, hash_text(HASH_START, whole));
    free(whole);
    free(place);
    return mark;
}

static void make_folder_of(const char *mark)
{
    char *copy = memory_copy_string(mark);
    char *above = memory_copy_string(mark);
    const char *folder = dirname(copy);
    mkdir(dirname(dirname(above)), 0700); /* ~/.cache, by the XDG base directory specification */
    mkdir(folder, 0770);
    free(above);
    free(copy);
}

void store_mark_set(const char *mark, const struct store *store, int64_t now_ms)
{
    char *known = NULL;
    if (!mark || !*store_identity(store))
        return;
    bool same = store_mark_read(mark, NULL, &known) && strcmp(known, store_identity(store)) == 0;
    free(known);
    if (same)
        return;
    make_folder_of(mark);
    int fd = open(mark, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, MODE);
    if (fd < 0)
        return;
    dprintf(fd, "%s %" PRId64 " %s\n", store_identity(store), now_ms, store_path(store));
    fsync(fd);
    close(fd);
}

bool store_mark_read(const char *mark, int64_t *since_ms, char **id)
{
    char line[LINE_MAX_BYTES] = "";
    char read_id[LINE_MAX_BYTES] = "";
    int64_t since = 0;
    FILE *file = mark ? input_open_lines(mark) : NULL;
    bool there = file && fgets(line, sizeof line, file) &&
                 sscanf(line, "%127s %" SCNd64, read_id, &since) == 2;
    if (file)
        fclose(file);
    if (there && since_ms)
        *since_ms = since;
    if (there && id)
        *id = memory_copy_string(read_id);
    return there;
}

void store_mark_remove(const char *mark)
{
    if (mark)
        unlink(mark);
}
