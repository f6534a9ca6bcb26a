#include "output/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

#define SIGN_MAX 8
#define MODE 0666 /* less the umask */

/* The first bytes of each kind: PNG (ISO/IEC 15948) 5.2, GIF89a 17, VCD (IEEE 1364) 18.2 as it is
 * written here. */
static const struct {
    const char *name, *sign;
} kinds[] = {
    [REPLACE_PNG] = {"PNG", "\x89PNG\r\n\x1a\n"},
    [REPLACE_GIF] = {"GIF", "GIF8"},
    [REPLACE_VCD] = {"VCD trace", "$version"},
};

static const char *type_name(mode_t mode)
{
    return S_ISDIR(mode)                    ? "a folder"
           : S_ISLNK(mode)                  ? "a link"
           : S_ISSOCK(mode)                 ? "a socket"
           : S_ISFIFO(mode)                 ? "a pipe"
           : S_ISBLK(mode) || S_ISCHR(mode) ? "a device"
                                            : "no plain file";
}

static bool begins_with(const char *path, const char *sign)
{
    char bytes[SIGN_MAX];
    size_t length = strlen(sign);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    bool same =
        fd >= 0 && read(fd, bytes, length) == (ssize_t)length && memcmp(bytes, sign, length) == 0;
    if (fd >= 0)
        close(fd);
    return same;
}

static bool may_replace(const char *path, enum replace_kind kind, struct diag *diag)
{
    struct stat there;
    if (lstat(path, &there) != 0)
        return errno == ENOENT || diag_error(diag, "%s: %s", path, strerror(errno));
    if (S_ISDIR(there.st_mode))
        return diag_error(diag, "%s: %s", path, strerror(EISDIR));
    if (!S_ISREG(there.st_mode))
        return diag_error(diag, "%s: this is %s and stays as it is; a file is wanted", path,
                          type_name(there.st_mode));
    return there.st_size == 0 || begins_with(path, kinds[kind].sign) ||
           diag_error(diag,
                      "%s: there is a file already that is no %s, and it stays as it is; another "
                      "name is wanted",
                      path, kinds[kind].name);
}

int replace_open(const char *path, enum replace_kind kind, char **temporary, struct diag *diag)
{
    *temporary = NULL;
    if (!may_replace(path, kind, diag))
        return -1;
    char *name = memory_format("%s.%ld.part", path, (long)getpid());
    unlink(name); /* of a process that died and had this number */
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, MODE);
    if (fd < 0) {
        diag_error(diag, "%s: %s", path, strerror(errno));
        free(name);
        return -1;
    }
    *temporary = name;
    return fd;
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
