#include "memo.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"

#define FOLDER_MODE 0700

static char *path_of(const struct config *config)
{
    const char *store = config->store.path;
    const char *slash = strrchr(store, '/');
    if (*config->mqtt.state)
        return memory_copy_string(config->mqtt.state);
    return slash ? memory_format("%.*s/link.json", (int)(slash - store), store)
                 : memory_copy_string("link.json");
}

static bool refuse(const char *path, const char *found, struct diag *diag)
{
    return diag_error(diag,
                      "mqtt.state: %s: %s; a file in a folder that is there, or can be made in one "
                      "that is, is wanted",
                      path, found);
}

static bool is_folder(const char *path)
{
    struct stat status;
    if (stat(path, &status) < 0)
        return false;
    errno = ENOTDIR;
    return S_ISDIR(status.st_mode);
}

bool memo_check(const struct config *config, struct diag *diag)
{
    struct stat status;
    if (!*config->mqtt.state)
        return true; /* the store's folder is there when the ticker is */
    char *path = path_of(config);
    char *copy = memory_copy_string(path);
    char *folder = dirname(copy);
    bool good = is_folder(folder);
    if (!good && errno == ENOENT)
        good = is_folder(dirname(folder));
    int error = errno;
    if (good && stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        good = refuse(path, "it is no file", diag);
    else if (!good)
        refuse(path, strerror(error), diag);
    free(copy);
    free(path);
    return good;
}

bool memo_read(struct memo *memo, const struct config *config, struct diag *diag)
{
    json_error_t error;
    *memo = (struct memo){.path = path_of(config)};
    if (!memo_check(config, diag))
        return false;
    char *copy = memory_copy_string(memo->path);
    const char *folder = dirname(copy);
    bool good = mkdir(folder, FOLDER_MODE) == 0 || errno == EEXIST ||
                refuse(memo->path, strerror(errno), diag);
    free(copy);
    json_t *json = json_load_file(memo->path, JSON_REJECT_DUPLICATES, &error);
    if (!json && access(memo->path, F_OK) == 0)
        log_warning("%s: %s; it is begun anew", memo->path, error.text);
    memo->last_row = json_integer_value(json_object_get(json, "last_row"));
    memo->topics = json_incref(json_object_get(json, "topics"));
    memo->place = memory_copy_string(json_string_value(json_object_get(json, "store")));
    json_decref(json);
    return good;
}

static bool write_text(const char *path, const char *text)
{
    size_t size = strlen(text);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return false;
    bool good = write(fd, text, size) == (ssize_t)size && fsync(fd) == 0;
    return close(fd) == 0 && good;
}

/* A name lasts when its folder does. */
static void sync_folder(const char *path)
{
    char *copy = memory_copy_string(path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(copy);
}

bool memo_write(const struct memo *memo, struct diag *diag)
{
    json_t *json = json_pack("{s:I}", "last_row", (json_int_t)memo->last_row);
    if (memo->topics)
        json_object_set(json, "topics", memo->topics);
    if (memo->place)
        json_object_set_new(json, "store", json_string(memo->place));
    char *text = json_dumps(json, JSON_COMPACT);
    char *beside = memory_format("%s.new", memo->path);
    bool good = text && write_text(beside, text) && rename(beside, memo->path) == 0;
    if (good)
        sync_folder(memo->path);
    else
        diag_error(diag, "%s: can't be written: %s (mqtt.state)", memo->path, strerror(errno));
    free(beside);
    free(text);
    json_decref(json);
    return good;
}

void memo_finish(struct memo *memo)
{
    free(memo->path);
    free(memo->place);
    json_decref(memo->topics);
    *memo = (struct memo){0};
}
