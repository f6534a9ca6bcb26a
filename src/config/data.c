#include "config/data.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "environment.h"

#define OWN_MAX 3 /* beside the configuration, the user's, the machine's */

static struct {
    pthread_once_t once;
    char *shipped;
    char *own[OWN_MAX];
    size_t own_count;
} data = {.once = PTHREAD_ONCE_INIT};

/* The folder in which the program stands, links followed; NULL where /proc does not tell. */
static char *program_folder(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return NULL;
    path[length] = '\0';
    return memory_copy_string(dirname(path));
}

/* `folder/rest` where that is there; else NULL. */
static char *folder_in(const char *folder, const char *rest)
{
    char *path = memory_format("%s/%s", folder, rest);
    if (access(path, F_OK) == 0)
        return path;
    free(path);
    return NULL;
}

static char *neighbours(const char *program)
{
    const char *slash = strrchr(program, '/');
    char *found = folder_in(program, "share/motograph");
    if (!found && slash && strcmp(slash, "/bin") == 0)
        found = folder_in(program, "../share/motograph");
    return found;
}

static void look(void)
{
    const char *told = getenv("MOTOGRAPH_DATA");
    char *program = program_folder();
    if (told && *told)
        data.shipped = memory_copy_string(told);
    else if (program)
        data.shipped = neighbours(program);
    if (!data.shipped)
        data.shipped = memory_copy_string(MOTOGRAPH_DATA);
    free(program);
}

const char *data_folder(void)
{
    pthread_once(&data.once, look);
    return data.shipped;
}

bool data_is_shipped(const char *path)
{
    size_t length = strlen(data_folder());
    return strncmp(path, data_folder(), length) == 0 && path[length] == '/';
}

/* Takes the folder over, unless it is among them already. */
static void add_own(char *folder)
{
    for (size_t i = 0; i < data.own_count; i++)
        if (strcmp(data.own[i], folder) == 0) {
            free(folder);
            return;
        }
    assert(data.own_count < OWN_MAX);
    data.own[data.own_count++] = folder;
}

void data_set_configuration(const char *path)
{
    while (data.own_count > 0)
        free(data.own[--data.own_count]);
    if (path)
        add_own(environment_folder_of(path));
    add_own(environment_path("XDG_CONFIG_HOME", ".config", "motograph"));
    add_own(memory_copy_string(ENVIRONMENT_SYSTEM_FOLDER));
}

/* The folder number `index` in which there may be data: own ones first, the shipped one last, then
 * NULL. */
static const char *folder_at(size_t index)
{
    if (index < data.own_count)
        return data.own[index];
    return index == data.own_count ? data_folder() : NULL;
}

/* Whether an error tells of something in the folder that can't be used; a folder that is not open
 * to this user, as another's home, is as good as not there. */
static bool is_closed(const char *folder, int error)
{
    return error != ENOENT && access(folder, X_OK) == 0;
}

char *data_find(const char *kind, const char *name, const char *ending)
{
    assert(!strchr(name, '/'));
    const char *folder;
    for (size_t i = 0; (folder = folder_at(i)); i++) {
        char *path = memory_format("%s/%s/%s%s", folder, kind, name, ending);
        if (access(path, F_OK) == 0 || is_closed(folder, errno))
            return path; /* who opens it says what is wrong with it */
        free(path);
    }
    return NULL;
}

struct found {
    char *name, *path;
};

struct list {
    struct found *items;
    size_t count;
};

static bool is_listed(const struct list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].name, name) == 0)
            return true;
    return false;
}

/* The name of a file of that kind, without its ending; NULL for another file. */
static char *name_of(const char *file, const char *ending)
{
    size_t length = strlen(file), end = strlen(ending);
    if (file[0] == '.' || length <= end || strcmp(file + length - end, ending) != 0)
        return NULL;
    return memory_copy_bytes(file, length - end);
}

/* Adds what is new. 0 or an errno. */
static int list_folder(struct list *list, const char *folder, const char *ending)
{
    DIR *directory = opendir(folder);
    if (!directory)
        return errno;
    for (const struct dirent *entry; (entry = readdir(directory));) {
        char *name = name_of(entry->d_name, ending);
        if (!name || is_listed(list, name)) {
            free(name);
            continue;
        }
        char *path = memory_format("%s/%s", folder, entry->d_name);
        list->items = memory_resize(list->items, list->count + 1, sizeof *list->items);
        list->items[list->count++] = (struct found){name, path};
    }
    closedir(directory);
    return 0;
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct found *)a)->name, ((const struct found *)b)->name);
}

static void tell_and_free(struct list *list, void (*fn)(void *user, const struct data_file *file),
                          void *user)
{
    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, compare);
    for (size_t i = 0; i < list->count; i++) {
        struct found *item = &list->items[i];
        fn(user, &(struct data_file){item->name, item->path});
        free(item->name);
        free(item->path);
    }
    free(list->items);
}

bool data_each(const char *kind, const char *ending,
               void (*fn)(void *user, const struct data_file *file), void *user, struct diag *diag)
{
    struct list list = {0};
    bool good = true;
    const char *folder;
    for (size_t i = 0; (folder = folder_at(i)); i++) {
        bool shipped = i == data.own_count;
        char *path = memory_format("%s/%s", folder, kind);
        int error = list_folder(&list, path, ending);
        if (error && (shipped || is_closed(folder, error)))
            good =
                diag_error(diag, "%s: %s%s", path, strerror(error),
                           shipped ? ": the program's data should be there (MOTOGRAPH_DATA names "
                                     "another folder)"
                                   : "");
        free(path);
    }
    tell_and_free(&list, fn, user);
    return good;
}
