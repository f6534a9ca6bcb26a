#include "base/place.h"

#include <libgen.h>
#include <stdlib.h>

#include "base/memory.h"

static char *place_in_folder(const char *path)
{
    char *copy = memory_copy_string(path);
    char *copy_2 = memory_copy_string(path);
    char *folder = realpath(dirname(copy), NULL);
    char *place =
        folder ? memory_format("%s/%s", folder, basename(copy_2)) : memory_copy_string(path);
    free(folder);
    free(copy_2);
    free(copy);
    return place;
}

char *place_of(const char *path)
{
    char *place = realpath(path, NULL);
    return place ? place : place_in_folder(path);
}
