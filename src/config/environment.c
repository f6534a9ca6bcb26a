#include "environment.h"

#include <libgen.h>
#include <stdlib.h>

#include "base/memory.h"

char *environment_path(const char *variable, const char *otherwise, const char *rest)
{
    const char *folder = getenv(variable);
    const char *home = getenv("HOME");
    if (folder && *folder)
        return memory_format("%s/%s", folder, rest);
    if (otherwise[0] == '/')
        return memory_format("%s/%s", otherwise, rest);
    return memory_format("%s/%s/%s", home && *home ? home : "", otherwise, rest);
}

char *environment_folder_of(const char *path)
{
    char *copy = memory_copy_string(path);
    char *folder = memory_copy_string(dirname(copy));
    char *whole = realpath(folder, NULL);
    free(copy);
    if (!whole)
        return folder;
    free(folder);
    return whole;
}
