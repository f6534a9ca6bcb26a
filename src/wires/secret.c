#include "wires/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"

#define SECRET_MAX 8192
#define OTHERS (S_IRWXG | S_IRWXO)

static bool refuse(const struct secret_file *file, const char *found, struct diag *diag)
{
    return diag_error(diag,
                      "%s: %s: %s; a file that its reader alone may read (mode 0600) is wanted, "
                      "with %s in its first line",
                      file->key, file->path, found, file->form);
}

/* Which of them it is, people need to know: one who may not read it is not told that it is empty.
 */
static bool check_status(const struct secret_file *file, const struct stat *status,
                         struct diag *diag)
{
    char found[64];
    if (!S_ISREG(status->st_mode))
        return refuse(file, "it is no file", diag);
    snprintf(found, sizeof found, "found mode %04o, so others may read it",
             (unsigned)status->st_mode & 07777);
    return (status->st_mode & OTHERS) == 0 || refuse(file, found, diag);
}

bool secret_read(const struct secret_file *file, char **line, struct diag *diag)
{
    struct buffer bytes = {0};
    struct stat status;
    int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    *line = NULL;
    if (fd < 0)
        return refuse(file, strerror(errno), diag);
    bool good = fstat(fd, &status) == 0 && check_status(file, &status, diag);
    int error = good ? buffer_read_fd(&bytes, fd, SECRET_MAX) : 0;
    close(fd);
    if (bytes.data)
        bytes.data[strcspn(bytes.data, "\r\n")] = '\0';
    if (error < 0)
        good = refuse(file, strerror(-error), diag);
    else if (good && (!bytes.data || !*bytes.data))
        good = refuse(file, "its first line is empty", diag);
    *line = good ? buffer_detach(&bytes) : NULL;
    buffer_finish(&bytes);
    return good;
}

bool secret_is_header(const char *line)
{
    const char *colon = strchr(line, ':');
    return colon && colon[1] == ' ';
}
