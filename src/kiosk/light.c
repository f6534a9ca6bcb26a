#include "kiosk/light.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/memory.h"

#define EVERY_S 2
#define MS_PER_S 1000

struct light {
    struct loop *loop;
    char *folder;
    struct light_curve curve;
    struct light_level level;
    void (*dim)(void *user, int percent);
    void *user;
    int percent;
    int seen[2]; /* a pipe of doubles */
    int end[2];  /* a byte when the thread has to end: a process that was forked may hold
                  * the pipe, too, so that its closing tells nothing */
    pthread_t thread;
    bool runs;
};

static void *watch(void *user)
{
    struct light *light = user;
    struct pollfd end = {.fd = light->end[0], .events = POLLIN};
    do {
        double lux;
        if (light_read(light->folder, &lux) &&
            write(light->seen[1], &lux, sizeof lux) != (ssize_t)sizeof lux)
            break; /* nobody reads them any more */
    } while (poll(&end, 1, EVERY_S * MS_PER_S) == 0);
    return NULL;
}

static void on_seen(void *user, int fd, uint32_t events)
{
    struct light *light = user;
    double lux;
    (void)events;
    if (read(fd, &lux, sizeof lux) != (ssize_t)sizeof lux)
        return;
    int percent = light_level_see(&light->level, &light->curve, lux, EVERY_S);
    if (percent == light->percent)
        return;
    light->percent = percent;
    light->dim(light->user, percent);
}

static int open_all(struct light *light)
{
    if (pipe2(light->seen, O_CLOEXEC | O_NONBLOCK) != 0 || pipe2(light->end, O_CLOEXEC) != 0)
        return -errno;
    int error = loop_add_fd(light->loop, light->seen[0], EPOLLIN, on_seen, light);
    if (error == 0)
        error = -pthread_create(&light->thread, NULL, watch, light);
    light->runs = error == 0;
    return error;
}

struct light *light_create(struct loop *loop, const char *folder, const struct light_curve *curve,
                           void (*dim)(void *user, int percent), void *user, int *error)
{
    struct light *light = memory_alloc(1, sizeof *light);
    *light = (struct light){.loop = loop,
                            .folder = memory_copy_string(folder),
                            .curve = *curve,
                            .dim = dim,
                            .user = user,
                            .seen = {-1, -1},
                            .end = {-1, -1}};
    *error = open_all(light);
    if (*error == 0)
        return light;
    light_destroy(light);
    return NULL;
}

static void close_pair(int fds[2])
{
    for (int i = 0; i < 2; i++)
        if (fds[i] >= 0)
            close(fds[i]);
}

void light_destroy(struct light *light)
{
    if (!light)
        return;
    if (light->runs && write(light->end[1], "", 1) == 1) /* a pipe of one's own takes a byte */
        pthread_join(light->thread, NULL);
    if (light->seen[0] >= 0)
        loop_remove_fd(light->loop, light->seen[0]);
    close_pair(light->seen);
    close_pair(light->end);
    free(light->folder);
    free(light);
}
