/* old_stores FOLDER: a store of each schema that there was, FOLDER/1.db and so on. */
#include <stdio.h>
#include <stdlib.h>

#include "../../src/store/schema.h"
#include "base/memory.h"
#include "old_store.h"

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: old_stores FOLDER\n", stderr);
        return EXIT_FAILURE;
    }
    for (int version = 1; version <= schema_version; version++) {
        char *path = memory_format("%s/%d.db", argv[1], version);
        if (!old_store_make(path, version)) {
            fprintf(stderr, "%s: can't be made\n", path);
            return EXIT_FAILURE;
        }
        free(path);
    }
    return EXIT_SUCCESS;
}
