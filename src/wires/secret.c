#include "wires/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"

#define SECRET_MAX 8192
#define OTHERS (S_IRWXG | S_IRWXO)

bool secret_read(const char *path, char **line, struct diag *diag)
{
    struct buffer bytes = {0};
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
        diag_error(diag, "%s: %s (auth_file)", path, fd < 0 ? strerror(errno) : "no file");
        if (fd >= 0)
            close(fd);
        return false;
    }
    int error = buffer_read_fd(&bytes, fd, SECRET_MAX);
    close(fd);
    if (bytes.data)
        bytes.data[strcspn(bytes.data, "\r\n")] = '\0';
    bool good = error == 0 && bytes.data && *bytes.data && (status.st_mode & OTHERS) == 0;
    if (!good)
        diag_error(diag,
                   "%s: a line USER:PASSWORD or \"Authorization: ...\" is wanted, in a file "
                   "of mode 0600 (auth_file)",
                   path);
    *line = good ? buffer_detach(&bytes) : NULL;
    buffer_finish(&bytes);
    return good;
}

bool secret_is_header(const char *line)
{
    const char *colon = strchr(line, ':');
    return colon && colon[1] == ' ';
}
