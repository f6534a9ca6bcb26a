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

char *companion_path(const char *name)
{
    char *folder = own_folder();
    char *path = is_installed(folder)
                     ? memory_format("%s/../libexec/motograph/motograph-%s", folder, name)
                     : memory_format("%s/motograph-%s", folder, name);
    free(folder);
    return path;
}

bool companion_is_missing(const char *path, struct diag *diag)
{
    return diag_error(diag,
                      errno == ENOENT
                          ? "%s: not there; it is built and installed where its libraries are "
                            "(config/packages.txt)%s"
                          : "%s: %s",
                      path, errno == ENOENT ? "" : strerror(errno));
}

int companion_run(struct cli *cli, const char *name)
{
    return companion_run_with(cli, name, cli->line);
}

int companion_run_with(struct cli *cli, const char *name, char **arguments)
{
    char *path = companion_path(name);
    execv(path, arguments);
    companion_is_missing(path, &cli->diag);
    free(path);
    return CLI_FAULT;
}
