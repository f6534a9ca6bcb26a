#include "environment.h"

#include <libgen.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static bool is_own_folder(const char *path)
{
    struct stat folder;
    return path && stat(path, &folder) == 0 && S_ISDIR(folder.st_mode) && folder.st_uid == getuid();
}

char *environment_socket(void)
{
    static const char rest[] = "motograph/motograph.sock";
    const char *given = getenv("XDG_RUNTIME_DIR");
    const char *home = getenv("HOME");
    char *own = memory_format("/run/user/%u", (unsigned)getuid());
    char *socket = (given && *given) || getuid() == 0
                       ? environment_path("XDG_RUNTIME_DIR", "/run", rest)
                   : is_own_folder(own)  ? memory_format("%s/%s", own, rest)
                   : is_own_folder(home) ? memory_format("%s/.motograph/motograph.sock", home)
                                         : memory_format("/run/%s", rest);
    free(own);
    return socket;
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

/* Of a user; "": of the one that this is. NULL where there is none. */
static char *home_of(const char *user)
{
    const char *home = *user ? NULL : getenv("HOME");
    if (home && *home)
        return memory_copy_string(home);
    const struct passwd *entry = *user ? getpwnam(user) : getpwuid(getuid());
    return entry ? memory_copy_string(entry->pw_dir) : NULL;
}

char *environment_home(const char *path)
{
    size_t end = strcspn(path, "/");
    char *user = memory_copy_bytes(path + 1, end - 1);
    char *home = home_of(user);
    char *whole = home ? memory_format("%s%s", home, path + end) : NULL;
    free(user);
    free(home);
    return whole;
}
