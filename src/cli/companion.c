#include "cli/companion.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

#define INSTALLED "bin"

/* The folder of this program, links followed; for the caller to free. */
static char *own_folder(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return memory_copy_string(".");
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    return memory_copy_bytes(path, slash ? (size_t)(slash - path) : 0);
}

static bool is_installed(const char *folder)
{
    const char *slash = strrchr(folder, '/');
    return slash && strcmp(slash + 1, INSTALLED) == 0;
}

int companion_run(struct cli *cli, const char *name)
{
    char *folder = own_folder();
    char *path = is_installed(folder)
                     ? memory_format("%s/../libexec/motograph/motograph-%s", folder, name)
                     : memory_format("%s/motograph-%s", folder, name);
    execv(path, cli->line);
    diag_error(&cli->diag,
               errno == ENOENT ? "%s: not there; it is built and installed where its libraries are "
                                 "(config/packages.txt)%s"
                               : "%s: %s",
               path, errno == ENOENT ? "" : strerror(errno));
    free(path);
    free(folder);
    return CLI_FAULT;
}
