#include "replace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

char *replace_name(const char *path)
{
    return memory_format("%s.%ld.part", path, (long)getpid());
}

bool replace_finish(const char *temporary, const char *path, bool whole, struct diag *diag)
{
    if (!whole) {
        unlink(temporary);
        return false;
    }
    if (rename(temporary, path) == 0)
        return true;
    diag_error(diag, "%s: %s", path, strerror(errno));
    unlink(temporary);
    return false;
}
