#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WRITER_WAIT_MS 1000 /* a writer that is there writes or is about to */
#define SILENCE_MS 5000     /* of one that has begun */
/* What is piped in may come from a network. */
#define STDIN_SILENCE_MS 30000
#define PIECE 16384

/* Without O_NONBLOCK the opening itself would wait for a writer. */
static void wait_for_writer(int fd)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    poll(&ready, 1, WRITER_WAIT_MS);
}

static bool refuse(int fd, const char *path, const char *what, struct diag *diag)
{
    if (fd >= 0)
        close(fd);
    return diag_add_at(diag, DIAG_ERROR, *path ? path : "\"\"", 0, "this is %s; %s is wanted",
                       *path ? "a folder" : "no file's name", what);
}

int input_open(const char *path, const char *what, struct diag *diag)
{
    struct stat status = {0};
    int fd = strcmp(path, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                    : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    bool good = *path != '\0' || refuse(fd, path, what, diag);
    if (good && fd < 0)
        good = diag_add_at(diag, DIAG_ERROR, path, 0, "%s", strerror(errno));
    if (good && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode))
        good = refuse(fd, path, what, diag);
    if (!good)
        return -1;
    if (strcmp(path, "-") == 0)
        return fd; /* its flags are shared with who gave it */
    if (S_ISFIFO(status.st_mode))
        wait_for_writer(fd);
    return fd;
}

int input_read(const char *path, int fd, size_t limit, struct buffer *bytes)
{
    int silence_ms = isatty(fd) ? -1 : strcmp(path, "-") == 0 ? STDIN_SILENCE_MS : SILENCE_MS;
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    /* A pipe that nobody has open is at its end; poll(2) would wait for a writer. */
    bool waits = (fcntl(fd, F_GETFL) & O_NONBLOCK) == 0;
    for (;;) {
        char piece[PIECE];
        if (waits && poll(&ready, 1, silence_ms) == 0)
            return -ETIMEDOUT;
        waits = true;
        ssize_t got = read(fd, piece, sizeof piece);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0)
            return got < 0 ? -errno : 0;
        buffer_add(bytes, piece, (size_t)got);
        if (bytes->length > limit)
            return -EFBIG;
    }
}

FILE *input_open_lines(const char *path)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return NULL;
    FILE *file = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? fdopen(fd, "r") : NULL;
    if (!file) {
        close(fd);
        errno = EINVAL;
    }
    return file;
}

bool input_is_plain(const char *path, const char *what, struct diag *diag)
{
    struct stat status;
    if (!*path)
        return refuse(-1, path, what, diag);
    if (stat(path, &status) != 0 || S_ISREG(status.st_mode) || strcmp(path, "/dev/null") == 0)
        return true;
    if (S_ISDIR(status.st_mode))
        return refuse(-1, path, what, diag);
    return diag_add_at(diag, DIAG_ERROR, path, 0, "this is a pipe or a device; %s is wanted", what);
}
