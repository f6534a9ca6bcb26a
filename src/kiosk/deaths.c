#include "kiosk/deaths.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"

#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define BOOT_SIZE 40
#define KNOWN 32 /* snippets with a death: each was held at its second, so that they are few */
#define HELD_AT 2
#define MODE 0640
#define HOLD_REASON "the program died twice while it was on air"

/* The file, as this machine lays it out: it does not outlive a boot. */
struct record {
    char boot[BOOT_SIZE];
    int64_t on_air; /* 0: nothing, or a stop */
    int32_t signal; /* by which it died; 0: it did not */
    int32_t count;
    struct {
        int64_t snippet, times;
    } deaths[KNOWN];
};

struct deaths {
    int fd;
    struct record record;
};

static const int signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};

#define SIGNALS (sizeof signals / sizeof *signals)

/* For the handler, which can be told nothing. */
static volatile int watched_fd = -1;
static struct sigaction before[SIGNALS];

static void on_signal(int number)
{
    const int32_t mark = number;
    int fd = watched_fd;
    if (fd >= 0 && pwrite(fd, &mark, sizeof mark, offsetof(struct record, signal)) < 0)
        watched_fd = -1; /* nothing else can be done here */
    for (size_t i = 0; i < SIGNALS; i++)
        if (signals[i] == number)
            sigaction(number, &before[i], NULL);
    raise(number);
}

static void read_boot(char boot[BOOT_SIZE])
{
    memset(boot, 0, BOOT_SIZE);
    FILE *file = fopen(BOOT_ID, "re");
    if (file && !fgets(boot, BOOT_SIZE, file))
        boot[0] = '\0';
    if (file)
        fclose(file);
}

/* What is not of this boot, or no such file, is none. */
static void read_record(struct deaths *deaths)
{
    struct record *record = &deaths->record;
    char boot[BOOT_SIZE];
    read_boot(boot);
    if (pread(deaths->fd, record, sizeof *record, 0) != (ssize_t)sizeof *record ||
        memcmp(record->boot, boot, sizeof boot) != 0 || record->count < 0 || record->count > KNOWN)
        memset(record, 0, sizeof *record);
    memcpy(record->boot, boot, sizeof boot);
}

static int64_t count_death(struct record *record, int64_t snippet)
{
    for (int i = 0; i < record->count; i++)
        if (record->deaths[i].snippet == snippet) {
            int64_t *times = &record->deaths[i].times;
            *times += *times < HELD_AT; /* more is not asked for */
            return *times;
        }
    if (record->count == KNOWN)
        record->count = 0;
    record->deaths[record->count].snippet = snippet;
    record->deaths[record->count++].times = 1;
    return 1;
}

/* In the store, where the next ticker finds it, too. */
static void judge(struct record *record, struct store *store)
{
    struct diag diag = {0};
    int64_t times = count_death(record, record->on_air);
    log_error("the program died (%s) while snippet %lld was on air, %s", strsignal(record->signal),
              (long long)record->on_air,
              times < HELD_AT ? "for the first time since the machine was started"
                              : "again: it is held (motograph list --held)");
    if (times >= HELD_AT)
        store_hold(store, record->on_air, HOLD_REASON, &diag);
    log_diag(&diag);
    diag_finish(&diag);
}

static void write_record(const struct deaths *deaths)
{
    if (pwrite(deaths->fd, &deaths->record, sizeof deaths->record, 0) < 0)
        log_debug("what is on air can't be noted");
}

static void watch(int fd)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_ONSTACK | SA_NODEFER};
    watched_fd = fd;
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &action, &before[i]);
}

struct deaths *deaths_watch(const char *path, struct store *store)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, MODE);
    if (fd < 0)
        return NULL;
    struct deaths *deaths = memory_alloc(1, sizeof *deaths);
    deaths->fd = fd;
    read_record(deaths);
    if (deaths->record.signal && deaths->record.on_air > 0)
        judge(&deaths->record, store);
    deaths->record.signal = 0;
    deaths->record.on_air = 0;
    write_record(deaths);
    watch(fd);
    return deaths;
}

void deaths_on_air(struct deaths *deaths, int64_t snippet)
{
    if (!deaths)
        return;
    deaths->record.on_air = snippet;
    write_record(deaths);
}

void deaths_end(struct deaths *deaths)
{
    if (!deaths)
        return;
    deaths_on_air(deaths, 0);
    watched_fd = -1;
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
    close(deaths->fd);
    free(deaths);
}
