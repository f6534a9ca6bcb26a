#include "wires/helper.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

#define NAME "motograph-wires"

char *helper_path(struct diag *diag)
{
    char own[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
    own[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(own, '/');
    if (slash)
        *slash = '\0';
    static const char *const folders[] = {"", "/../libexec/motograph"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *path = memory_format("%s%s/" NAME, own, folders[i]);
        if (access(path, X_OK) == 0)
            return path;
        free(path);
    }
    diag_error(diag,
               NAME " is neither beside this program nor in ../libexec/motograph: it is built "
                    "where libcurl is (libcurl4-gnutls-dev), and installed by `make install`");
    return NULL;
}
