#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/realtime.h"
#include "config/config.h"
#include "crash.h"
#include "lines_gpiod.h"
#include "low_files.h"

#define LOOK_MS 20         /* how often the beat is looked at */
#define RETRY_MS 1         /* the kernel lets lines go some time after a death */
#define QUICK_RETRIES 1000 /* then somebody else has them, and may for years */
#ifdef __SANITIZE_THREAD__
#define SLOWNESS 20 /* the sanitizer's, beside other tests at real-time priority */
#else
#define SLOWNESS 1
#endif
#define ABORT_MS 100      /* to note what was on air; the refresh goes on meanwhile */
#define DISMISS_TRIES 500 /* ms that a guard has to go */
#define CLOSED_FROM 3     /* descriptors above the standard ones */
#define LOOK_AFTER_NS (100 * CLOCK_NS_PER_MS)    /* how often its life is looked at */
#define LOOK_AFTER_MOST_NS (60 * CLOCK_NS_PER_S) /* where one after the other dies */
#define STILL_LOOKS 20                           /* without a sign of its life: it hangs */
#define GOING_TRIES 100                          /* ms that one has to go at the end */

/* What both processes see. */
struct shared {
    atomic_uint beats;
    atomic_uint looks; /* at them, the guard's */
    atomic_bool watched;
    atomic_uint loop_beats;
    atomic_bool loop_watched;
    atomic_bool done; /* the ticker has made the panel dark itself */
};

struct guard {
    const struct scanned_wall *wall;
    const char *pid_path;
    pid_t pid; /* 0: it has died */
    int pipe;  /* its other end closes when this process dies */
    struct shared *shared;
    struct clock clock; /* the real one: a process lives in no other */
    int64_t look_at_ns; /* next, whether it lives */
    int64_t pause_ns;   /* until the next look */
    unsigned looks;     /* its own, when last looked at */
    int still_looks;    /* ours since then */
};

/* --- the guard's own process --- */

struct watch {
    const struct scanned_wall *wall;
    const char *pid_path;
    struct shared *shared;
    struct lines *lines; /* chips open, lines not taken */
    pid_t ticker;
    int pipe;
};

/* A beat as it was at the last look. */
struct pulse {
    unsigned beats;
    int silent_looks;
};

/* Looks are counted, not time: where the whole machine stood still, nobody was silent. */
static bool is_silent(struct pulse *pulse, atomic_uint *beats, atomic_bool *watched, int most_ms)
{
    unsigned now = atomic_load(beats);
    bool silent = now == pulse->beats && atomic_load(watched);
    pulse->beats = now;
    pulse->silent_looks = silent ? pulse->silent_looks + 1 : 0;
    if (pulse->silent_looks < most_ms / LOOK_MS)
        return false;
    pulse->silent_looks = 0;
    return true;
}

/* By hand: the lock of a stream may be held by a thread that this process has no more. Nor does it
 * wait for a reader that reads no more. */
static void tell(const char *line)
{
    struct pollfd out = {.fd = STDERR_FILENO, .events = POLLOUT};
    const char *level = getenv("JOURNAL_STREAM") ? "<3>" : "error: ";
    struct iovec parts[] = {{(char *)level, strlen(level)}, {(char *)line, strlen(line)}};
    if (poll(&out, 1, 0) <= 0 || !(out.revents & POLLOUT) ||
        writev(STDERR_FILENO, parts, sizeof parts / sizeof *parts) < 0)
        return; /* nobody hears it: the panel gets dark all the same */
}

/* By a signal that it can note whose airing it was at (kiosk/deaths.h); a process that is stopped
 * notes nothing. */
static void abort_ticker(const struct watch *watch)
{
    struct pollfd pipe = {.fd = watch->pipe, .events = POLLIN};
    kill(watch->ticker, SIGABRT);
    if (poll(&pipe, 1, ABORT_MS) < 0 && errno != EINTR)
        return; /* it is killed then */
}

/* Ends what is hung; its end closes the pipe. */
static void look_at_beats(const struct watch *watch, struct pulse *refresh, struct pulse *loop)
{
    struct shared *shared = watch->shared;
    bool dark = is_silent(refresh, &shared->beats, &shared->watched, SLOWNESS * GUARD_SILENCE_MS);
    bool still = is_silent(loop, &shared->loop_beats, &shared->loop_watched, GUARD_LOOP_STILL_MS);
    if (!dark && !still)
        return;
    tell(dark ? "the refresh thread was silent: the ticker is ended, and the panel made dark\n"
              : "the loop stood still for 5 s: the ticker is ended, and the panel made dark\n");
    if (!dark)
        abort_ticker(watch);
    kill(watch->ticker, SIGKILL);
}

static void wait_for_death(struct watch *watch)
{
    struct pulse refresh = {0};
    struct pulse loop = {0};
    struct pollfd pipe = {.fd = watch->pipe, .events = POLLIN};
    while (poll(&pipe, 1, LOOK_MS) <= 0 || !(pipe.revents & (POLLHUP | POLLERR))) {
        look_at_beats(watch, &refresh, &loop);
        atomic_fetch_add(&watch->shared->looks, 1);
    }
}

/* The lines stay busy until the kernel has taken the dead one's away. */
static bool take_lines(struct watch *watch)
{
    for (int tries = 0;; tries += tries < QUICK_RETRIES) {
        struct diag diag = {0};
        bool taken = lines_gpiod_request(watch->lines, watch->wall->used, GUARD_NAME, &diag);
        diag_finish(&diag);
        if (taken)
            return true;
        if (poll(NULL, 0, tries < QUICK_RETRIES ? RETRY_MS : LOOK_MS) < 0 && errno != EINTR)
            return false;
    }
}

static void write_pid(const char *path)
{
    FILE *file = fopen(path, "we");
    if (!file)
        return;
    fprintf(file, "%ld\n", (long)getpid());
    fclose(file);
}

/* Who reads what the dead one wrote must see its end, not wait for the guard's. */
static void let_go_of_standard_files(void)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; nothing >= 0 && fd < CLOSED_FROM; fd++)
        dup2(nothing, fd);
}

/* Nobody's Ctrl-C and no SIGTERM ends it before the panel is dark. */
static void block_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGHUP);
    sigaddset(signals, SIGQUIT);
    sigprocmask(SIG_BLOCK, signals, NULL);
}

__attribute__((noreturn)) static void run_guard(struct watch *watch)
{
    sigset_t signals, ends;
    block_signals(&signals);
    prctl(PR_SET_NAME, GUARD_NAME);
    realtime_raise(watch->wall->config->hub75.realtime == CONFIG_REALTIME_FORCE);
    wait_for_death(watch);
    if (atomic_load(&watch->shared->done))
        _exit(0);
    let_go_of_standard_files();
    if (!take_lines(watch))
        _exit(0);
    scanned_wall_darken(watch->wall, watch->lines);
    write_pid(watch->pid_path);
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    int signal;
    sigwait(&ends, &signal);
    unlink(watch->pid_path);
    lines_close(watch->lines);
    _exit(0);
}

/* What the ticker has open is none of its business. Its lines above all: held by a
 * process that lives on they would never be free. */
static void close_others(int own)
{
    close_range(CLOSED_FROM, (unsigned)own - 1, 0);
    close_range((unsigned)own + 1, UINT_MAX, 0);
}

/* --- the ticker's process --- */

static struct shared *share(void)
{
    void *memory = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static void make_folder(const char *path)
{
    char *folder = memory_copy_string(path);
    char *slash = strrchr(folder, '/');
    if (slash && slash != folder) {
        *slash = '\0';
        mkdir(folder, 0700);
    }
    free(folder);
}

__attribute__((noreturn)) static void start_child(const struct guard *guard, int pipe, pid_t ticker)
{
    const struct scanned_wall *wall = guard->wall;
    struct diag diag = {0};
    struct watch watch = {wall, guard->pid_path, guard->shared, NULL, ticker, pipe};
    crash_watch(NULL);
    close_others(pipe);
    watch.lines = lines_gpiod_prepare(&wall->board, wall->config->hub75.library_calls, &diag);
    if (!watch.lines)
        _exit(1);
    run_guard(&watch);
}

/* 0 or -errno. A death closes it before what takes time to close. */
static int open_pipe(int ends[2])
{
    struct low_files low;
    low_files_take(&low);
    int error = pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0;
    low_files_give_back(&low);
    return error;
}

/* 0 or -errno. The refresh thread may run already: it holds no lock that the child
 * could wait for. */
static int start_process(struct guard *guard)
{
    int ends[2];
    int broken = open_pipe(ends);
    if (broken < 0)
        return broken;
    pid_t ticker = getpid();
    pid_t pid = fork();
    int error = pid < 0 ? -errno : 0;
    if (pid == 0) {
        close(ends[1]);
        start_child(guard, ends[0], ticker);
    }
    close(ends[0]);
    if (error < 0) {
        close(ends[1]);
        return error;
    }
    guard->pid = pid;
    guard->pipe = ends[1];
    return 0;
}

struct guard *guard_start(const struct scanned_wall *wall, const char *pid_path, struct diag *diag)
{
    struct guard *guard = memory_alloc(1, sizeof *guard);
    *guard = (struct guard){.wall = wall, .pid_path = pid_path, .pipe = -1, .shared = share()};
    guard->pause_ns = LOOK_AFTER_NS;
    clock_init_real(&guard->clock);
    make_folder(pid_path);
    int error = guard->shared ? start_process(guard) : -ENOMEM;
    if (error == 0)
        return guard;
    diag_warning(diag, "there is no guard against a row left lit: %s", strerror(-error));
    if (guard->shared)
        munmap(guard->shared, sizeof *guard->shared);
    free(guard);
    return NULL;
}

/* One that hangs would not see the ticker's death. Looks are counted here too: where
 * the whole machine stood still, so did the guard. */
static bool hangs(struct guard *guard)
{
    unsigned looks = atomic_load(&guard->shared->looks);
    guard->still_looks = looks == guard->looks ? guard->still_looks + 1 : 0;
    guard->looks = looks;
    return guard->still_looks >= STILL_LOOKS;
}

/* Waits at most `tries` ms for its end. */
static bool has_died(struct guard *guard, int tries)
{
    while (guard->pid > 0 && waitpid(guard->pid, NULL, WNOHANG) == 0) {
        if (tries-- <= 0)
            return false;
        poll(NULL, 0, 1);
    }
    guard->pid = 0;
    return true;
}

static void let_go_of_pipe(struct guard *guard)
{
    if (guard->pipe >= 0)
        close(guard->pipe);
    guard->pipe = -1;
}

/* Why there is none any more; NULL: there is one. */
static const char *is_gone(struct guard *guard)
{
    if (has_died(guard, 0))
        return "has died";
    if (!hangs(guard))
        return NULL;
    kill(guard->pid, SIGKILL);
    return has_died(guard, GOING_TRIES) ? "hung" : NULL;
}

static void replace(struct guard *guard, const char *why)
{
    let_go_of_pipe(guard);
    guard->still_looks = 0;
    int error = start_process(guard);
    if (error < 0)
        log_error("the guard against a row left lit %s, and there is no other: %s", why,
                  strerror(-error));
    else
        log_warning("the guard against a row left lit %s; there is another one now", why);
}

void guard_look_after(struct guard *guard)
{
    int64_t now_ns = guard ? clock_monotonic_ns(&guard->clock) : 0;
    if (!guard || now_ns < guard->look_at_ns)
        return;
    const char *why = is_gone(guard);
    guard->pause_ns = why ? 2 * guard->pause_ns : LOOK_AFTER_NS;
    if (guard->pause_ns > LOOK_AFTER_MOST_NS)
        guard->pause_ns = LOOK_AFTER_MOST_NS;
    guard->look_at_ns = now_ns + guard->pause_ns;
    if (why)
        replace(guard, why);
}

void guard_beat(struct guard *guard)
{
    if (guard)
        atomic_fetch_add_explicit(&guard->shared->beats, 1, memory_order_relaxed);
}

void guard_watch(struct guard *guard, bool on)
{
    if (guard)
        atomic_store(&guard->shared->watched, on);
}

void guard_beat_loop(struct guard *guard)
{
    if (!guard)
        return;
    atomic_fetch_add_explicit(&guard->shared->loop_beats, 1, memory_order_relaxed);
    atomic_store(&guard->shared->loop_watched, true);
}

void guard_rest_loop(struct guard *guard)
{
    if (guard)
        atomic_store(&guard->shared->loop_watched, false);
}

void guard_stop(struct guard *guard)
{
    if (!guard)
        return;
    atomic_store(&guard->shared->done, true);
    let_go_of_pipe(guard);
    if (!has_died(guard, GOING_TRIES)) {
        kill(guard->pid, SIGKILL);
        waitpid(guard->pid, NULL, 0);
    }
    munmap(guard->shared, sizeof *guard->shared);
    free(guard);
}

/* The process in the file, if it is a guard: ids are given again. */
static pid_t read_pid(const char *path)
{
    long pid = 0;
    char name[32] = "";
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    char line[32] = "";
    if (fgets(line, sizeof line, file))
        pid = strtol(line, NULL, 10);
    fclose(file);
    char *comm = memory_format("/proc/%ld/comm", pid);
    file = pid > 0 ? fopen(comm, "re") : NULL;
    free(comm);
    if (!file)
        return 0;
    bool is_guard =
        fgets(name, sizeof name, file) && strncmp(name, GUARD_NAME, strlen(GUARD_NAME)) == 0;
    fclose(file);
    return is_guard ? (pid_t)pid : 0;
}

bool guard_holds(const char *pid_path)
{
    return read_pid(pid_path) > 0;
}

bool guard_dismiss(const char *pid_path)
{
    pid_t pid = read_pid(pid_path);
    if (pid <= 0 || kill(pid, SIGTERM) < 0)
        return false;
    for (int i = 0; i < DISMISS_TRIES && read_pid(pid_path) == pid; i++)
        poll(NULL, 0, 1);
    return true;
}
