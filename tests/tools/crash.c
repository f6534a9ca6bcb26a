/* crash writes|power|lies SCENARIO [STEP] | crash random SCENARIO COUNT SEED: the program is killed
 * at each of its write calls in turn, or every STEPth (the write half done); or the power fails
 * there (lost_writes.h), or behind the last one; or it is killed at COUNT random instants. What it
 * acknowledged must be there afterwards, nothing half-made, and the as-run chain must verify. On a
 * disk that lies, which says of nothing durable that it is, something must be wrong: else the test
 * would see nothing.
 *
 * The program runs in a child process; the calls by which SQLite and the store write are
 * defined here, in front of the C library's. Works in a folder of its own. */
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "lost_writes.h"
#include "ordeal.h"

#define RANDOM_SECONDS 50 /* a slow machine does fewer runs, and says how many */

/* --- the calls that write; a sync need not wait for the disk: a killed program takes nothing
 * of the kernel's cache along, and what a loss of power takes is known here --- */

static struct {
    long calls;
    long kill_at; /* -1: never */
    bool power;   /* it fails then, or behind the last one */
    bool lies;    /* the disk, that something is durable */
} io = {.kill_at = -1};

/* True when this call is the last: a write does half of it first. */
static bool is_last(void)
{
    return io.calls++ == io.kill_at;
}

static void die(void)
{
    lost_writes_now();
    kill(getpid(), SIGKILL);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset)
{
    lost_writes_write(fd, offset, count);
    bool last = is_last();
    ssize_t done = pwritev(fd, &(struct iovec){(void *)bytes, last ? count / 2 : count}, 1, offset);
    if (last)
        die();
    return done;
}

#ifndef __USE_FILE_OFFSET64 /* else it is the one above by its name in C */
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
    return pwrite64(fd, bytes, count, offset);
}
#endif

static int open_as(const char *path, int flags, mode_t mode)
{
    bool there = access(path, F_OK) == 0;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags & ~O_TRUNC, mode);
    if (fd < 0)
        return fd;
    if (!there && (flags & O_CREAT))
        lost_writes_created(path);
    if (there && (flags & O_TRUNC)) {
        lost_writes_truncate(fd, 0);
        syscall(SYS_ftruncate, fd, 0);
    }
    return fd;
}

static bool has_mode(int flags)
{
    return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = has_mode(flags) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return open_as(path, flags, mode);
}

#ifndef __USE_FILE_OFFSET64
int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = has_mode(flags) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return open_as(path, flags, mode);
}
#endif

int ftruncate64(int fd, off64_t length)
{
    lost_writes_truncate(fd, length);
    if (is_last())
        die();
    return (int)syscall(SYS_ftruncate, fd, length);
}

#ifndef __USE_FILE_OFFSET64
int ftruncate(int fd, off_t length)
{
    return ftruncate64(fd, length);
}
#endif

int fsync(int fd)
{
    if (is_last())
        die();
    if (!io.lies)
        lost_writes_sync(fd);
    return 0;
}

int fdatasync(int fd)
{
    if (is_last())
        die();
    if (!io.lies)
        lost_writes_sync(fd);
    return 0;
}

int rename(const char *from, const char *to)
{
    if (is_last())
        die();
    lost_writes_rename(from, to, false);
    return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}

int link(const char *from, const char *to)
{
    if (is_last())
        die();
    lost_writes_link(to);
    return (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path)
{
    if (is_last())
        die();
    lost_writes_unlink(path);
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    if (is_last())
        die();
    lost_writes_rename(from, to, (flags & RENAME_EXCHANGE) != 0);
    return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
}

static char hidden[] = "/dev/shm/motograph-hidden-XXXXXX";

static void begin(long at)
{
    io.calls = 0;
    io.kill_at = at;
    if (io.power)
        lost_writes_begin(hidden, (uint64_t)at);
}

static long end(void)
{
    io.kill_at = -1;
    lost_writes_now();
    return io.calls;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int sweep_writes(const struct ordeal_scenario *scenario, int step, const char *kind)
{
    io.lies = strcmp(kind, "lies") == 0;
    io.power = io.lies || strcmp(kind, "power") == 0;
    const char *how = io.power ? "the power failed" : "killed";
    struct ordeal_way way = {.at = -step, .begin = begin, .end = end, .kill_us = -1};
    bool good = true;
    bool finished = false;
    while (good && !finished) {
        way.at += step;
        good = ordeal_prepare(scenario);
        struct ordeal_run run = ordeal_run(scenario, &way);
        finished = run.finished;
        good = good && ordeal_survives(scenario, &run);
        free(run.output);
    }
    printf("# %s: %s at one in %d of %ld write calls\n", scenario->name, how, step, way.at);
    if (!good)
        printf("# wrong where %s at write call %ld\n", how, way.at);
    return good && way.at > step ? 0 : 1;
}

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static int sweep_random(const struct ordeal_scenario *scenario, int count, uint64_t seed)
{
    struct ordeal_way way = {.at = -1, .begin = begin, .end = end, .kill_us = -1};
    double start = seconds();
    ordeal_prepare(scenario);
    struct ordeal_run whole = ordeal_run(scenario, &way);
    uint64_t span_us = (uint64_t)((seconds() - start) * 1e6) + 1;
    bool good = whole.finished;
    int killed = 0;
    free(whole.output);
    int runs = 0;
    for (; good && runs < count && seconds() - start < RANDOM_SECONDS; runs++) {
        good = ordeal_prepare(scenario);
        way.kill_us = (long)(next_random(&seed) % span_us);
        struct ordeal_run run = ordeal_run(scenario, &way);
        killed += !run.finished;
        good = good && ordeal_survives(scenario, &run);
        free(run.output);
    }
    printf("# %s: %d runs, %d killed at random instants within %.0f ms\n", scenario->name, runs,
           killed, (double)span_us / 1e3);
    return good ? 0 : 1;
}

static int work(int argc, char **argv)
{
    const struct ordeal_scenario *scenario = argc >= 3 ? ordeal_find(argv[2]) : NULL;
    int step = argc == 4 ? atoi(argv[3]) : 1;
    if (scenario && (argc == 3 || argc == 4) && step > 0 &&
        (strcmp(argv[1], "writes") == 0 || strcmp(argv[1], "power") == 0 ||
         strcmp(argv[1], "lies") == 0))
        return sweep_writes(scenario, step, argv[1]);
    if (scenario && argc == 5 && strcmp(argv[1], "random") == 0)
        return sweep_random(scenario, atoi(argv[3]), strtoull(argv[4], NULL, 10));
    fprintf(stderr,
            "usage: crash writes|power|lies SCENARIO [STEP] | random SCENARIO COUNT SEED\n");
    return 2;
}

int main(int argc, char **argv)
{
    if (!mkdtemp(hidden) || !ordeal_set_up()) {
        fprintf(stderr, "the store can't be set up\n");
        return 2;
    }
    int code = work(argc, argv);
    ordeal_finish();
    rmdir(hidden);
    return code;
}
