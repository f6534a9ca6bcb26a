#include "wires/refresh.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

#define ENDING ".refresh"
#define FILE_MODE 0660
#define ASKED_MAX 65536

struct refresh {
    struct loop *loop;
    int notify;
    char *path;
    void (*fn)(void *user, const char *name);
    void *user;
};

bool refresh_ask(const char *book, const char *name, struct diag *diag)
{
    char *path = memory_format("%s" ENDING, book);
    char *line = memory_format("%s\n", name ? name : "");
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
    bool good = fd >= 0 && write(fd, line, strlen(line)) == (ssize_t)strlen(line);
    if (!good)
        diag_error(diag, "%s: %s; the wires' group may write there", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    free(line);
    free(path);
    return good;
}

static void take(const struct refresh *refresh)
{
    struct buffer names = {0};
    int fd = open(refresh->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return;
    unlink(refresh->path); /* what is asked from now on stands in another one */
    buffer_read_fd(&names, fd, ASKED_MAX);
    close(fd);
    for (char *at = names.data; at && *at;) {
        size_t length = strcspn(at, "\n");
        char *next = at + length + (at[length] == '\n');
        at[length] = '\0';
        refresh->fn(refresh->user, *at ? at : NULL);
        at = next;
    }
    buffer_finish(&names);
}

static void on_notify(void *user, int fd, uint32_t events)
{
    char bytes[4096];
    (void)events;
    while (read(fd, bytes, sizeof bytes) > 0)
        continue;
    take(user);
}

struct refresh *refresh_watch(struct loop *loop, const char *book,
                              void (*fn)(void *user, const char *name), void *user)
{
    struct refresh *refresh = memory_alloc(1, sizeof *refresh);
    char *copy = memory_copy_string(book);
    *refresh = (struct refresh){.loop = loop, .fn = fn, .user = user};
    refresh->path = memory_format("%s" ENDING, book);
    refresh->notify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    unlink(refresh->path); /* of a process that is gone: all is asked at the beginning anyway */
    inotify_add_watch(refresh->notify, dirname(copy), IN_CLOSE_WRITE | IN_ONLYDIR);
    loop_add_fd(loop, refresh->notify, EPOLLIN, on_notify, refresh);
    free(copy);
    return refresh;
}

void refresh_end(struct refresh *refresh)
{
    if (!refresh)
        return;
    loop_remove_fd(refresh->loop, refresh->notify);
    close(refresh->notify);
    free(refresh->path);
    free(refresh);
}
